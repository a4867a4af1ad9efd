"""`python -m documents add`: files and folders into the library, once or for as long as a folder is watched."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from documents.adding import Added, Found, Report, add_files, find_files
from documents.catalog import Catalogue
from documents.command import Commands, path_named
from documents.list_command import doubt_line
from documents.printable import counted, one_line, printable_json
from documents.read import READABLE_SUFFIXES
from documents.settings import DocumentSettings
from documents.suspicion import told
from documents.watching import Vanished, watch


def register(commands: Commands) -> None:
    """The arguments of `add`."""
    add = commands.add_parser("add", help="add files and folders to the library, or replace documents of the same name")
    add.add_argument("files", type=path_named, nargs="+", metavar="FILE|FOLDER")
    add.add_argument("--watch", action="store_true", help="go on adding what is new or changed, until interrupted")
    add.add_argument("--json", action="store_true", help="print a JSON object a line: path, name, outcome, message")
    add.set_defaults(run=_add)


def _add(options: argparse.Namespace, settings: DocumentSettings) -> int:
    """Each file is a transaction of its own; one that is refused does not keep the others out. 1 where one was."""
    catalogue = Catalogue.open(settings)
    shown = Shown(as_json=options.json)
    try:
        found = find_files(options.files)
        shown.left_out(found, watched=options.watch)
        with progress_bar("Adding") as report:
            added = add_files(found.files, catalogue, settings, workers=settings.workers, report=report, waiting=tell)
            shown.all(added)
        shown.doubts(catalogue)
        if options.watch:
            tell("watching; Ctrl-C ends it")
            for one in watch(options.files, catalogue, settings, waiting=tell):
                shown.all([one])
                shown.doubts(catalogue)
    except KeyboardInterrupt:
        tell(f"interrupted: {shown.stored} added or replaced, and kept")
        raise
    finally:
        catalogue.close()
    return 1 if shown.refused else 0


class Shown:
    """Prints how each file ended, at once: what is printed is stored."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._fresh: list[Added] = []
        self.stored = 0
        self.refused = 0

    def left_out(self, found: Found, *, watched: bool) -> None:
        """What was not even tried. A folder without a document is a mistake, unless documents are still to come."""
        if found.left_out:
            files = counted(found.left_out, "file of another format was", "files of other formats were")
            tell(f"{files} left out; read are {', '.join(READABLE_SUFFIXES)}")
        for folder in () if watched else found.empty:
            self.refused += 1
            tell(f"{folder.name or folder}: the folder holds no document; name another, or the files themselves")

    def all(self, ended: Iterable[Added | Vanished]) -> None:
        """Each as it comes."""
        for one in ended:
            if isinstance(one, Vanished):
                self._vanished(one)
            else:
                self._added(one)
            sys.stdout.flush()

    def _added(self, added: Added) -> None:
        if added.outcome in ("added", "replaced"):
            self.stored += 1
            self._fresh.append(added)
        self.refused += added.outcome == "refused"
        if self._as_json:
            print(_json_line(added.path, added.name, added.outcome, added.message))
        elif added.outcome == "refused":
            tell(added.message)
        else:
            print(f"{one_line(added.name)}: {added.message or added.outcome}")

    def doubts(self, catalogue: Catalogue) -> None:
        """What is suspicious about the documents that were stored since this was last called, beside the library."""
        found = catalogue.suspicions() if self._fresh else {}
        for added in (added for added in self._fresh if added.name in found):
            if self._as_json:
                print(_json_line(added.path, added.name, "suspicious", told(found[added.name])))
            else:
                print(doubt_line(added.name, found[added.name]))
        self._fresh.clear()

    def _vanished(self, gone: Vanished) -> None:
        if self._as_json:
            print(_json_line(gone.path, gone.name, "kept", gone.message))
        else:
            tell(gone.message)


def _json_line(path: Path, name: str, outcome: str, message: str) -> str:
    return printable_json({"path": str(path), "name": name, "outcome": outcome, "message": message}, indent=None)


def tell(sentence: str) -> None:
    """One line on stderr."""
    print(one_line(sentence), file=sys.stderr)


@contextmanager
def progress_bar(doing: str) -> Iterator[Report | None]:
    """A bar on stderr where that is a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task(doing, total=None)

        def report(done: int, of: int) -> None:
            bars.update(task, completed=done, total=of)

        yield report
