"""`python -m documents standing`: whether a document is in force, and to set what the text does not say."""

import argparse
from dataclasses import asdict
from datetime import date

from documents.catalog import Catalogue
from documents.command import Commands
from documents.list_command import standing_line
from documents.printable import one_line, printable_json
from documents.settings import DocumentSettings
from documents.standing import STATUSES, Standing

_GROUNDS = {"set": "set by an official", "read": "read from the text", "assumed": "assumed: no text says otherwise"}


def register(commands: Commands) -> None:
    """The arguments of `standing`."""
    standing = commands.add_parser("standing", help="show or set whether a document is in force")
    standing.add_argument("name")
    standing.add_argument("status", nargs="?", choices=STATUSES, help="set it, whatever the text says")
    standing.add_argument("--by", default="", help="the document that repealed or superseded it: a NAME or a title")
    standing.add_argument("--since", default="", metavar="DATE", help="since when, as YYYY-MM-DD")
    standing.add_argument("--as-read", action="store_true", help="forget what was set: what is read holds again")
    standing.add_argument("--json", action="store_true")
    standing.set_defaults(run=_standing, usage_error=standing.error)


def _standing(options: argparse.Namespace, settings: DocumentSettings) -> int:
    if options.as_read and options.status:
        options.usage_error("--as-read takes no status")
    if (options.by or options.since) and not options.status:
        options.usage_error("--by and --since belong to a status")
    catalogue = Catalogue.open(settings)
    if options.as_read or options.status:
        catalogue.set_standing(options.name, options.status, by=options.by, since=options.since)
    else:
        catalogue.versions(options.name)  # an unknown name is an error, not an empty answer
    today = date.today()
    standing = catalogue.standings(today).get(options.name, Standing())
    if options.json:
        print(printable_json({"document": options.name, **asdict(standing)}))
    else:
        _print(options.name, standing, today)
    return 0


def _print(name: str, standing: Standing, today: date) -> None:
    print(f"{one_line(name)}: {standing_line(standing, today)} ({_GROUNDS[standing.basis]})")
    if standing.evidence:
        print(f"    {one_line(standing.evidence)}")
