"""English questions as people mistype them: `goverment`, `wich`, `belt and rode` become words that are known.

A word is touched only where no list knows it: not the frequency list of symspellpy (MIT), not the policy glossary, not
the library, and where it cannot be pinyin or a name.
"""

import functools
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from itertools import islice
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.spelling import is_syllable
from assistant.words import stopwords
from documents.data_lines import data_lines
from index.bridge import policy_names
from index.english import spellings
from index.keys import search_key
from index.pinyin import is_readable

FREQUENCIES = "frequency_dictionary_en_82_765.txt"
SHORTEST = 4
"""Letters of a word that is corrected; shorter ones are only written out where english_shorthand.txt has them."""
SHORTEST_TWICE_WRONG = 6
COMMON = 1_000_000
"""Times in the frequency list from which a word is meant rather than the pinyin that a slip makes of it (`lisence`)."""
MOST_CORRECTED = 12
"""Words of one question that are looked up; a question that needs more is not English."""
LONGEST_SET_PHRASE = 5
_HAN = re.compile(r"[一-鿿]")
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")
_SENTENCE_START = re.compile(r"(?:^|[.?!:;\n])\W*$")


def respelt(question: str, stands: Callable[[str], bool]) -> str:
    """The question with its misspelt English words corrected; a Chinese question as it is.

    `stands` says whether the library holds a word, which is then let be. A capital inside a sentence marks a name.
    """
    if _HAN.search(question) or not _WORD.search(question):
        return question
    shouted = question.isupper()
    unknown = (
        found
        for found in _WORD.finditer(question)
        if (shouted or not found.group()[0].isupper() or _SENTENCE_START.search(question[: found.start()]))
        and not _is_known(found.group().lower(), stands)
    )
    written, place = "", 0
    for found in islice(unknown, MOST_CORRECTED):
        word = found.group().lower()
        written += question[place : found.start()] + (_shorthand().get(word) or _nearest(word) or found.group())
        place = found.end()
    return _with_set_phrases(written + question[place:])


def _is_known(word: str, stands: Callable[[str], bool]) -> bool:
    """Whether the word is spelt right, or not for this module to judge."""
    if word in _shorthand():
        return False
    listed = any(spelt in frequencies() or spelt in policy_words() for spelt in spellings(word))
    if listed or len(word) < SHORTEST or is_syllable(word) or stands(word):
        return True
    return is_readable(word) and not _is_slip(word)


def _is_slip(word: str) -> bool:
    """Whether what could be pinyin is one letter away from a long and common word of policies."""
    meant = _nearest(word) if len(word) >= SHORTEST_TWICE_WRONG else None
    likely = meant is not None and OSA.distance(word, meant) == 1 and frequencies()[meant] >= COMMON
    return likely and meant in policy_words()


@functools.lru_cache(maxsize=1024)
def _nearest(word: str) -> str | None:
    """The word one slip away, two in a longer one: what policies or questions use, then the nearest, the commonest.

    Two slips never change the first letter.
    """
    most = 2 if len(word) >= SHORTEST_TWICE_WRONG else 1
    likely = process.extract(word, frequencies().keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    close = [(slips, near) for near, slips, _ in likely if slips == 1 or near[0] == word[0]]
    usual = policy_words() | stopwords("en")
    ranked = sorted((near not in usual, slips, -frequencies()[near], near) for slips, near in close)
    return ranked[0][3] if ranked else None


def _with_set_phrases(question: str) -> str:
    """A phrase of the glossary of which one word is another word that sounds or looks like it, put right."""
    key = search_key(question)
    if len(key) != len(question):
        return question
    words = list(re.finditer("[a-z]+", key))
    for start in range(len(words)):
        for length in range(min(LONGEST_SET_PHRASE, len(words) - start), 2, -1):
            run = words[start : start + length]
            meant = _meant(tuple(word.group() for word in run))
            if meant is not None:
                place, right = meant
                return _with_set_phrases(question[: run[place].start()] + right + question[run[place].end() :])
    return question


def _meant(words: tuple[str, ...]) -> tuple[int, str] | None:
    """Which word of a set phrase is wrong, and the right one; None where none is, or where it may be meant."""
    if " ".join(words) in policy_names():
        return None
    for place, word in enumerate(words):
        right = set_phrases().get((*words[:place], "", *words[place + 1 :]))
        alike = right is not None and len(word) >= SHORTEST and right[0] == word[0] and OSA.distance(word, right) <= 2
        if right is not None and alike and (len(words) > 3 or word not in policy_names()):
            return place, right
    return None


@functools.cache
def set_phrases() -> Mapping[tuple[str, ...], str]:
    """Phrases of the glossary of three words or more with one of them left out → that word."""
    found: dict[tuple[str, ...], str] = {}
    for phrase in policy_names():
        words = tuple(phrase.split())
        if 2 < len(words) <= LONGEST_SET_PHRASE:
            for place, word in enumerate(words):
                found.setdefault((*words[:place], "", *words[place + 1 :]), word)
    return found


@functools.cache
def policy_words() -> frozenset[str]:
    """The words of the policy glossary and of the units' English names."""
    return frozenset(word for phrase in policy_names() for word in phrase.split())


@functools.cache
def frequencies() -> Mapping[str, int]:
    """English word → how often it stands in a large body of books, British and American spellings."""
    lines = files("symspellpy").joinpath(FREQUENCIES).read_text(encoding="utf-8-sig").splitlines()
    return {word: int(count) for word, count in map(str.split, lines)}


@functools.cache
def _shorthand() -> Mapping[str, str]:
    """What is typed for short, or wrong so often that it is listed → what is meant."""
    lines = data_lines(Path(__file__).with_name("english_shorthand.txt"))
    return {short: meant for short, _, meant in (line.partition(" ") for line in lines)}
