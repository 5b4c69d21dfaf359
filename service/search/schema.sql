-- What can be found: entities, facts and documents, and the texts in which they are found.
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  iri TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  year TEXT NOT NULL,
  weight INTEGER NOT NULL
);
CREATE TABLE country (id INTEGER NOT NULL, country TEXT NOT NULL, PRIMARY KEY (id, country)) WITHOUT ROWID;
CREATE VIRTUAL TABLE body USING fts5 (names, text, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (body, row);
