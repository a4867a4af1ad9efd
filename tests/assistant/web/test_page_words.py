"""Both languages say the same things with the same blanks."""

import string
from dataclasses import fields

import pytest

from assistant.web.page_words import LANGUAGES, Words, words

SENTENCES = [item.name for item in fields(Words) if item.name not in ("language", "stages")]


def blanks(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_are_there_with_the_same_blanks(name: str) -> None:
    chinese, english = (getattr(words(language), name) for language in LANGUAGES)
    assert chinese.strip() and english.strip()
    assert blanks(chinese) == blanks(english)


def test_stages_are_named_in_both_languages() -> None:
    assert words("zh").stages.keys() == words("en").stages.keys()


def test_an_unnamed_stage_shows_its_own_name() -> None:
    assert words("zh").stage("measure") == "measure"
