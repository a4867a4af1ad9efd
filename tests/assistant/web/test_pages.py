"""The frame's promises: words in both languages, languages and links, templates that hide nothing."""

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from jinja2 import UndefinedError

import assistant.web.pages
from assistant.web.officials import Officials
from assistant.web.pages import Pages, clause_link, language_of, link, page_words
from assistant.web.settings import WebSettings

ROOM = Path(assistant.web.pages.__file__).parent
PAGES = sorted(path.name.partition(".")[0] for path in ROOM.glob("*.en.toml") if path.name != "words.en.toml")


def request(query: str = "", language: str = "zh-CN", method: str = "GET") -> Request:
    headers = [(b"accept-language", language.encode())]
    return Request({"type": "http", "method": method, "path": "/x", "headers": headers, "query_string": query.encode()})


def sentences(words: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(words, dict):
        for name, inner in words.items():
            yield from sentences(inner, f"{path}.{name}")
    else:
        yield path, str(words)


def blanks(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_the_same_in_both_languages(page: str) -> None:
    chinese, english = (dict(sentences(dict(page_words(page, language)))) for language in ("zh", "en"))
    assert chinese.keys() == english.keys()
    assert all(chinese.values()) and all(english.values())
    assert {name: blanks(text) for name, text in chinese.items()} == {n: blanks(text) for n, text in english.items()}


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        ("lang=en", "zh-CN", "en"),
        ("lang=zh", "en", "zh"),
        ("lang=fr", "en-US,en", "en"),
        ("", "ZH-tw", "zh"),
        ("", "", "zh"),
        ("", "de", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(query: str, accepted: str, expected: str) -> None:
    assert language_of(request(query, accepted)) == expected


def test_links_keep_the_chosen_language_and_drop_what_is_empty() -> None:
    assert link(request(), "/library") == "/library"
    assert (
        link(request("lang=en"), "/library", q="", page=None, name="a&b=河")
        == "/library?name=a%26b%3D%E6%B2%B3&lang=en"
    )
    assert (
        clause_link(request(), "甲", "一/(二)") == "/document?name=%E7%94%B2&clause=%E4%B8%80%2F%28%E4%BA%8C%29#quote"
    )
    assert link(request(), "/library", q="\ud800") == "/library?q=%3F"


def test_a_template_that_names_something_unknown_fails() -> None:
    with pytest.raises(UndefinedError):
        Pages(Officials(WebSettings())).render(request(), "job.html", "library")


def test_o1_i5_text_is_escaped_and_loses_what_no_reader_sees() -> None:
    frame = Pages(Officials(WebSettings()))
    answer = frame.error(request(), 400, "<b onclick='x'>\u202e\u200b\U000e0041&")
    text = bytes(answer.body).decode("utf-8")
    assert "&lt;b onclick=&#39;x&#39;&gt;&amp;</p>" in text


def test_the_answer_to_a_form_has_no_other_language_to_go_to() -> None:
    frame = Pages(Officials(WebSettings()))
    shown = [bytes(frame.error(request(method=method), 400, "x").body).decode() for method in ("GET", "POST")]
    assert ["?lang=en" in page for page in shown] == [True, False]
