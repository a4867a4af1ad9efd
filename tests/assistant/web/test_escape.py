"""Nothing that a layer below could read survives `escape` (rows O1, O2, O3, I5)."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.escape import escape, shorten
from index.keys import visible


def test_every_ascii_sign_is_numbered() -> None:
    assert escape('<b a="x">') == "&#60;b a&#61;&#34;x&#34;&#62;"
    assert escape("**x** $y$ `z` {w}") == "&#42;&#42;x&#42;&#42; &#36;y&#36; &#96;z&#96; &#123;w&#125;"


@given(st.text())
def test_what_comes_out_is_the_visible_text_with_nothing_to_interpret(text: str) -> None:
    escaped = escape(text)
    assert html.unescape(escaped) == visible(text)
    assert not re.search(r"[!-\"$-%'-/:<-@\[-`{-~\n\r]", re.sub(r"&#[0-9]+;", "", escaped))


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\ufe0f", "\u202e", "\U000e0041", "\x1b", "\ud800"])
def test_i5_invisible_characters_are_taken_out(hidden: str) -> None:
    assert escape(f"市{hidden}局") == "市局"


def test_shorten_keeps_the_limit() -> None:
    assert shorten("一二三四", 4) == "一二三四"
    assert shorten("一二三四五", 4) == "一二三…"
