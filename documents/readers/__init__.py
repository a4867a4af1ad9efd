"""One module per file format: bytes in, a Reading out. Formats other than text are read in a child process only."""
