"""Text that is safe on a terminal, in a log and as JSON."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.printable import one_line, printable, printable_json

ANY_TEXT = st.text(alphabet=st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("政策 policy，（一）①", "政策 policy，（一）①"),
        ("一行\n二\t列", "一行\n二\t列"),
        ("\x1b[2J清屏", "\\x1b[2J清屏"),
        ("\x07\x7f\x9b", "\\x07\\x7f\\x9b"),
        ("甲\u202e乙\u200b丙\ufeff", "甲\\u202e乙\\u200b丙\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("\r", "\\r"),
        ("\udcff", "\\udcff"),
        ("", ""),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY_TEXT)
def test_nothing_printable_commands_a_terminal(text: str) -> None:
    shown = printable(text)
    assert all(letter in "\n\t" or unicodedata.category(letter)[0] != "C" for letter in shown)
    assert printable(shown) == shown


def test_one_line() -> None:
    assert one_line("甲\r\n\t 乙\n\x1b丙 ") == "甲\\r 乙 \\x1b丙"


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_json_reads_back_the_same_and_commands_nothing(text: str) -> None:
    value = {"名": [text, 1, None, 0.5]}
    written = printable_json(value)
    assert json.loads(written) == value
    assert all(letter == "\n" or unicodedata.category(letter)[0] != "C" for letter in written)


def test_json_keeps_chinese_readable() -> None:
    assert printable_json({"题": "黄河\x1b“流域”"}) == '{\n  "题": "黄河\\u001b“流域”"\n}'
