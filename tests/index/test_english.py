"""English words in other forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english import bases, forms, irregular, spellings, variants


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("cities", "city"),
        ("boxes", "box"),
        ("planes", "plane"),
        ("leading", "lead"),
        ("sharing", "share"),
        ("shared", "share"),
        ("banned", "ban"),
        ("running", "run"),
        ("applied", "apply"),
        ("children", "child"),
        ("sent", "send"),
        ("nursing homes", "nursing home"),
        ("realisation", "realization"),
        ("rural revitalisation", "rural revitalization"),
        ("neighbourhoods", "neighborhoods"),
        ("car licences", "car license"),
    ],
)
def test_a_form_is_found(phrase: str, form: str) -> None:
    assert form in list(forms(phrase))


def test_the_nearest_form_comes_first() -> None:
    assert list(forms("planes"))[:2] == ["planes", "plane"]


def test_a_word_without_another_form_is_itself() -> None:
    assert list(forms("bus")) == ["bus"]
    assert list(spellings("railway")) == ["railway"]


def test_spellings_go_both_ways() -> None:
    assert list(spellings("labour centre")) == ["labour centre", "labor center"]
    assert list(spellings("labor center")) == ["labor center", "labour centre"]
    assert list(spellings("organize")) == ["organize", "organise"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_every_form_is_no_longer_than_the_phrase_by_much(phrase: str) -> None:
    found = list(forms(phrase))
    assert found[0] == phrase
    assert all(len(form) <= len(phrase) + 4 * (phrase.count(" ") + 1) for form in found)


def test_the_lists_are_whole() -> None:
    assert all(form != base and form.isalpha() and base.isalpha() for form, base in irregular().items())
    assert all(variants()[other] == one for one, other in variants().items())
    assert "child" in list(bases("children"))
