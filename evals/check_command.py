"""`python -m evals check`: a test set's gold against the library, before anything is asked."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.text import Text

from documents.printable import one_line, printable_json
from evals.check import Finding, check_set
from evals.commands import Commands
from evals.dataset import TestSet, load_test_set
from evals.errors import InvalidTestSet
from evals.library import library_of, open_library
from evals.settings import EvalSettings


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("check", help="hold a test set's gold against the library, line by line")
    parser.add_argument("set", type=Path, metavar="SET", help=".jsonl, .csv or .xlsx")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="hold it against the documents of this folder")
    parser.add_argument("--lenient", action="store_true", help="judge what can be read of a broken set")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.set_defaults(run=_check, log=None)


def _check(options: argparse.Namespace, settings: EvalSettings) -> int:
    test_set = load_test_set(options.set, settings, lenient=options.lenient)
    with library_of(options.library):
        catalogue = open_library()
        found = check_set(test_set, {name: catalogue.document(name) for name in catalogue.names()})
    if options.json:
        print(printable_json([vars(finding) for finding in found]))
    else:
        _print(test_set, found)
    faults = sum(finding.kind == "fault" for finding in found) + len(test_set.problems)
    if faults:
        raise InvalidTestSet(f"{test_set.name}: {faults} faults in the gold; mend these lines before it is asked")
    return 0


def _print(test_set: TestSet, found: list[Finding]) -> None:
    console = Console(highlight=False)
    for problem in test_set.problems:
        console.print(Text(f"left out {one_line(problem)}"), soft_wrap=True)
    for finding in found:
        line = f"line {finding.line}: {finding.kind} {finding.id}: {finding.sentence}"
        console.print(Text(one_line(line)), soft_wrap=True)
    doubts = sum(finding.kind == "doubt" for finding in found)
    console.print(f"{len(test_set.questions)} questions: {len(found) - doubts} faults, {doubts} doubts")
