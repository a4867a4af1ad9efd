"""What a text says is kept as JSON and comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.said import Day, Mark, Repeal, Said, said_json, said_of

WORDS = st.text(max_size=8)
ENDED = st.sampled_from(["expired", "repealed", "superseded"])
DAYS = st.none() | st.builds(Day, WORDS, WORDS)
SAID = st.builds(
    Said,
    DAYS,
    DAYS,
    st.none() | st.builds(Mark, ENDED, WORDS, WORDS, WORDS),
    st.lists(st.builds(Repeal, WORDS, WORDS, ENDED, WORDS, WORDS), max_size=3).map(tuple),
)


@given(SAID)
def test_it_reads_back(said: Said) -> None:
    assert said_of(said_json(said)) == said


@pytest.mark.parametrize("written", ["{", "{}", "[]", '{"effective": {"other": 1}, "expires": null}'])
def test_what_another_make_wrote_says_nothing(written: str) -> None:
    assert said_of(written) == Said()


def test_nothing_said_is_kept_as_nothing() -> None:
    assert said_json(Said()) == ""
