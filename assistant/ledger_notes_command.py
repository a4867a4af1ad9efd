"""`python -m assistant notes`: the progress notes on a document's tasks, and another entry for one of them."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.ledger_export.as_table import FILE_WIDTH
from assistant.ledger_export.report import word
from assistant.office_time import office_minute
from documents.catalog import Catalogue
from documents.notes import NOTE_STATUSES, Note, Notes
from documents.printable import one_line, printable_json
from documents.settings import DocumentSettings


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = commands.add_parser("notes", help="progress notes on tasks: their history, or one more entry")
    parser.add_argument("document", help="the document's name")
    parser.add_argument("locator", nargs="?", help="only this clause, such as 二/(一)/4; needed to add an entry")
    parser.add_argument("--status", choices=NOTE_STATUSES, help="add an entry with this status")
    parser.add_argument("--note", metavar="TEXT", default="", help="what the entry says")
    parser.add_argument("--who", metavar="NAME", default="", help="who writes the entry")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=lambda options: run(options, parser))


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Lists or adds; 0. Raises PolicyError; exits 2 where the options cannot be meant."""
    if options.status and not (options.locator and options.who):
        parser.error("--status adds an entry: name its LOCATOR and --who")
    if not options.status and (options.note or options.who):
        parser.error("--note and --who belong to an entry: give its --status")
    catalogue = Catalogue.open(DocumentSettings.from_environment())
    notes = Notes(catalogue)
    if options.status:
        listed = [notes.add(options.document, options.locator, options.status, options.note, options.who)]
    else:
        listed = notes.of(options.document, options.locator)
        if not listed:
            catalogue.document(options.document)  # raises UnknownDocument: no notes is another matter than no document
    if options.json:
        print(printable_json([asdict(note) for note in listed]))
    else:
        _print(listed)
    return 0


def _print(listed: Iterable[Note]) -> None:
    table = Table()
    for heading in ("locator", "task", "status", "note_words", "who", "when"):
        table.add_column(word(heading), overflow="fold")
    for note in listed:
        gone = "" if note.held else word("clause_gone")
        cells = (
            note.locator + gone,
            note.title,
            word(f"status_{note.status}"),
            note.note,
            note.who,
            office_minute(note.when),
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else FILE_WIDTH)
    console.print(table if table.rows else word("no_notes"))
