-- How many items match, by kind, country and year; the first row counts them all.
WITH hit AS MATERIALIZED (
  SELECT item.id, item.kind, item.year
  FROM body JOIN item ON item.id = body.rowid
  WHERE body MATCH :expression
    AND (:kind = '' OR item.kind = :kind)
    AND (:year = '' OR item.year = :year)
    AND (:since = '' OR item.year = '' OR item.year >= :since)
    AND (:country = '' OR EXISTS (
      SELECT 1 FROM country WHERE country.id = item.id AND country.country = :country))
)
SELECT 'all' AS facet, '' AS value, count(*) AS number FROM hit
UNION ALL SELECT 'kind', kind, count(*) FROM hit GROUP BY kind
UNION ALL SELECT 'country', country, count(*) FROM hit JOIN country USING (id) GROUP BY country
UNION ALL SELECT 'year', year, count(*) FROM hit WHERE year <> '' GROUP BY year
ORDER BY facet, number DESC, value;
