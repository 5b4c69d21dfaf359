-- What a name that begins so may mean: what is called exactly so, then what is mentioned most.
SELECT item.iri, item.kind, item.name
FROM body JOIN item ON item.id = body.rowid
WHERE body MATCH :expression
  AND item.kind NOT IN (
    'meeting', 'agreement', 'milestone', 'contribution', 'cooperation', 'membership')
ORDER BY item.iri = :first DESC, item.kind = 'document', item.weight DESC, length(item.name), item.iri
LIMIT :limit;
