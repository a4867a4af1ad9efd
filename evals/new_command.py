"""`python -m evals new`: drafts a test set from a document, for a person to review."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from evals.commands import Commands
from evals.drafts import NOTE, draft
from evals.errors import RunFailed
from evals.library import open_library
from evals.question import LANGUAGES, Question
from evals.results import refuse_unwritable, write_results
from evals.settings import EvalSettings


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("new", help="draft a test set from a document of the library, to be reviewed")
    parser.add_argument("name", metavar="NAME", help="of the document, as `python -m documents list` shows it")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="SET.jsonl")
    parser.add_argument("--lang", choices=LANGUAGES, action="append", help="may be given twice (default: both)")
    parser.set_defaults(run=_new, log=None)


def _new(options: argparse.Namespace, _settings: EvalSettings) -> int:
    refuse_unwritable(options.output)
    if options.output.exists():
        raise RunFailed(f"{options.output}: a reviewed set may stand there: choose another path or move it away")
    questions = list(draft(open_library().document(options.name), options.lang or LANGUAGES))
    if not questions:
        raise RunFailed(f"document {options.name!r}: has no titled clause and names no unit: write the questions")
    write_results(options.output, "".join(_line(question) for question in questions))
    print(f"{options.output}: {len(questions)} drafts; correct them against the text, then take out their notes")
    return 0


def _line(question: Question) -> str:
    fields = {name: value for name, value in asdict(question).items() if value not in (None, ())}
    return json.dumps({**fields, "note": NOTE}, ensure_ascii=False) + "\n"
