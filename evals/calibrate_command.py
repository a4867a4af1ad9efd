"""`python -m evals calibrate`: fits when to refuse, and says how it does on questions and libraries held out."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.confidence import REFUSAL_FILE
from assistant.pipeline import open_assistant
from evals.commands import Commands
from evals.dataset import read_test_set
from evals.errors import RunFailed
from evals.library import library_of
from evals.quality import About
from evals.quality_command import ABOUT_FILE, read_about
from evals.results import refuse_unwritable
from evals.settings import EvalSettings

SHOWN = ("found_and_answered", "outside_and_refused", "elsewhere_and_refused", "area")


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("calibrate", help="fit when to refuse, from questions with and without an answer")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET.jsonl", help="questions about a library")
    parser.add_argument("--outside", type=Path, required=True, metavar="SET.jsonl", help="about nothing in any of them")
    parser.add_argument(
        "--library",
        type=_named_folder,
        action="append",
        default=[],
        metavar="SET=FOLDER",
        help="the documents that a set asks about, where --about does not tell: SET is the file's name without .jsonl",
    )
    parser.add_argument(
        "--about", type=Path, default=ABOUT_FILE, metavar="FILE.toml", help="which library each set has"
    )
    parser.add_argument("-o", "--output", type=Path, default=REFUSAL_FILE, metavar="FILE")
    parser.set_defaults(run=_calibrate, log=None)


def _named_folder(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if not name or not folder:
        raise argparse.ArgumentTypeError(f"{text!r} is not SET=FOLDER")
    return name, Path(folder)


def _calibrate(options: argparse.Namespace, settings: EvalSettings) -> int:
    from evals.calibrate import Example, examples, fit, write  # noqa: PLC0415  scikit-learn is for this command only

    refuse_unwritable(options.output)
    libraries = libraries_of(options.sets, options.library, read_about(options.about), options.about.parent)
    questions = {
        library.name: [question for path in library.sets for question in read_test_set(path, settings)]
        for library in libraries
    }
    outside = read_test_set(options.outside, settings)
    found: list[Example] = []
    for library in libraries:
        with library_of(library.folder):
            found += examples(open_assistant(), library.name, questions, outside)
    fitted = fit(found)
    write(fitted, options.output)
    _print(fitted)
    return 0


@dataclass(frozen=True)
class LibraryAsked:
    """A library and the sets about it."""

    name: str
    """The first of its sets."""
    folder: Path | None
    """None for the environment's."""
    sets: tuple[Path, ...]


def libraries_of(
    sets: Sequence[Path], named: Sequence[tuple[str, Path]], about: Mapping[str, About], beside: Path
) -> tuple[LibraryAsked, ...]:
    """The sets by the library they ask about: as `named`, else as `about` tells, a folder from `beside`.

    Raises RunFailed where `named` names none of the sets.
    """
    folders: dict[str, Path | None] = {}
    for path in sets:
        told = about.get(path.stem, About()).library
        folders[path.stem] = beside / told if told else None
    for name, chosen in named:
        if name not in folders:
            raise RunFailed(f"--library {name}={chosen}: {name} is none of the sets: {', '.join(folders)}")
        folders[name] = chosen
    asked: dict[Path | None, list[Path]] = {}
    for path in sets:
        folder = folders[path.stem]
        asked.setdefault(folder.resolve() if folder else None, []).append(path)
    return tuple(LibraryAsked(paths[0].stem, folder, tuple(paths)) for folder, paths in asked.items())


def _print(fitted: Mapping[str, Any]) -> None:
    """A row for questions held out, and one for each library held out as a whole."""
    table = Table("language", "held out", "questions", *(name.replace("_", " ") for name in SHOWN))
    for language in ("zh", "en"):
        rows = {"a fifth of the questions": fitted[language]["unseen_question"], **fitted[language]["unseen_library"]}
        for name, held_out in rows.items():
            shares = (f"{held_out[key]:.3f}" for key in SHOWN)
            table.add_row(language, name, str(held_out["questions"]), *shares)
    Console(highlight=False, width=120).print(table)
