"""A file becomes repaired text, a clause tree, responsible units and a row in the catalogue."""
