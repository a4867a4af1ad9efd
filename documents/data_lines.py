"""The data files of the rooms: a line for each entry, empty lines and comments between them."""

from pathlib import Path


def data_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 data file without the space around them, less empty ones and comments (`# …`)."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
