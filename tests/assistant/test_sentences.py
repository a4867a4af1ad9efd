"""The sentences people read: the same keys and fields in both languages, each used, none missing."""

import re
import string
from pathlib import Path

import pytest

import assistant
from assistant.outcome import Outcome
from assistant.privacy import Personal
from assistant.sentences import Sentences, sentences

CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(assistant.__file__).parent.rglob("*.py")))
ALL = sentences()
MADE_OF_ROLES = {"role_lead", "role_support", "role_joint", "duties_role_lead", "duties_role_support"}
MADE_OF_STANDINGS = {f"lapsed_{by}{status}" for by in ("", "by_") for status in ("expired", "repealed", "superseded")}
MADE_OF_KINDS = {f"personal_{kind.value}" for kind in Personal}
"""Keys that the code puts together: from a role, a standing, a kind of personal data."""


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(ALL.texts["zh"]) == set(ALL.texts["en"])


@pytest.mark.parametrize("key", sorted(ALL.texts["zh"]))
def test_both_languages_fill_in_the_same_fields(key: str) -> None:
    assert fields(ALL.texts["zh"][key]) == fields(ALL.texts["en"][key])
    assert all(name.isidentifier() for name in fields(ALL.texts["zh"][key]))


@pytest.mark.parametrize("key", sorted(ALL.texts["zh"]))
def test_every_sentence_is_used(key: str) -> None:
    assert f'"{key}"' in CODE or key in set(Outcome) or key in MADE_OF_ROLES | MADE_OF_STANDINGS | MADE_OF_KINDS


def test_every_sentence_that_the_code_names_is_there() -> None:
    named = set(re.findall(r'\b(?:say|join)\(\s*"([a-z_]+)"', CODE))
    named |= set(re.findall(r'\.sentence\(\s*[\w.]*language,\s*"([a-z_]+)"', CODE))
    assert len(named) > 20
    assert named <= set(ALL.texts["zh"])


@pytest.mark.parametrize("key", sorted(ALL.texts["en"]))
def test_english_sentences_are_english_but_for_what_they_explain(key: str) -> None:
    text = re.sub("牵头|等|《|》", "", ALL.texts["en"][key])
    assert not re.search("[一-鿿]", text)


def test_fields_are_filled_in() -> None:
    assert ALL.get("en", "support_units", units="市财政局") == "Supporting units: 市财政局."
    assert "301" in ALL.get("zh", "too_long", length=301, limit=300)


def test_a_value_is_never_taken_for_a_field() -> None:
    assert "{lead.__class__}" in ALL.get("zh", "unknown_unit", unit="{lead.__class__}")


def test_a_missing_key_or_field_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        ALL.get("zh", "no_such_sentence")
    with pytest.raises(KeyError):
        ALL.get("zh", "support_units")


def test_they_are_read_once() -> None:
    assert sentences() is sentences()
    assert isinstance(ALL, Sentences)
