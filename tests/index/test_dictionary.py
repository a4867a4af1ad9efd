"""CC-CEDICT turned round."""

from pathlib import Path

import pytest

from index.dictionary import MOST_HEADWORDS, Dictionary, entries, first_headwords, forms, phrases_of


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.build({"机场", "港口", "铁路", "电子", "病历", "医院"})


def test_headwords_stand_in_the_vocabulary(dictionary: Dictionary) -> None:
    assert dictionary.headwords["airport"] == ("机场",)
    assert dictionary.headwords["hospital"] == ("医院",)
    assert "railway station" not in dictionary.headwords
    assert {headword for found in dictionary.headwords.values() for headword in found} <= {
        "机场",
        "港口",
        "铁路",
        "电子",
        "病历",
        "医院",
    }


def test_english_words_that_look_like_pinyin_are_known_for_what_they_are(dictionary: Dictionary) -> None:
    assert {"change", "women", "range"} <= dictionary.english
    assert not {"jinan", "xiaoqing", "railway"} & dictionary.english


def test_inflections_find_their_headword(dictionary: Dictionary) -> None:
    assert dictionary.known("hospitals") == "hospital"
    assert dictionary.known("railways") == "railway"
    assert dictionary.known("xyzzy") is None


@pytest.mark.parametrize(
    ("phrase", "form"),
    [("cities", "city"), ("boxes", "box"), ("leading", "lead"), ("sharing", "share"), ("shared", "share")],
)
def test_forms(phrase: str, form: str) -> None:
    assert form in list(forms(phrase))


def test_glosses_are_cut_into_short_phrases() -> None:
    glosses = "to lead (a team)/the Yellow River; high-speed rail/a very long explanation of it/port, harbor/"
    assert list(phrases_of("to lead  /the yellow river; very long explanation of it/port, harbor")) == [
        "lead",
        "yellow river",
        "port",
        "harbor",
    ]
    assert "high-speed rail" not in list(phrases_of(glosses))


def test_headwords_are_ordered_by_where_the_phrase_stands_and_bounded() -> None:
    assert first_headwords([(2, "乙"), (0, "甲"), (1, "甲")]) == ("甲", "乙")
    assert len(first_headwords([(0, chr(0x4E00 + number)) for number in range(20)])) == MOST_HEADWORDS


def test_the_dictionary_file_reads_whole() -> None:
    found = dict(entries())
    assert len(found) > 100_000
    assert "airport" in found["机场"]


def test_what_is_saved_is_what_is_loaded(dictionary: Dictionary, tmp_path: Path) -> None:
    dictionary.save(tmp_path / "dictionary.json")
    assert Dictionary.load(tmp_path / "dictionary.json") == dictionary
