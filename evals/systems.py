"""Other systems than this project's assistant, measured by the same rules.

`https://host/v1`   an endpoint that speaks OpenAI's chat completions
`answers.jsonl`     predictions that were made elsewhere
`command --flag`    a program that reads questions as JSON lines and writes predictions as JSON lines
"""

import json
import os
import queue
import shlex
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from documents.model import Document
from evals.errors import InvalidPrediction, RunFailed
from evals.question import Question
from evals.settings import EvalSettings
from evals.system import Answer
from evals.text_answer import text_prediction

PREDICTION_FIELDS = ("refused", "outcome", "units", "citations")
"""Without any of these a record is a free-text answer."""
Library = Mapping[str, Document]


class ChatEndpoint:
    """An OpenAI-compatible endpoint, asked one question at a time with the conversation before it."""

    def __init__(self, url: str, model: str, library: Library, settings: EvalSettings) -> None:
        """`url`: of the API (`…/v1`) or of its chat completions. The key is taken from POLICY_EVAL_API_KEY."""
        self._url = url if url.endswith("/chat/completions") else url.rstrip("/") + "/chat/completions"
        self._model = model
        self._library = library
        key = os.environ.get("POLICY_EVAL_API_KEY", "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=settings.answer_limit_s)

    def answer(self, question: Question) -> Answer:
        """Raises httpx.HTTPError or InvalidPrediction, which make the question an error."""
        messages = [{"role": message.role, "content": message.content} for message in question.history]
        messages.append({"role": "user", "content": question.question})
        body = {"model": self._model, "messages": messages, "temperature": 0}
        started = time.perf_counter()
        response = self._client.post(self._url, json=body)
        response.raise_for_status()
        taken = (time.perf_counter() - started) * 1000
        return Answer(text_prediction(question.id, _said(response), self._library, question.document, taken))


def _said(response: httpx.Response) -> str:
    try:
        said = response.json()["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise InvalidPrediction("the endpoint's reply has no choices[0].message.content") from error
    if not isinstance(said, str):
        raise InvalidPrediction(f"the endpoint's content must be a string, this is a {type(said).__name__}")
    return said


class Program:
    """A program that is given every question at once, one JSON object a line, and writes one prediction a line.

    It may answer line by line or all at the end, in any order.
    """

    def __init__(self, command: str, questions: Sequence[Question], library: Library, settings: EvalSettings) -> None:
        """Raises RunFailed where it cannot be started."""
        self._library, self._limit = library, settings.answer_limit_s
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._waiting: dict[str, Mapping[str, object]] = {}
        self._lock = threading.Lock()
        try:
            self._process = subprocess.Popen(
                shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        except (OSError, ValueError, IndexError) as error:
            raise RunFailed(f"--system {command!r}: cannot be started ({error}): check the command") from error
        threading.Thread(target=_feed, args=(self._process, questions), daemon=True).start()
        threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()

    def answer(self, question: Question) -> Answer:
        """Raises InvalidPrediction where the program ends, or says nothing for too long, without this answer."""
        with self._lock:
            while question.id not in self._waiting:
                record = _record(self._next_line())
                if record is not None:
                    self._waiting[str(record.get("id"))] = record
            return Answer(completed(self._waiting.pop(question.id), question, self._library))

    def _next_line(self) -> str:
        try:
            line = self._lines.get(timeout=self._limit)
        except queue.Empty:
            self._process.kill()
            raise InvalidPrediction(f"the program said nothing for {self._limit:.0f} s") from None
        if line is None:
            self._lines.put(None)
            raise InvalidPrediction("the program ended without a prediction of this id")
        return line


def _feed(process: subprocess.Popen[str], questions: Sequence[Question]) -> None:
    if process.stdin is not None:
        try:
            with process.stdin as stdin:
                for question in questions:
                    stdin.write(json.dumps(asked(question), ensure_ascii=False) + "\n")
        except OSError:
            return  # the program has ended; what it did not answer is an error of its question


def _read(process: subprocess.Popen[str], lines: "queue.Queue[str | None]") -> None:
    if process.stdout is not None:
        with process.stdout as stdout:
            for line in stdout:
                lines.put(line)
    process.wait()
    lines.put(None)


class Predictions:
    """Predictions that were made before, from a file of JSON lines."""

    def __init__(self, path: Path, questions: Sequence[Question], library: Library) -> None:
        """Raises RunFailed naming the lines that are no predictions or answer no question of the set."""
        self._library = library
        self._held: dict[str, Mapping[str, object]] = {}
        known = {question.id for question in questions}
        problems = []
        for number, line in _numbered(path):
            record = _record(line)
            identity = str(record.get("id")) if record else ""
            if record is None:
                problems.append(f"line {number}: is no JSON object")
            elif identity not in known:
                problems.append(f"line {number}: id {identity!r} is of no question asked")
            elif identity in self._held:
                problems.append(f"line {number}: id {identity!r} stands twice")
            else:
                self._held[identity] = record
        if problems:
            shown = "; ".join(problems[:10])
            raise RunFailed(f"{path.name}: {shown}{f'; and {len(problems) - 10} more' if len(problems) > 10 else ''}")

    def answer(self, question: Question) -> Answer:
        """Raises InvalidPrediction where the file has none for the question."""
        if question.id not in self._held:
            raise InvalidPrediction("the file has no prediction of this id")
        return Answer(completed(self._held[question.id], question, self._library))


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RunFailed(f"{path}: the predictions cannot be read ({error}): give a file of JSON lines") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _record(line: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def completed(record: Mapping[str, object], question: Question, library: Library) -> Mapping[str, object]:
    """A record as it is, or as the prediction object that its free-text `answer` amounts to."""
    said = record.get("answer")
    if any(field in record for field in PREDICTION_FIELDS) or not isinstance(said, str):
        return record
    taken = record.get("latency_ms")
    latency = float(taken) if isinstance(taken, int | float) and taken >= 0 else 0.0
    return text_prediction(question.id, said, library, question.document, latency)


def asked(question: Question) -> dict[str, object]:
    """A question as another system is given it: nothing of the gold."""
    history = [{"role": message.role, "content": message.content} for message in question.history]
    return {
        "id": question.id,
        "question": question.question,
        "lang": question.lang,
        "history": history,
        "document": question.document,
    }


def is_url(written: str) -> bool:
    return urlsplit(written).scheme in ("http", "https")
