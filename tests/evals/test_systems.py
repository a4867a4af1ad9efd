"""Other systems: a real endpoint on loopback, a real program, a file of predictions."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from evals.errors import InvalidPrediction, RunFailed
from evals.question import Message
from evals.run import ERROR, ask
from evals.settings import EvalSettings
from evals.sources import Chosen, without_user
from evals.systems import ChatEndpoint, Predictions, Program
from tests.evals.fakes import DOCUMENT, NAME, question, right

LIBRARY = {NAME: DOCUMENT}
SETTINGS = EvalSettings(answer_limit_s=10)


class Endpoint(BaseHTTPRequestHandler):
    asked: ClassVar[list[dict[str, Any]]] = []
    reply: bytes = b""
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        Endpoint.asked.append({"path": self.path, "key": self.headers.get("authorization"), **body})
        self.send_response(Endpoint.status)
        self.end_headers()
        self.wfile.write(Endpoint.reply)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    Endpoint.asked, Endpoint.status = [], 200
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def says(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def test_an_endpoint_is_given_the_conversation_and_its_text_is_read(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_EVAL_API_KEY", "secret")
    Endpoint.reply = says("市甲局牵头,市乙局配合:“建设4个10万吨级泊位”。")
    asked = question(history=(Message("user", "码头?"), Message("assistant", "是。")))
    found = ChatEndpoint(address, "some-model", LIBRARY, SETTINGS).answer(asked).prediction
    assert (found["units"], found["lead"]) == (["市甲局", "市乙局"], "市甲局")
    assert isinstance(found["latency_ms"], float)
    (seen,) = Endpoint.asked
    assert (seen["path"], seen["key"], seen["model"]) == ("/v1/chat/completions", "Bearer secret", "some-model")
    assert [message["content"] for message in seen["messages"]] == ["码头?", "是。", asked.question]


@pytest.mark.parametrize("reply", [b"<html>", b"{}", says(None), b'{"choices": []}', b"[]"])
def test_a_reply_that_is_none_is_an_error_of_its_question(reply: bytes, address: str) -> None:
    Endpoint.reply = reply
    system = ChatEndpoint(address, "m", LIBRARY, SETTINGS)
    with pytest.raises(InvalidPrediction, match="content"):
        system.answer(question())
    assert ask(question(), system).prediction["outcome"] == ERROR


def test_a_refused_request_and_a_dead_endpoint_are_errors(address: str) -> None:
    Endpoint.status = 500
    with pytest.raises(httpx.HTTPStatusError):
        ChatEndpoint(address, "m", LIBRARY, SETTINGS).answer(question())
    dead = ask(question(), ChatEndpoint("http://127.0.0.1:1/v1", "m", LIBRARY, SETTINGS))
    assert "ConnectError" in str(dead.prediction["error"])


PROGRAM = """
import json, sys
rows = [json.loads(line) for line in sys.stdin]
for row in reversed(rows):
    assert set(row) == {"id", "question", "lang", "history", "document"}, row
    print("a line of its own")
    if row["id"] != "q2":
        print(json.dumps({"id": row["id"], "answer": "市甲局牵头。" + row["question"]}))
"""


def program(tmp_path: Path, code: str) -> str:
    path = tmp_path / "vendor.py"
    path.write_text(code, encoding="utf-8")
    return f"{sys.executable} {path}"


def test_a_program_may_answer_late_and_in_any_order_and_a_missing_answer_is_an_error(tmp_path: Path) -> None:
    questions = [question(id=f"q{number}") for number in range(4)]
    system = Program(program(tmp_path, PROGRAM), questions, LIBRARY, SETTINGS)
    found = [ask(each, system).prediction for each in questions]
    assert [prediction["lead"] for prediction in found] == ["市甲局", "市甲局", None, "市甲局"]
    assert "ended without a prediction of this id" in str(found[2]["error"])


def test_a_program_that_says_nothing_is_ended(tmp_path: Path) -> None:
    system = Program(
        program(tmp_path, "import time; time.sleep(60)"), [question()], LIBRARY, EvalSettings(answer_limit_s=0.2)
    )
    with pytest.raises(InvalidPrediction, match="said nothing"):
        system.answer(question())
    with pytest.raises(InvalidPrediction, match="ended without"):
        system.answer(question())


def test_a_program_that_is_none_is_one_sentence() -> None:
    for command in ("no-such-program --at-all", '"unclosed', ""):
        with pytest.raises(RunFailed, match="cannot be started"):
            Program(command, [], LIBRARY, SETTINGS)


def predictions(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_predictions_of_a_file_are_taken_as_they_are_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    path = predictions(tmp_path, right(), {"id": "q2", "answer": "市乙局负责。"})
    questions = [question(), question(id="q2"), question(id="q3")]
    system = Predictions(path, questions, LIBRARY)
    assert system.answer(questions[0]).prediction == right()
    assert system.answer(questions[1]).prediction["units"] == ["市乙局"]
    with pytest.raises(InvalidPrediction, match="no prediction of this id"):
        system.answer(questions[2])


def test_extra_and_broken_predictions_are_named_by_line(tmp_path: Path) -> None:
    path = predictions(tmp_path, right(), right(), right(id="extra"), [1])
    with pytest.raises(RunFailed) as caught:
        Predictions(path, [question()], LIBRARY)
    assert str(caught.value) == (
        "answers.jsonl: line 2: id 'q1' stands twice; line 3: id 'extra' is of no question asked; "
        "line 4: is no JSON object"
    )
    with pytest.raises(RunFailed, match="cannot be read"):
        Predictions(tmp_path / "missing.jsonl", [question()], LIBRARY)


def test_what_is_asked_is_named_without_secrets() -> None:
    assert Chosen("https://me:secret@host/v1", "m").facts() == {
        "kind": "endpoint",
        "url": "https://host/v1",
        "model": "m",
    }
    assert without_user("http://host:1/v1") == "http://host:1/v1"
    assert Chosen("answers.jsonl").facts()["kind"] == "predictions"
    assert Chosen("vendor --questions out.jsonl").facts()["kind"] == "program"
