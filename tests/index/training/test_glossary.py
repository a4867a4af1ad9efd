"""Chinese put into English word by word."""

import pytest

from index.training.glossary import Glossary, forms
from index.training.sources import Gloss

GLOSSES = [Gloss("机场", "airport", 0), Gloss("机场", "airfield", 1), Gloss("扩建", "extend a building", 0)]


def test_words_are_numbered_in_order_and_unknown_ones_left_out() -> None:
    glossary = Glossary(GLOSSES)
    assert list(glossary.words) == ["机场", "扩建"]
    assert list(glossary.renderings[0]) == ["airport", "airfield"]
    assert glossary.numbers("扩建机场！airport谁") == [1, 0]


def test_a_longer_word_is_read_by_its_parts() -> None:
    glossary = Glossary([Gloss("人民", "people", 0), Gloss("代表", "deputy", 0), Gloss("大会", "congress", 0)])
    assert glossary.numbers("人民代表大会") == [0, 1, 2]


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("expand", ["expand", "expands", "expanding", "expanded"]),
        ("manage a port", ["manage a port", "manage a ports", "managing a port", "managed a port"]),
        ("city", ["city", "cities", "citying", "citied"]),
        ("bus", ["bus", "buses", "busing", "bused"]),
        ("Beijing", ["Beijing"]),
        ("of", ["of"]),
    ],
)
def test_forms_of_a_rendering(english: str, expected: list[str]) -> None:
    assert list(forms(english)) == expected
