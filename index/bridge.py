"""From Latin words to Chinese terms: pinyin names and English words of a question reach a Chinese text.

"Taihu" is read as syllables and meets every two-character term of the indexed text that sounds like it; "railway"
meets the headwords that CC-CEDICT explains by that word, so far as they stand in the text.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

from index.dictionary import LONGEST_PHRASE, WORD, Dictionary
from index.keys import is_han, runs, search_key, terms
from index.lexical import LexicalQuestion
from index.pinyin import sounding_terms, without_tone

DATA = Path(__file__).parent / "data"
MOST_PHRASES = 32
"""Phrases of one question that are read across; a question that needs more is not a question."""


class Bridge:
    """Reads a question as terms of one indexed vocabulary."""

    def __init__(self, vocabulary: Collection[str], dictionary: Dictionary) -> None:
        self._vocabulary = vocabulary
        self._dictionary = dictionary

    def read(self, question: str) -> LexicalQuestion:
        """The question's own terms, and the weighted terms that its Latin words stand for.

        What a Chinese question is asked with ("由哪个部门负责") and English stop words are left out.
        """
        key = search_key(question)
        own = [term for term in terms(question_words().sub(" ", key)) if term not in stop_words()]
        words = [word for word in (without_tone(run) for run, han in runs(key) if not han) if WORD.fullmatch(word)]
        added: dict[str, float] = {}
        for phrase in islice(dict.fromkeys(self._phrases(words)), MOST_PHRASES):
            for term, weight in self._across(phrase).items():
                added[term] = max(added.get(term, 0.0), weight)
        return LexicalQuestion(tuple(own), added)

    def _phrases(self, words: list[str]) -> Iterator[str]:
        """Cut `words` into phrases from the left, the longest that the dictionary knows; other words stand alone."""
        place = 0
        while place < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
                phrase = " ".join(words[place : place + length])
                known = self._dictionary.known(phrase) or (self._dictionary.misspelt(phrase) if length == 1 else None)
                if known is not None or length == 1:
                    place += length
                    if phrase not in stop_words():
                        yield known or phrase
                    break

    def _across(self, phrase: str) -> dict[str, float]:
        """Terms and weights for one phrase. One of several headwords counts less, for only one of them is meant."""
        headwords = self._dictionary.headwords.get(phrase, ())
        if headwords or phrase in self._dictionary.english:
            return {term: len(headwords) ** -0.5 for headword in headwords for term in terms(headword)}
        return dict.fromkeys(sounding_terms(phrase, self._vocabulary, self._letters), 1.0)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The Chinese characters that the vocabulary is made of."""
        return frozenset(letter for term in self._vocabulary if is_han(term) for letter in term)


@cache
def question_words() -> re.Pattern[str]:
    """Matches what a Chinese question is asked with, the longest entry first."""
    entries = sorted(listed(DATA / "question_words.txt"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, entries)))


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no subject."""
    return frozenset(word for line in listed(DATA / "english_stop_words.txt") for word in line.split())


def listed(path: Path) -> list[str]:
    """The lines of a data file, less comments and empty ones."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
