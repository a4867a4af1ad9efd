"""`python -m documents`: inspect a file; keep the library: add, list, remove, versions, standing, export and more."""

import argparse
import sys
from collections.abc import Sequence

from documents import (
    add_command,
    inspect_command,
    list_command,
    standing_command,
    transfer_command,
    versions_command,
)
from documents.command import guarded
from documents.settings import DocumentSettings

_COMMANDS = (inspect_command, add_command, list_command, versions_command, standing_command, transfer_command)
"""Each with its arguments and what it does; `register(commands)` makes it known."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: int(options.run(options, DocumentSettings.from_environment())))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m documents", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
