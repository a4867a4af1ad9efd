"""`python -m assistant ledger`: the responsibility ledger, filtered, as a table, CSV, JSON or a workbook."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, TextIO, get_args

from assistant.errors import BadOutput, NothingFits
from assistant.ledger_export.as_csv import write_csv
from assistant.ledger_export.as_json import write_json
from assistant.ledger_export.as_table import write_table
from assistant.ledger_export.as_xlsx import xlsx_bytes
from assistant.ledger_export.report import VIEWS, Report, View
from assistant.ledger_filter import LedgerFilter, asks_of_units, read_both, read_gaps, read_rows, resolve_units
from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.model import Role
from documents.notes import Notes
from documents.settings import DocumentSettings
from documents.standing import Standing

Format = Literal["table", "csv", "json", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
ROLES: tuple[Role, ...] = get_args(Role)
IN_FORCE = ("yes", "no", "all")
_TEXT_WRITERS: Mapping[str, Callable[[Report, TextIO], None]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = commands.add_parser("ledger", help="who is responsible for what, as a table that can be forwarded")
    parser.add_argument("--by", choices=VIEWS, default="clause", help="how rows are arranged; gap: tasks with no unit")
    parser.add_argument("--document", metavar="NAME", default="", help="only this document")
    parser.add_argument("--unit", metavar="U", default="", help="only this unit, by any of its names")
    parser.add_argument("--role", choices=ROLES, help="only this role (of the unit, where one is given)")
    parser.add_argument("--keyword", metavar="K", default="", help="only clauses that hold these words")
    parser.add_argument("--with", metavar="U", default="", dest="beside", help="only clauses that name this unit too")
    parser.add_argument("--group", metavar="G", default="", help="only below this locator, or this heading's words")
    parser.add_argument("--deadline", metavar="D", default="", help="any, none, or words of the deadline")
    parser.add_argument("--in-force", choices=IN_FORCE, help="default: yes, or all where --document names one")
    parser.add_argument("--notes", action="store_true", help="with the last progress note of each task")
    parser.add_argument("--format", choices=FORMATS, help="default: what the name of FILE ends in, else table")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    parser.set_defaults(run=lambda options: run(options, parser))


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Writes the ledger; 0. Raises PolicyError; exits 2 where the options cannot be meant."""
    form: Format = options.format or _format_of(options.output)
    if form == "xlsx" and options.output is None:
        parser.error("--format xlsx needs -o FILE: a workbook is no text")
    settings = DocumentSettings.from_environment()
    catalogue = Catalogue.open(settings)
    ensure_library(catalogue, settings)
    wanted = _filter(catalogue, options)
    notes = Notes(catalogue).latest() if options.notes else None
    report = replace(read_report(catalogue, options.by, wanted, whole=form == "xlsx"), notes=notes)
    holdings = {holding.name: holding for holding in catalogue.holdings(date.today())}
    standings = {name: holding.standing for name, holding in holdings.items()}
    write_report(replace(report, standings=standings, holdings=holdings), form, options.output)
    return 0


def _filter(catalogue: Catalogue, options: argparse.Namespace) -> LedgerFilter:
    """What the options ask for; says on stderr how many documents are left out as no longer in force."""
    units = resolve_units(catalogue, options.unit) if options.unit else ()
    beside = resolve_units(catalogue, options.beside) if options.beside else ()
    gone = {name for name, standing in _standings(catalogue).items() if not standing.in_force}
    in_force = options.in_force or ("all" if options.document else "yes")
    without = {"yes": gone, "no": set(catalogue.names()) - gone, "all": set()}[in_force]
    if gone and not options.in_force and not options.document:
        print(f"left out as no longer in force: {len(gone)} documents; --in-force all shows them", file=sys.stderr)
    return LedgerFilter(
        options.document,
        units,
        options.role,
        options.keyword,
        beside,
        options.group,
        options.deadline,
        frozenset(without),
    )


def _standings(catalogue: Catalogue) -> Mapping[str, Standing]:
    return catalogue.standings(date.today())


def write_report(report: Report, form: Format, output: Path | None) -> None:
    """Writes the export to the file `output`, or to standard output. Raises BadOutput; xlsx needs a file."""
    if output is None:
        _TEXT_WRITERS[form](report, sys.stdout)
        return
    with _replacing(output) as path:
        if form == "xlsx":
            path.write_bytes(xlsx_bytes(report))
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                _TEXT_WRITERS[form](report, file)


def read_report(catalogue: Catalogue, view: View, wanted: LedgerFilter, *, whole: bool) -> Report:
    """The export of `view`; `whole`: with its rows and gaps both, as a workbook shows them.

    Raises UnknownDocument and NothingFits.
    """
    if view == "gap" and asks_of_units(wanted):
        raise NothingFits("--by gap lists clauses that name no unit: leave out --unit, --with, --role and --deadline")
    if whole:
        return Report(view, wanted, *read_both(catalogue, wanted))
    if view == "gap":
        return Report(view, wanted, (), read_gaps(catalogue, wanted))
    return Report(view, wanted, read_rows(catalogue, wanted), ())


def _format_of(output: Path | None) -> Format:
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return next((form for form in FORMATS if form == suffix), "table")


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    """A file to write beside `output`, which it replaces at the end: whoever reads sees all of it or the old one."""
    beside = None
    try:
        if output.is_dir() or (output.exists() and not output.is_file()):
            raise BadOutput(f"output {output}: not a file; name a file to write")
        handle, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name[:40]}-", suffix=".part")
        os.close(handle)
        beside = Path(name)
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(output)
    except OSError as error:
        raise BadOutput(
            f"output {output}: cannot be written ({error.strerror or error}); name a file in a folder that can be"
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
