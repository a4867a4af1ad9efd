"""Which parser made a document: a hash over the code and data that turn text into clauses, units and repairs."""

import functools
import hashlib
from pathlib import Path

_NOT_PARSING = frozenset(
    "__init__ __main__ adding catalog changes changes_shown command deadline errors exclusive holdings in_order"
    " ingest library_file migration naming note_carrying note_tables notes outline pairing printable setting_standing"
    " settings standing store stored tables tasks transfer version versions watching".split()
)
"""What only keeps, shows or moves documents; so does every `…_command`."""
_LENGTH = 16


@functools.cache
def parser_version() -> str:
    """Changes with any module or data file of this room that decides how a text is read, and with nothing else."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.is_file() and path.suffix in (".py", ".tsv", ".txt", ".npz") and _parses(path.stem):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]


def _parses(stem: str) -> bool:
    return stem not in _NOT_PARSING and not stem.endswith("_command")
