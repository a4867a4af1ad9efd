"""Clauses that a question asks for by number: `第四条`, `任务4`, `article five`, `二/(一)/4`."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant import grammar
from assistant.desk import Desk
from documents.numbering import han_number, normal_label

LOCATOR = re.compile(
    r"(?P<path>(?:第?[一二三四五六七八九十百]{1,4}[编章节条]?|\d{1,2}(?=/\d{1,2}\.\d))"
    r"(?:/[(（]?第?[一二三四五六七八九十百\d.]{1,7}[编章节条]?[)）]?)+)"
    r"|第(?P<ordinal>[一二三四五六七八九十百]{1,4}|\d{1,3})(?:条|项|款|节|(?P<outer>章|编|部分|大项)|个任务|点)(?:重点)?(?:任务|工作)?"
    r"|第(?P<shared>[一二三四五六七八九十百]{1,4}|\d{1,3})"
    r"(?=(?:[、,和与]第?(?:[一二三四五六七八九十百]{1,4}|\d{1,3}))+(?:条|项|款|个任务|点))"
    r"|\b(?:clauses?|tasks?|items?|articles?|sections?|no\.?) ?(?P<number>\d{1,3})\b|任务(?P<task>\d{1,3})"
    rf"|\b(?:clause|task|item|article|section) (?P<word>{'|'.join(grammar.ENGLISH_NUMBERS)})\b"
    r"|[（(](?P<first>\d{1,3})(?=[、,和])|(?<=\d)(?:和|与|、| and | or | vs )(?P<next>\d{1,3})(?!\d)"
)
"""A clause by its number, in Chinese or English; read by `labels_of`."""


def innermost(found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The clause numbers, less the part that one is said to stand in: `第三章第七条` is about `第七条`."""
    for number, following in pairwise([*found, None]):
        if number is not None and not (number["outer"] and following and following.start() == number.end()):
            yield number


def labels_of(found: re.Match[str], desk: Desk) -> tuple[str, ...]:
    """`第四项任务`, `任务4`, `二/(一)/4`: a path as it is, a number as digits; `第三章` as the locators it can be.

    A part that no document has stays as it is written, which is no clause's.
    """
    if found["path"]:
        return (normal_label(found["path"]),)
    if found["word"]:
        return (str(grammar.ENGLISH_NUMBERS[found["word"]]),)
    number = found["ordinal"] or found["shared"] or found["number"] or found["task"] or found["first"] or found["next"]
    value = int(number) if number.isdigit() else han_number(number)
    if found["outer"]:
        return _outermost(value, desk) or (normal_label(found.group()),)
    return (str(value),)


def _outermost(value: int, desk: Desk) -> tuple[str, ...]:
    """The locators of the parts of that number that the documents are divided into."""
    numbered = (clause for facts in desk.library.facts.values() for clause in facts.labelled.get(value, ()))
    return tuple(dict.fromkeys(clause.locator for clause in numbered if clause.level == 1))
