"""One JSON line for each event; no control character reaches a terminal (row O4)."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.log import LOGGER, JsonLines, event, one_line
from assistant.web.reception import Reception
from assistant.web.settings import WebSettings
from tests.fakes_web import FakeAnswerer, FakeHoldings

HOSTILE = 'x\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\x7f\r\n{"event": "login", "level": "info"}\u2028y'
PRINTABLE = re.compile(r"[ -~]*")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield stream
    LOGGER.removeHandler(handler)


def test_o4_hostile_fields_stay_on_one_printable_line(lines: io.StringIO) -> None:
    event("turn", question=HOSTILE)
    written = lines.getvalue().removesuffix("\n")
    assert PRINTABLE.fullmatch(written)
    assert json.loads(written)["question"] == HOSTILE


@given(st.text())
def test_o4_any_text_is_printable_and_comes_back(text: str) -> None:
    written = one_line({"field": text})
    assert PRINTABLE.fullmatch(written)
    assert json.loads(written) == {"field": text}


def test_o4_an_error_keeps_its_trace_in_the_same_line(lines: io.StringIO) -> None:
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        event("turn_failed", level=logging.ERROR, error=error)
    written = lines.getvalue().removesuffix("\n")
    assert PRINTABLE.fullmatch(written)
    assert json.loads(written)["error"] == "ValueError"


@pytest.mark.parametrize("log_questions", [False, True])
def test_a_question_is_logged_only_on_request(lines: io.StringIO, log_questions: bool) -> None:
    reception = Reception(FakeAnswerer(), FakeHoldings(), WebSettings(log_questions=log_questions))
    assert list(reception.ask("s", "secretword?", "en"))
    [written] = lines.getvalue().splitlines()
    assert ("secretword" in written) is log_questions
    assert json.loads(written)["outcome"] == "answered"
