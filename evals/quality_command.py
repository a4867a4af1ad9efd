"""`python -m evals quality`: asks several sets and writes the page of figures and failures."""

import argparse
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from evals.assistant_system import AssistantSystem
from evals.commands import Commands
from evals.dataset import read_test_set
from evals.errors import RunFailed
from evals.library import library_of, open_library
from evals.quality import About, SetRun, page
from evals.results import refuse_unwritable, write_results
from evals.run import run
from evals.settings import EvalSettings
from evals.table import progress_bar

ABOUT_FILE = Path(__file__).parent / "testsets" / "about.toml"


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("quality", help="ask several sets; write figures and every failure as a page")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PAGE.md")
    parser.add_argument("--about", type=Path, default=ABOUT_FILE, metavar="FILE.toml", help="who wrote each set")
    parser.add_argument("--sentences", type=Path, metavar="FILE.json", help="what `sentences --json` wrote")
    parser.set_defaults(run=_quality, log=None)


def _quality(options: argparse.Namespace, settings: EvalSettings) -> int:
    refuse_unwritable(options.output)
    about = read_about(options.about)
    sentences = _read_json(options.sentences) if options.sentences else {}
    runs = [_asked(path, about.get(path.stem, About()), options.about.parent, settings) for path in options.sets]
    write_results(options.output, page(runs, sentences))
    for each in runs:
        print(f"{each.name}: {sum(row.right for row in each.rows)} of {len(each.rows)} right")
    return 0


def _asked(path: Path, about: About, beside: Path, settings: EvalSettings) -> SetRun:
    """The set asked over its own library, in this process."""
    questions = read_test_set(path, settings)
    with library_of(beside / about.library if about.library else None):
        library = open_library()
        with progress_bar(Console(stderr=True)) as bar:
            rows = []
            task = bar.add_task(path.stem, total=len(questions), accuracy="")
            for row in run(questions, AssistantSystem.open(), library):
                rows.append(row)
                bar.update(task, advance=1, accuracy=f"{sum(row.right for row in rows)} right")
    return SetRun(path.stem, about, rows)


def read_about(path: Path) -> dict[str, About]:
    """Set name → what is known of it. Raises RunFailed, one sentence, where the file cannot be read or is wrong."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: About(**fields) for name, fields in told.items()}
    except OSError as error:
        raise RunFailed(f"{path}: cannot be read ({error.strerror}): name the file that tells of the sets") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        fields = ", ".join(About.__dataclass_fields__)
        raise RunFailed(f"{path}: a table for each set with {fields} is needed ({error}): correct it") from error


def _read_json(path: Path) -> Mapping[str, Mapping[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunFailed(
            f"{path}: is not what `sentences --json` writes ({type(error).__name__}): make it anew"
        ) from error
    if not isinstance(found, dict):
        raise RunFailed(f"{path}: is not what `sentences --json` writes: make it anew")
    return found
