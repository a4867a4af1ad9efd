"""Latin words read as pinyin: which characters a word such as "Taihu" may stand for. Tones are not asked for."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from functools import cache
from itertools import pairwise, product

from pypinyin.constants import PINYIN_DICT

LONGEST_SYLLABLE = 6
LONGEST_WORD = 24
"""Letters; a longer word is not read, so that no question can ask for endless readings."""
MOST_READINGS = 16
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
VOWELS = frozenset("aeiouv")


def sounding_terms(word: str, vocabulary: Container[str], letters: Container[str]) -> Iterator[str]:
    """The two-character terms of `vocabulary` that sound like two neighbouring syllables of `word`, each once.

    `letters` are the characters that `vocabulary` is made of.
    """
    pairs = dict.fromkeys(pair for syllables in readings(word) for pair in pairwise(syllables))
    for first, second in pairs:
        left = [letter for letter in characters()[first] if letter in letters]
        right = [letter for letter in characters()[second] if letter in letters]
        for term in map("".join, product(left, right)):
            if term in vocabulary:
                yield term


def readings(word: str) -> list[tuple[str, ...]]:
    """The ways to cut `word` wholly into two or more syllables: those with the fewest, at most MOST_READINGS."""
    if not is_readable(word):
        return []
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            syllable = word[start:end]
            if syllable in characters():
                ways[end].extend((*way, syllable) for way in ways[start])
        ways[end] = fewest(ways[end])
    return [way for way in ways[-1] if len(way) > 1]


def is_readable(word: str) -> bool:
    """Whether `readings` would find any."""
    return len(word) <= LONGEST_WORD and syllables_only().fullmatch(word) is not None


@cache
def syllables_only() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(characters()))}){{2,}}")


def fewest(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    least = min(map(len, ways), default=0)
    return [way for way in ways if len(way) == least][:MOST_READINGS]


@cache
def characters() -> Mapping[str, str]:
    """Syllable → the characters of the unified block that are read so, ü written v."""
    table: dict[str, list[str]] = {}
    for codepoint, sounds in PINYIN_DICT.items():
        if FIRST_HAN <= codepoint <= LAST_HAN:
            for syllable in dict.fromkeys(map(without_tone, sounds.split(","))):
                table.setdefault(syllable, []).append(chr(codepoint))
    return {syllable: "".join(found) for syllable, found in table.items() if VOWELS.intersection(syllable)}


def without_tone(sound: str) -> str:
    """A pinyin word in plain letters: tone marks off, ü as v."""
    bare = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
