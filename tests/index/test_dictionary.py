"""CC-CEDICT turned round."""

from pathlib import Path

import pytest

from index import dictionary as module
from index.dictionary import MOST_HEADWORDS, ChosenDictionary, Dictionary, Lexicon, entries, phrases_of

VOCABULARY = {"机场", "港口", "铁路", "电子", "病历", "医院"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.read()


@pytest.fixture(scope="module")
def dictionary(lexicon: Lexicon) -> Dictionary:
    return ChosenDictionary(lambda: lexicon, VOCABULARY)


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


def test_glosses_are_cut_into_short_phrases() -> None:
    glosses = "to lead (a team)/the Yellow River; high-speed rail/a very long explanation of it/port, harbor/"
    assert list(phrases_of("to lead  /the yellow river; very long explanation of it/port, harbor")) == [
        "lead",
        "yellow river",
        "port",
        "harbor",
    ]
    assert "high-speed rail" not in list(phrases_of(glosses))


def test_headwords_are_ordered_by_where_the_phrase_stands_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    written = [("乙乙", "sea/far/port"), ("甲甲", "port"), ("丙丙", "sea, port"), ("丁", "port")]
    many = [(chr(0x4E00 + number) * 2, "harbour") for number in range(20)]
    monkeypatch.setattr(module, "entries", lambda: iter(written + many))
    vocabulary = {word[:2] for word, _ in written[1:] + many} | {"乙乙"}
    chosen = ChosenDictionary(Lexicon.read, vocabulary)
    assert chosen.headwords["port"] == ("甲甲", "丙丙", "乙乙")
    assert chosen.headwords["sea"] == ("丙丙", "乙乙")
    assert len(chosen.headwords["harbour"]) == MOST_HEADWORDS
    without = ChosenDictionary(Lexicon.read, vocabulary - {"丙丙"})
    assert (without.headwords["port"], without.headwords["sea"]) == (("甲甲", "乙乙"), ("乙乙",))


def test_a_phrase_without_a_headword_in_the_text_is_not_there(dictionary: Dictionary) -> None:
    assert "navigation" not in dictionary.headwords
    assert "no such phrase" not in dictionary.headwords
    assert set(dictionary.headwords) == {phrase for phrase in dictionary.headwords if dictionary.headwords[phrase]}
    assert len(dictionary.headwords) == len(list(dictionary.headwords)) > 6


def test_a_word_spelt_wrong_is_told_from_one_that_is_only_missing(dictionary: Dictionary) -> None:
    assert dictionary.misspelt("hospitol") == "hospital"
    assert dictionary.misspelt("navigation") is None


def test_a_lexicon_without_an_entry_serves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "entries", lambda: iter(()))
    Lexicon.read().save(tmp_path / "lexicon.npz")
    chosen = ChosenDictionary(lambda: Lexicon.unpacked((tmp_path / "lexicon.npz").read_bytes()), VOCABULARY)
    assert (dict(chosen.headwords), chosen.english, chosen.words) == ({}, frozenset(), frozenset())


def test_the_dictionary_file_reads_whole() -> None:
    found = dict(entries())
    assert len(found) > 100_000
    assert "airport" in found["机场"]


def test_what_is_saved_is_what_is_loaded(lexicon: Lexicon, tmp_path: Path) -> None:
    lexicon.save(tmp_path / "lexicon.npz")
    loaded = Lexicon.unpacked((tmp_path / "lexicon.npz").read_bytes())
    for name in ("phrases", "headwords", "bigrams", "english", "words"):
        assert getattr(loaded, name) == getattr(lexicon, name)
    for name in ("starts", "explained", "spelt"):
        assert getattr(loaded, name).tolist() == getattr(lexicon, name).tolist()
    assert loaded.standing(VOCABULARY).tolist() == lexicon.standing(VOCABULARY).tolist()
