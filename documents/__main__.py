"""`python -m documents`: inspect a file; add, list, remove and export documents of the library."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from documents.catalog import Catalogue
from documents.command import guarded
from documents.errors import PolicyError
from documents.ingest import read_document
from documents.outline import export_json, outline_json, print_outline
from documents.printable import one_line, printable_json
from documents.settings import DocumentSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: int(options.run(options, DocumentSettings.from_environment())))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m documents", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    inspect = commands.add_parser("inspect", help="print a file's clause tree, units, repairs, gaps and noise")
    inspect.add_argument("file", type=Path)
    inspect.add_argument("--json", action="store_true")
    inspect.set_defaults(run=_inspect)
    add = commands.add_parser("add", help="add files to the library, or replace those of the same name")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE")
    add.set_defaults(run=_add)
    listing = commands.add_parser("list", help="list the library")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list)
    remove = commands.add_parser("remove", help="remove a document from the library")
    remove.add_argument("name")
    remove.set_defaults(run=_remove)
    export = commands.add_parser("export", help="print a document of the library as JSON, its source text included")
    export.add_argument("name")
    export.set_defaults(run=_export)
    return parser


def _inspect(options: argparse.Namespace, settings: DocumentSettings) -> int:
    document = read_document(options.file, settings)
    if options.json:
        print(printable_json(outline_json(document)))
    else:
        print_outline(document, Console(highlight=False))
    return 0


def _add(options: argparse.Namespace, settings: DocumentSettings) -> int:
    """Each file is its own transaction; one that is refused does not keep the others out."""
    catalogue = Catalogue.open(settings)
    failures = 0
    for path in options.files:
        try:
            document = read_document(path, settings)
            catalogue.put(document)
        except PolicyError as error:
            failures += 1
            print(one_line(str(error)), file=sys.stderr)
            continue
        numbered = sum(1 for clause in document.clauses if clause.part == "numbered")
        damage = f"{len(document.repairs)} repairs, {len(document.gaps)} gaps"
        print(f"{one_line(document.name)}: {numbered} clauses, {damage}")
    return 1 if failures else 0


def _list(options: argparse.Namespace, settings: DocumentSettings) -> int:
    documents = list(Catalogue.open(settings).documents())
    if options.json:
        rows = [
            {"document": d.name, "title": d.title, "issuer": d.issuer, "number": d.number, "date": d.date}
            for d in documents
        ]
        print(printable_json(rows))
        return 0
    table = Table(show_edge=False)
    for heading in ("document", "title", "clauses", "units", "repairs", "gaps"):
        table.add_column(heading, overflow="fold")  # a name is what `remove` and `export` want: never cut short
    for document in documents:
        units = {unit.unit for clause in document.clauses for unit in clause.units}
        clauses = sum(1 for clause in document.clauses if clause.part == "numbered")
        counts = map(str, (clauses, len(units), len(document.repairs), len(document.gaps)))
        table.add_row(one_line(document.name), one_line(document.title), *counts)
    Console(highlight=False, markup=False).print(table)
    return 0


def _remove(options: argparse.Namespace, settings: DocumentSettings) -> int:
    Catalogue.open(settings).remove(options.name)
    print(f"{one_line(options.name)}: removed")
    return 0


def _export(options: argparse.Namespace, settings: DocumentSettings) -> int:
    document = Catalogue.open(settings).document(options.name)
    print(printable_json(export_json(document)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
