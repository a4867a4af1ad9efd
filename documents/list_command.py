"""`python -m documents list` and `remove`."""

import argparse
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from documents.catalog import Catalogue
from documents.command import Commands
from documents.holdings import Holding
from documents.printable import one_line, printable_json
from documents.settings import DocumentSettings
from documents.standing import Standing


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
    holdings = Catalogue.open(settings).holdings(today)
    if options.json:
        print(printable_json([_holding_json(held) for held in holdings]))
        return 0
    table = Table(show_edge=False)
    for heading in ("document", "title", "standing", "versions", "clauses", "units", "repairs", "gaps"):
        width = len("2000-01-01") if heading == "standing" else None
        table.add_column(heading, overflow="fold", min_width=width)  # a name is what others want: never cut short
    for held in holdings:
        counts = map(str, (held.versions, held.clauses, held.units, held.repairs, held.gaps))
        table.add_row(one_line(held.name), one_line(held.title), standing_line(held.standing, today), *counts)
    Console(highlight=False, markup=False).print(table)
    return 0


def _remove(options: argparse.Namespace, settings: DocumentSettings) -> int:
    Catalogue.open(settings).remove(options.name)
    print(f"{one_line(options.name)}: removed")
    return 0


def _holding_json(held: Holding) -> dict[str, Any]:
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
    }


def standing_line(standing: Standing, today: date) -> str:
    """A standing in words for a terminal: `repealed by 新办法 since 2020-01-01`."""
    if standing.is_pending(today):
        return f"not yet in force, from {standing.since}"
    words = [standing.status.replace("_", " ")]
    words += ["by", one_line(standing.by)] if standing.by else []
    words += ["since", standing.since] if standing.since else []
    return " ".join(words)
