"""From a clause to the sentence that answers, and from the sentence to the span, the number or the list asked for."""

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

from assistant.asked_for import asked_kinds, asks_money, holds_kind, of_kind
from assistant.figures import DATE, NUMBER, RANGE, found_quantities, in_digits
from assistant.library import Library
from assistant.retrieve import Hit
from assistant.sentence_features import between_clauses, described, longest_shared, was_read, weights
from assistant.text import Sentence
from assistant.turn import Turn

_LIMIT = re.compile(
    r"(?:(?:不得|不应|不能|不可|不宜|不准|不许|不要|应当?不|严禁|禁止|未|不|没有|无)"
    r"(?:再|被)?(?:超过|超出|超|低于|少于|高于|大于|小于|多于|短于|长于|晚于|早于|迟于|达到|达|满|足|到)?于?)$"
)
"""What turns a figure round: without it `不得超过55分贝` reads `超过55`."""
_TURNED = re.compile(
    r"(?:不得|不应|不能|不可|不宜|不准|不许|不要|严禁|禁止|未(?!成年|来|婚)|没有|无(?![一-鿿]?人)|不(?![动断同仅但锈])).{0,8}$"
)
"""A word of denial close in front of a figure, whatever stands between."""
_APART = re.compile("[，。；：、！？,;:!?\n（）()]")
_OTHER_UNIT = re.compile(r"(?:以[上下内外]|左右|余|的|[和与或至到及为是并等])")
"""What may follow a figure and is no measure word."""
LEADING_STRETCH = 3
"""Characters of the question that stand in front of a figure at least, for that figure to be the one it asks for."""
_ENUMERATION = re.compile(r"[^，,。；;：:、！？!?\n]+(?:、[^，,。；;：:、！？!?\n]+)+")
_LEADING_VERB = re.compile(
    r"^.*?(?:深入挖掘|挖掘|坚持|推进|推动|加快|建设|开展|实施|打造|依托|办好|争取|包括|包含|发展|支持|完善|共建|落实|强化|发挥|联合|引导|鼓励|突出|加强|在|对|与|和|以|将|为|有|是|从|由|向|把|等|的)"
)
_VERB_IN_FRONT = re.compile(
    "(?:支持|提升|提高|扩大|推进|推动|加快|建设|开展|实施|打造|完善|发展|优化|培育|健全|建立|制定|组织|加强|强化)(?=[一-鿿]{2})"
)
_LIST_END = re.compile(r"(?:“|的(?=[^的]{2,}$)|[一二三四五六七八九十两\d]{1,2}(?:种|个|项|类|大|方面|方|网)).*$")
_OPEN_END = re.compile(r"等(?:[^、，。；]*)$")


@dataclass(frozen=True)
class Scored:
    """A sentence with how well it fits the question."""

    sentence: Sentence
    score: float
    """Comparable within one clause."""
    between: float = 0.0
    """Comparable between clauses: what it holds of the question, however much of that its neighbours hold too."""


def ranked_sentences(turn: Turn, hit: Hit, library: Library) -> list[Scored]:
    """The clause's sentences, best first, by the fitted weights of their features; of equals the earlier.

    The weights are fitted on Chinese questions, which share letters with the text: others are read by what their words
    stand for alone.
    """
    by = weights(read=was_read(turn))
    scored = []
    for one in described(turn, hit, library):
        between = between_clauses(one.features)
        fitted = max(0.0, sum(map(operator.mul, by, one.features)))
        scored.append(Scored(one.sentence, fitted if turn.language == "zh" else between, between))
    return sorted(scored, key=lambda found: (-found.score, found.sentence.start))


def asked_quantity(question: str, sentence: str, words: Sequence[str]) -> str | None:
    """The quantity of `sentence` that the question asks for, with its measure word and what turns it round.

    Where a word of denial stands in front that is no limit's, as much of the sentence as says what is denied.
    """
    found = _nearest_quantity(question, sentence, words)
    return None if found is None else _in_full(found, sentence)


def _in_full(found: re.Match[str], sentence: str) -> str:
    """The quantity as the sentence means it: `不得超过55分贝` for `超过55`, `2元/小时` for `2元`."""
    ranged = next(
        (one for one in RANGE.finditer(sentence) if one.start() < found.end() and found.start() < one.end()), None
    )
    if ranged is not None:
        found = ranged
    end = found.end() + len(_measure_behind(found.group(), sentence[found.end() :]))
    figure = re.search(NUMBER, found.group())
    before = sentence[: found.start() + (figure.start() if figure else 0)]
    limit = _LIMIT.search(before)
    if limit is not None:
        return sentence[limit.start() : end]
    piece = _APART.split(before)[-1]
    if _TURNED.search(piece):
        following = _APART.search(sentence, end)
        return sentence[len(before) - len(piece) : following.start() if following else len(sentence)]
    return sentence[found.start() : end]


def _measure_behind(quantity: str, behind: str) -> str:
    """The measure word that follows a figure without one of the list, what it is counted by, and its `以上`."""
    bare = re.fullmatch(rf"\D*{NUMBER}[万亿千百]*", quantity) and re.match("[一-鿿℃]", behind)
    word = _first_word(behind) if bare and not _OTHER_UNIT.match(behind) else ""
    slash = behind[len(word) : len(word) + 1]
    per = slash + _first_word(behind[len(word) + 1 :]) if slash in ("/", "／") else ""
    if not word and not per:
        return ""
    about = re.match(r"左右|以[上下内]", behind[len(word + per) :])
    return word + per + (about.group() if about else "")


def _first_word(text: str) -> str:
    """The Chinese word that the text starts with; empty for none."""
    han = re.match("[一-鿿℃]+", text)
    return next(iter(rjieba.cut(han.group())), "") if han else ""


def _nearest_quantity(question: str, sentence: str, words: Sequence[str]) -> re.Match[str] | None:
    """The quantity that the question counts in, first of those behind what it repeats of the sentence."""
    quantities = list(found_quantities(sentence))
    measured = _of_asked_measure(question, quantities, sentence)
    if not measured and asks_money(question):
        return None
    candidates = measured or [found for found in quantities if not _counts_places(found.group())]
    if not candidates:
        return None
    given = _numbers_of(question)
    beside = [match.end() for match in re.finditer(NUMBER, sentence) if in_digits(match.group()) in given]
    after = [found for found in candidates if beside and found.start() >= beside[0]]
    if after:
        return after[0]
    led = _led_by(question, sentence, candidates)
    if led is not None:
        return led
    anchors = [match.start() for word in words for match in re.finditer(re.escape(word), sentence)]
    if not anchors:
        return candidates[0]
    return min(candidates, key=lambda found: min(abs(found.start() - anchor) for anchor in anchors))


def _led_by(question: str, sentence: str, candidates: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The quantity right behind the longest stretch that the question repeats, where only one stands so."""
    starts = [0, *(found.end() for found in candidates)]
    leads = [
        longest_shared(question, sentence[start : one.start()]) for start, one in zip(starts, candidates, strict=False)
    ]
    best = max(leads)
    return candidates[leads.index(best)] if best >= LEADING_STRETCH and leads.count(best) == 1 else None


def _numbers_of(question: str) -> list[str]:
    """The figures that the question itself gives: what is asked for stands after them (`90岁的每月多少钱`)."""
    return [number for found in re.findall(NUMBER, question) if len(number := in_digits(found)) > 1]


def _counts_places(text: str) -> bool:
    """`7市` counts places: no answer to a bare `多少`."""
    return re.fullmatch(rf"{NUMBER}(?:市|县|大|级)", text) is not None


_ASKED_MEASURE = re.compile(
    r"(?:几|多少)个?(?P<measure>个|项|条|座|种|家|处|次|倍|所|名|艘|架|张|公里|亩|吨|元|人|级|大|市|县|间|只|台|套|户|件|辆|岁"
    r"|天|日|年|月|小时|分钟|工作日)"
)
_SAME_MEASURE = {"天": "天|日", "日": "日|天", "条": "条|只", "名": "名|人", "人": "人|名", "岁": "岁"}
"""Measure words that count the same."""


def _of_asked_measure(question: str, quantities: Sequence[re.Match[str]], sentence: str) -> list[re.Match[str]]:
    """The quantities counted in what the question counts in (`几个` → `4个`, `多大面积` → `30平方公里`)."""
    asked = _ASKED_MEASURE.search(question)
    if asked:
        noun = question[asked.end() : asked.end() + 8]
        same = [q for q in quantities if _counts_in(asked["measure"], q.group())]
        beside = [q for q in same if _shares_start(sentence[q.end() : q.end() + 12], noun)]
        if same:
            return beside or same
    of_kinds = ([q for q in quantities if of_kind(kind, q.group())] for kind in asked_kinds(question))
    return next(filter(None, of_kinds), [])


def _counts_in(measure: str, quantity: str) -> bool:
    return re.search(_SAME_MEASURE.get(measure, measure), quantity) is not None


def counts_what_is_asked(question: str, sentence: str) -> bool:
    """Whether the sentence holds a figure with the very measure word asked for: `几台` → `不少于两台`."""
    asked = _ASKED_MEASURE.search(question)
    return asked is not None and any(_counts_in(asked["measure"], one) for one in quantities(sentence))


def quantities(sentence: str) -> list[str]:
    """Every figure of the sentence with its measure; what counts nothing (`一体化`, a year) is none."""
    return [found.group() for found in found_quantities(sentence)]


def holds_what_is_asked(question: str, sentence: str) -> bool | None:
    """Whether the sentence holds a figure of the kind asked for; None where the question asks for none."""
    return holds_kind(question, sentence, quantities)


def _shares_start(after: str, noun: str) -> bool:
    return len(noun) >= 2 and (noun[:2] in after or noun[-2:] in after)


@dataclass(frozen=True)
class Enumeration:
    """Items that the text lists, and whether it ends them with 等."""

    items: tuple[str, ...]
    open_end: bool


def asked_enumeration(sentence: str, words: Sequence[str]) -> Enumeration | None:
    """The list in `sentence` whose items share most with the question's words; the longest of equals."""
    found = [_enumeration(match.group()) for match in _ENUMERATION.finditer(sentence)]
    lists = [items for items in found if items is not None]
    if not lists:
        return None
    return max(lists, key=lambda items: (fits(items, words), len(items.items)))


def fits(listed: Enumeration, words: Sequence[str]) -> int:
    """How many of the items end in one of the question's words, or one of the words in an item's end."""
    return sum(item.endswith(word) or word.endswith(item[-2:]) for item in listed.items for word in words)


def _enumeration(text: str) -> Enumeration | None:
    parts = [part.strip() for part in text.split("、")]
    closing = _OPEN_END.search(parts[-1])
    last = _LIST_END.sub("", parts[-1][: closing.start()] if closing else parts[-1])
    first = _without_lead_in(parts[0], parts[1:])
    items = tuple(item for item in (first, *parts[1:-1], *_joined_by_and(last, parts[:-1])) if item)
    return Enumeration(items, closing is not None) if len(items) > 1 else None


def _joined_by_and(last: str, others: Sequence[str]) -> list[str]:
    """`丙区和丁区` as two items where both end as the others do, or each is as short as they are."""
    left, _, right = last.rpartition("和")
    alike = left and right and (left[-1] == right[-1] or max(len(left), len(right)) <= max(map(len, others)))
    return [left, right] if alike else [last]


def _without_lead_in(first: str, others: Sequence[str]) -> str:
    """The first item less the verb that opens the list, by how many words the other items have."""
    words = rjieba.cut(first)
    longest = max((len(rjieba.cut(item)) for item in others[:-1] or others), default=len(words))
    shortened = _LEADING_VERB.sub("", first, count=1)
    while _VERB_IN_FRONT.match(shortened):
        shortened = _VERB_IN_FRONT.sub("", shortened, count=1)
    if shortened and len(rjieba.cut(shortened)) <= max(longest, 1) + 1:
        return shortened
    return "".join(words[-longest:]) if len(words) > longest else first


def asked_date(sentence: str) -> str | None:
    """The fullest date or planning period in `sentence`."""
    dates = [found.group() for found in DATE.finditer(sentence) if re.search(r"年|月|日|时期|期间", found.group())]
    return max(dates, key=len) if dates else None
