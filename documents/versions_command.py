"""`python -m documents versions` and `diff`: what a document was, and what changed since."""

import argparse
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from documents.catalog import Catalogue
from documents.changes import compare_documents
from documents.changes_shown import changes_json, print_changes
from documents.command import Commands
from documents.errors import UnknownVersion
from documents.printable import one_line, printable_json
from documents.settings import DocumentSettings
from documents.versions import Version


def register(commands: Commands) -> None:
    """The arguments of `versions` and `diff`."""
    versions = commands.add_parser("versions", help="list the versions of a document")
    versions.add_argument("name")
    versions.add_argument("--json", action="store_true")
    versions.set_defaults(run=_versions)
    diff = commands.add_parser("diff", help="show what changed between two versions of a document, clause by clause")
    diff.add_argument("name")
    diff.add_argument("--from", type=int, metavar="N", dest="old", help="the older version; else the one before --to")
    diff.add_argument("--to", type=int, metavar="M", dest="new", help="the newer version; else the current one")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(run=_diff)


def _versions(options: argparse.Namespace, settings: DocumentSettings) -> int:
    versions = Catalogue.open(settings).versions(options.name)
    if options.json:
        print(printable_json([_version_json(version) for version in versions]))
        return 0
    table = Table(show_edge=False)
    for heading in ("version", "added", "content", ""):
        table.add_column(heading, overflow="fold")
    for version in versions:
        current = "current" if version.current else ""
        table.add_row(str(version.number), version.added or "unknown", version.content_hash[:12], current)
    Console(highlight=False, markup=False).print(table)
    return 0


def _diff(options: argparse.Namespace, settings: DocumentSettings) -> int:
    catalogue = Catalogue.open(settings)
    versions = {version.number: version for version in catalogue.versions(options.name)}
    if len(versions) == 1:
        raise UnknownVersion(
            f"document {options.name!r} has only one version: there is nothing to compare; "
            "add its changed file under the same name first"
        )
    new = max(versions) if options.new is None else options.new
    old = max(1, new - 1) if options.old is None else options.old
    after, before = catalogue.document(options.name, new), catalogue.document(options.name, old)
    changes = compare_documents(before, after)
    if options.json:
        ends = {"from": _version_json(versions[old]), "to": _version_json(versions[new])}
        print(printable_json({"document": options.name, **ends, **changes_json(before, after, changes)}))
    else:
        console = Console(highlight=False, markup=False)
        console.print(f"{one_line(options.name)}: version {old} to version {new}")
        print_changes(before, after, changes, console)
    return 0


def _version_json(version: Version) -> dict[str, Any]:
    return {"version": version.number, **{k: v for k, v in asdict(version).items() if k != "number"}}
