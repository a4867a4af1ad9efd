"""`python -m documents inspect`: what is read in a file, without the library."""

import argparse

from rich.console import Console

from documents.command import Commands, path_named
from documents.ingest import read_document
from documents.outline import outline_json, print_outline
from documents.printable import printable_json
from documents.settings import DocumentSettings


def register(commands: Commands) -> None:
    """The arguments of `inspect`."""
    inspect = commands.add_parser("inspect", help="print a file's clause tree, units, repairs, gaps and noise")
    inspect.add_argument("file", type=path_named)
    inspect.add_argument("--json", action="store_true")
    inspect.set_defaults(run=_inspect)


def _inspect(options: argparse.Namespace, settings: DocumentSettings) -> int:
    document = read_document(options.file, settings)
    if options.json:
        print(printable_json(outline_json(document)))
    else:
        print_outline(document, Console(highlight=False))
    return 0
