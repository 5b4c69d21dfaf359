"""Search over names and texts: SQLite's full-text index, and rapidfuzz for what is misspelt."""
