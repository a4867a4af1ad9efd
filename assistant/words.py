"""A question's words: folded for reading, cut into words, without those that only ask."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import rjieba

from index.keys import search_key

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_QUESTION_WORD = re.compile(r"哪|谁|什么|啥|多少|几(?!何|内|率|年前)|第几")
_ASKING_VERB = re.compile("负责|牵头|主管|主办")
"""Verbs that ask are cut off what follows them: `负责人才引进` is about 人才, not about a 负责人."""
_ASKING_PHRASE = re.compile(
    r"[归由](?=[哪谁])|哪一?[个家]?(?:局|厅|部门|单位|机构)"
    r"|哪[二两三四五六七八九十几]+大?(?:个|家|样|种|类|项|条|座|处|块|门|方面|件|步|档|级|点|摊)"
)
"""Taken out before cutting, which else joins a part of it to what stands beside: `哪|五样`, `哪个|局出`, `增归|哪`."""
_SPACED_HAN = re.compile(r"(?<=[㐀-䶿一-鿿]) (?=[㐀-䶿一-鿿])")
_WORD = re.compile(r"[a-z0-9][a-z0-9'+.-]*")


@functools.cache
def stopwords(language: str) -> frozenset[str]:
    """Words that ask rather than name a subject, of stopwords.zh.txt or stopwords.en.txt."""
    return frozenset(Path(__file__).with_name(f"stopwords.{language}.txt").read_text(encoding="utf-8").split())


def is_stopword(word: str) -> bool:
    """Whether a word of either language only asks: listed, or built on a question word (`哪四网`, `几方面`)."""
    return word in stopwords("zh") or word in stopwords("en") or _QUESTION_WORD.match(word) is not None


def fold(text: str) -> str:
    """The search key of `text`, white space joined and dropped between Han characters: what the grammar reads."""
    return _SPACED_HAN.sub("", " ".join(search_key(text).split()))


def is_chinese(text: str) -> bool:
    """Whether more of `text` is Chinese than not: one Han character weighs as much as three letters."""
    han = len(_HAN.findall(text))
    return 3 * han >= len(re.findall(r"[A-Za-z]", text)) and han > 0


def subject_terms(folded: str) -> tuple[str, ...]:
    """The stretches of `folded` that name a subject: neighbouring words that are not stopwords, joined.

    `泵站改造由哪个局牵头` → (`泵站改造`,); English words one by one.
    """
    terms: list[str] = []
    joined = ""
    for word in rjieba.cut(_ASKING_VERB.sub(r"\g<0> ", _ASKING_PHRASE.sub(" ", folded))):
        if _HAN.search(word) and not is_stopword(word):
            joined += word
            continue
        if (_is_number(word) and joined) or _is_number(word):
            joined += word
            continue
        if joined:
            terms.append(joined)
            joined = ""
        if _WORD.fullmatch(word) and not is_stopword(word):
            terms.append(word)
    if joined:
        terms.append(joined)
    return tuple(term for term in terms if len(term) > 1 or _HAN.match(term) or term.isdigit())


def word_starts(folded: str) -> list[int]:
    """The positions at which a word starts."""
    starts, position = [], 0
    for word in rjieba.cut(folded):
        starts.append(position)
        position += len(word)
    return starts


def content_words(terms: Sequence[str]) -> tuple[str, ...]:
    """The single words of the terms, stopwords left out, each once; a phrase of several foreign words is one."""
    words = (word for term in terms for word in ([term] if " " in term else rjieba.cut(term)))
    kept = (w for w in words if (_HAN.search(w) or _WORD.match(w)) and not is_stopword(w))
    return tuple(dict.fromkeys(kept))


def _is_number(word: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+%?", word))
