"""Which parser made a document: a hash over the code and data that turn text into clauses, units and repairs."""

import functools
import hashlib
from pathlib import Path

_NOT_PARSING = frozenset(
    "__init__ __main__ catalog command deadline errors outline printable settings tables tasks".split()
)
_LENGTH = 16


@functools.cache
def parser_version() -> str:
    """Changes with any module or data file of this room that decides how a text is read, and with nothing else."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.is_file() and path.suffix in (".py", ".tsv", ".txt", ".npz") and path.stem not in _NOT_PARSING:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]
