import pytest

from evals.errors import InvalidTestSet
from evals.selection import selected
from tests.evals.fakes import question

QUESTIONS = [
    question(id="a", category="fact"),
    question(id="b", category="fact", lang="en"),
    question(id="c", category="date", answerable=False),
]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ([], ["a", "b", "c"]),
        (["category=fact"], ["a", "b"]),
        (["category=fact,date", "lang=zh"], ["a", "c"]),
        (["answerable=false"], ["c"]),
        (["id=b"], ["b"]),
        (["document=plan"], ["a", "b", "c"]),
    ],
)
def test_conditions_narrow_the_set(where: list[str], ids: list[str]) -> None:
    assert [asked.id for asked in selected(QUESTIONS, where)] == ids


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("fact", "takes FIELD=VALUE with category"),
        ("kind=fact", "takes FIELD=VALUE with category"),
        ("category=riddle", "is one of lead_unit"),
        ("lang=fr", "is one of zh, en, not 'fr'"),
        ("category=count", "no question of the set is category=count"),
    ],
)
def test_a_condition_that_is_none_is_named(where: str, sentence: str) -> None:
    with pytest.raises(InvalidTestSet, match=sentence):
        selected(QUESTIONS, [where])
