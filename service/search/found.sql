-- A page of what matches: names before texts, what is mentioned more before what is less.
-- :first is the item that the query names exactly. Excerpts are made of the page's items only.
WITH page AS MATERIALIZED (
  SELECT item.id,
    bm25(body, 10.0, 1.0) - 4.0 * item.weight / (10.0 + item.weight) AS score
  FROM body JOIN item ON item.id = body.rowid
  WHERE body MATCH :expression
    AND (:kind = '' OR item.kind = :kind)
    AND (:year = '' OR item.year = :year)
    AND (:since = '' OR item.year = '' OR item.year >= :since)
    AND (:country = '' OR EXISTS (
      SELECT 1 FROM country WHERE country.id = item.id AND country.country = :country))
  ORDER BY item.iri = :first DESC, score, item.year DESC, item.iri
  LIMIT :limit OFFSET :offset
)
SELECT item.iri, item.kind, item.name, item.year, snippet(body, 1, char(2), char(3), '…', 24)
FROM body JOIN page ON page.id = body.rowid JOIN item ON item.id = body.rowid
WHERE body MATCH :expression
ORDER BY item.iri = :first DESC, page.score, item.year DESC, item.iri;
