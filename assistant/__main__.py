"""`python -m assistant`: asks one question, lists what a unit is responsible for, exports the ledger, keeps notes."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant import ledger_command, ledger_notes_command
from assistant.errors import BadHistory, UnknownUnit
from assistant.pipeline import Assistant, open_assistant
from assistant.prediction import prediction, questions
from assistant.turn import Turn
from documents.command import guarded
from documents.printable import printable
from documents.units import unit_lexicon


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: int(options.run(options)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question with cited clauses")
    ask.add_argument("question")
    ask.add_argument("--history", type=Path, metavar="FILE", help="JSON list of {role, content}, oldest first")
    ask.add_argument("--document", metavar="NAME", help="let only this document answer")
    ask.add_argument("--json", action="store_true")
    ask.set_defaults(run=_ask)
    duties = commands.add_parser("duties", help="every clause a unit is named in, with its role")
    duties.add_argument("unit")
    duties.add_argument("--document", metavar="NAME", help="only this document")
    duties.add_argument("--json", action="store_true")
    duties.set_defaults(run=_duties)
    ledger_command.add_parser(commands)
    ledger_notes_command.add_parser(commands)
    return parser


def _ask(options: argparse.Namespace) -> int:
    history = questions(_read_history(options.history)) if options.history else ()
    assistant = open_assistant()
    assistant.require(options.document)
    return _answer(assistant, options.question, history, options)


def _duties(options: argparse.Namespace) -> int:
    assistant = open_assistant()
    assistant.require(options.document)
    question = f"{options.unit}负责哪些任务"
    understanding = assistant.ask(question, (), options.document).understanding
    if understanding is None or not understanding.mentions:
        closest = unit_lexicon().closest(options.unit, assistant.desk.library.units)
        names = ", ".join(closest or assistant.desk.library.units[:3]) or "none"
        raise UnknownUnit(f"unit {options.unit!r} is not the name of a unit; the library's closest are: {names}")
    return _answer(assistant, question, (), options)


def _answer(assistant: Assistant, question: str, history: Sequence[str], options: argparse.Namespace) -> int:
    started = time.perf_counter()
    turn = assistant.ask(question, history, options.document)
    milliseconds = (time.perf_counter() - started) * 1000
    if options.json:
        print(json.dumps(prediction(turn, latency_ms=milliseconds), ensure_ascii=False, indent=2))
    else:
        print(_plain(turn))
    return 0


def _plain(turn: Turn) -> str:
    """The answer and its numbered citations for a terminal."""
    lines = [turn.answer]
    if turn.citations:
        lines.append("")
    for number, citation in enumerate(turn.citations, 1):
        lines.append(
            f"[{number}] {citation.document} {citation.locator} {citation.title} ({citation.start}-{citation.end})"
        )
    return printable("\n".join(lines))


def _read_history(path: Path) -> list[dict[str, object]]:
    try:
        messages = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BadHistory(f"history {path.name}: there is no such file; check the path") from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadHistory(
            f"history {path.name}: not readable JSON ({error}); give a list of {{role, content}}"
        ) from error
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise BadHistory(f"history {path.name}: must be a list of {{role, content}} objects")
    return messages


if __name__ == "__main__":
    sys.exit(main())
