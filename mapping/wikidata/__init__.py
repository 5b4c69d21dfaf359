"""Wikidata, in both directions: what a release can give it, and what it says of our entities.

Off the network, from a release on disk: `summary` and `same_as` (its links), `candidates` (entities
without one), `proposals` and `spreadsheet` (statements for QuickStatements), `mixnmatch`. On the
network, politely (`client`): `items` reads what Wikidata says, `comparison` compares it with what
documents say, and `suggestions` proposes names and links as a patch. Nothing here edits anything.
"""
