"""`python -m documents list` and `remove`."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from documents.catalog import Catalogue
from documents.command import Commands
from documents.holdings import Holding
from documents.printable import counted, one_line, printable_json
from documents.settings import DocumentSettings
from documents.standing import Standing
from documents.suspicion import Suspicion, told

_COUNTS = ("versions", "clauses", "units", "repairs", "gaps")
_TABLE_WIDTH = 110
"""Columns of a terminal from which names and titles have room beside the counts."""
_FILE_WIDTH = 160
"""Of what is written into a file or a pipe."""


def register(commands: Commands) -> None:
    """The arguments of `list` and `remove`."""
    listing = commands.add_parser("list", help="list the library")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list)
    remove = commands.add_parser("remove", help="remove a document, with all its versions, from the library")
    remove.add_argument("name")
    remove.set_defaults(run=_remove)


def _list(options: argparse.Namespace, settings: DocumentSettings) -> int:
    today = date.today()
    catalogue = Catalogue.open(settings)
    holdings, doubts = catalogue.holdings(today), catalogue.suspicions()
    if options.json:
        print(printable_json([_holding_json(held, doubts.get(held.name, ())) for held in holdings]))
        return 0
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _FILE_WIDTH)
    if console.width < _TABLE_WIDTH:
        for held in holdings:
            console.print("\n    ".join(_block(held, today)), soft_wrap=True)
    else:
        console.print(_table(holdings, today))
    for held in holdings:
        if held.same_text:
            print(one_line(f"{held.name}: same text as {', '.join(held.same_text)}"))
    for name, found in doubts.items():
        print(doubt_line(name, found))
    return 0


def _table(holdings: Iterable[Holding], today: date) -> Table:
    table = Table(show_edge=False)
    for heading in ("document", "title", "standing", *_COUNTS):
        width = len("2000-01-01") if heading == "standing" else None
        table.add_column(heading, overflow="fold", min_width=width)  # a name is what others want: never cut short
    for held in holdings:
        counts = (str(getattr(held, count)) for count in _COUNTS)
        table.add_row(one_line(held.name), one_line(held.title), standing_line(held.standing, today), *counts)
    return table


def _block(held: Holding, today: date) -> Iterator[str]:
    """The lines of a document where a table's columns would have no room."""
    yield one_line(held.name)
    if held.title != held.name:
        yield one_line(held.title)
    counts = (counted(getattr(held, count), count.removesuffix("s")) for count in _COUNTS)
    yield f"{standing_line(held.standing, today)}; {', '.join(counts)}"


def _remove(options: argparse.Namespace, settings: DocumentSettings) -> int:
    Catalogue.open(settings).remove(options.name)
    print(f"{one_line(options.name)}: removed")
    return 0


def doubt_line(name: str, found: Iterable[Suspicion]) -> str:
    """What is suspicious about a document, with the evidence, for a terminal."""
    return one_line(f"{name}: look twice: {told(found)}")


def _holding_json(held: Holding, found: Iterable[Suspicion]) -> dict[str, Any]:
    return {
        "document": held.name,
        "title": held.title,
        "issuer": held.issuer,
        "number": held.number,
        "date": held.date,
        "standing": held.standing.status,
        "since": held.standing.since,
        "by": held.standing.by,
        "versions": held.versions,
        "same_text": list(held.same_text),
        "suspicions": [asdict(one) for one in found],
    }


def standing_line(standing: Standing, today: date) -> str:
    """A standing in words for a terminal: `repealed by 新办法 since 2020-01-01`."""
    if standing.is_pending(today):
        return f"not yet in force, from {standing.since}"
    words = [standing.status.replace("_", " ")]
    words += ["by", one_line(standing.by)] if standing.by else []
    words += ["since", standing.since] if standing.since else []
    return " ".join(words)
