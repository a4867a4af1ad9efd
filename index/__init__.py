"""Clauses become passages, vectors and words; a question becomes one ranking of evidence."""
