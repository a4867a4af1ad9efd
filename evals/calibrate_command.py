"""`python -m evals calibrate`: fits when to refuse, and says how it does on questions held out."""

import argparse
from pathlib import Path

from assistant.confidence import REFUSAL_FILE
from assistant.pipeline import open_assistant
from evals.commands import Commands
from evals.dataset import read_test_set
from evals.results import refuse_unwritable
from evals.settings import EvalSettings


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("calibrate", help="fit when to refuse, from questions with and without an answer")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET.jsonl", help="questions about the library")
    parser.add_argument("--outside", type=Path, required=True, metavar="SET.jsonl", help="about nothing in it")
    parser.add_argument("-o", "--output", type=Path, default=REFUSAL_FILE, metavar="FILE")
    parser.set_defaults(run=_calibrate, log=None)


def _calibrate(options: argparse.Namespace, settings: EvalSettings) -> int:
    from evals.calibrate import examples, fit, write  # noqa: PLC0415  scikit-learn is for this command only

    refuse_unwritable(options.output)
    inside = [question for path in options.sets for question in read_test_set(path, settings)]
    fitted = fit(examples(open_assistant(), inside, read_test_set(options.outside, settings)))
    write(fitted, options.output)
    for language in ("zh", "en"):
        held_out = fitted[language]["held_out"]
        print(
            f"{language}: {fitted[language]['questions']} questions; held out: {held_out['found_and_answered']:.1%} of "
            f"found answers given, {held_out['outside_and_refused']:.1%} of outside questions refused"
        )
    return 0
