"""From Latin words to Chinese terms: pinyin names and English words of a question reach a Chinese text.

"Taihu" is read as syllables and meets every two-character term of the indexed text that sounds like it; "railway"
meets the headwords that CC-CEDICT explains by that word, so far as they stand in the text.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise
from pathlib import Path

from documents.data_lines import data_lines
from documents.units import unit_lexicon
from index.dictionary import LONGEST_PHRASE, WORD, Dictionary
from index.english import forms
from index.keys import HAN_OR_WORD, is_han, search_key, terms
from index.lexical import LexicalQuestion
from index.pinyin import sounding_terms, without_tone

DATA = Path(__file__).parent / "data"
LONGEST_NAME = 8
"""Words in a unit's English name or a phrase of policy_english.tsv."""
UNIT_WORDS = frozenset({"bureau", "office", "commission", "committee", "administration", "department"})
MOST_PHRASES = 32
"""Phrases of one question that are read across; a question that needs more is not a question."""
REMEMBERED = 16_384
"""Phrases whose look-up is remembered: a question's words are asked for many times over."""
JOINING = re.compile(r"\s?[-'’&/]?\s?")
"""What may stand between two words of one phrase."""


@dataclass(frozen=True)
class Phrase:
    """Latin words of a search key that are read together, at `[start, end)` of it."""

    text: str
    """As it is looked up: an inflected word as the form that something is known for."""
    start: int
    end: int
    words: int


class Bridge:
    """Reads a question as terms of one indexed vocabulary."""

    def __init__(self, vocabulary: Collection[str], dictionary: Dictionary) -> None:
        self._vocabulary = vocabulary
        self._dictionary = dictionary
        self._known = lru_cache(REMEMBERED)(self._look_up)

    def read(self, question: str) -> LexicalQuestion:
        """The question's own terms, and the weighted terms that its Latin words stand for.

        What a Chinese question is asked with ("由哪个部门负责") and English stop words are left out.
        """
        key = search_key(question)
        own = [term for term in terms(without_question_words(key)) if term not in stop_words()]
        added: dict[str, float] = {}
        for phrase in islice(self._subject(key), MOST_PHRASES):
            for term, weight in self._across(phrase).items():
                added[term] = max(added.get(term, 0.0), weight)
        return LexicalQuestion(tuple(own), added)

    def phrases(self, question: str) -> tuple[tuple[int, int], ...]:
        """Where in the search key of `question` several Latin words stand that mean something of the text together."""
        found = self._phrases(search_key(question))
        return tuple((phrase.start, phrase.end) for phrase in found if phrase.words > 1)

    def renderings(self, text: str) -> tuple[str, ...]:
        """What stands in the text for the Latin words of `text`: names, headwords, two characters that sound so."""
        found = (self._rendered(phrase) for phrase in islice(self._subject(search_key(text)), MOST_PHRASES))
        return tuple(dict.fromkeys(name for names in found for name in names))

    def _subject(self, key: str) -> list[str]:
        """The phrases of a key, each once, less those that only say what kind of answer is wanted."""
        phrases = list(dict.fromkeys(phrase.text for phrase in self._phrases(key)))
        return [phrase for phrase in phrases if phrase not in frame_words()] or phrases

    def _phrases(self, key: str) -> Iterator[Phrase]:
        """Join Latin words of `key` from the left into the longest phrases that are known; others stand alone."""
        words = latin_words(key)
        place = 0
        while place < len(words):
            for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
                joined = words[place : place + length]
                phrase = " ".join(word.text for word in joined)
                known = self._known(phrase, length) if touching(joined, key) else None
                if known is not None or length == 1:
                    place += length
                    if phrase not in stop_words():
                        yield Phrase(known or phrase, joined[0].start, joined[-1].end, length)
                    break

    def _look_up(self, phrase: str, length: int) -> str | None:
        """`phrase` or a form of it that something is known for; a word of its own may be misspelt."""
        named = next((form for form in forms(phrase) if self._named(form)), None)
        if named is not None or length > LONGEST_PHRASE:
            return named
        return self._dictionary.known(phrase) or (self._dictionary.misspelt(phrase) if length == 1 else None)

    def _named(self, phrase: str) -> tuple[str, ...]:
        """What of the policy glossary and the units' names stands in the text."""
        return tuple(name for name in policy_names().get(phrase, ()) if self._stands(name))

    def _stands(self, name: str) -> bool:
        return all(term in self._vocabulary for term in terms(name))

    def _headwords(self, phrase: str) -> tuple[str, ...]:
        return self._named(phrase) or self._dictionary.headwords.get(phrase, ())

    def _rendered(self, phrase: str) -> tuple[str, ...]:
        """The headwords of a phrase; of a name in pinyin the terms that sound like it."""
        headwords = self._headwords(phrase)
        if headwords or phrase in self._dictionary.english:
            return headwords
        return tuple(sounding_terms(phrase, self._vocabulary, self._letters))

    def _across(self, phrase: str) -> dict[str, float]:
        """Terms and weights for one phrase. One of several headwords counts less, for only one of them is meant."""
        headwords = self._headwords(phrase)
        if headwords:
            return {term: len(headwords) ** -0.5 for headword in headwords for term in terms(headword)}
        return dict.fromkeys(self._rendered(phrase), 1.0)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The Chinese characters that the vocabulary is made of."""
        return frozenset(letter for term in self._vocabulary if is_han(term) for letter in term)


def latin_words(key: str) -> list[Phrase]:
    """The words of a key in plain Latin letters, tone marks taken off; others (`5g`, `12`) are left out."""
    found = ((without_tone(run.group()), run) for run in HAN_OR_WORD.finditer(key) if run.lastgroup == "word")
    return [Phrase(word, run.start(), run.end(), 1) for word, run in found if WORD.fullmatch(word)]


def touching(words: Sequence[Phrase], key: str) -> bool:
    """Whether nothing but a space or a hyphen stands between neighbours."""
    return all(JOINING.fullmatch(key, left.end, right.start) for left, right in pairwise(words))


def subject_key(question: str) -> str:
    """The search key of `question` less what a Chinese question is asked with."""
    return without_question_words(search_key(question))


def without_question_words(key: str) -> str:
    return question_words().sub(" ", key)


@cache
def question_words() -> re.Pattern[str]:
    """Matches what a Chinese question is asked with, the longest entry first."""
    entries = sorted(data_lines(DATA / "question_words.txt"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, entries)))


@cache
def frame_words() -> frozenset[str]:
    """English words that say what kind of answer is wanted; not searched for beside a subject."""
    return frozenset(word for line in data_lines(DATA / "english_frame_words.txt") for word in line.split())


@cache
def policy_names() -> Mapping[str, tuple[str, ...]]:
    """English phrase → what a policy text may say: policy_english.tsv, and the units of documents/units.tsv.

    A unit is known as "Sports Bureau" and as "Bureau of Sports". A line of the file may give several English phrases.
    """
    names: dict[str, tuple[str, ...]] = {}
    for entry in unit_lexicon().entries:
        for english in (entry.english, *entry.english_names):
            words = WORD.findall(english.lower())
            for phrase in (" ".join(words), " ".join(turned_round(words))):
                names.setdefault(phrase, (entry.name, *entry.aliases))
    for line in data_lines(DATA / "policy_english.tsv"):
        english, _, found = line.partition("\t")
        names.update(dict.fromkeys(english.split("|"), tuple(found.split("|"))))
    return names


def turned_round(words: list[str]) -> list[str]:
    """ "sports bureau" → "bureau of sports"; other names as they are."""
    return [words[-1], "of", *words[:-1]] if len(words) > 1 and words[-1] in UNIT_WORDS else words


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no subject."""
    return frozenset(word for line in data_lines(DATA / "english_stop_words.txt") for word in line.split())
