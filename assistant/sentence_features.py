"""What speaks for a sentence of a clause as the one that answers. No feature knows where in the clause it stands."""

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.library import Library, Place
from assistant.retrieve import Hit
from assistant.text import Sentence, sentences
from assistant.turn import Turn
from index.keys import search_key, terms
from index.model import Evidence

FEATURES = (
    "terms",
    "words",
    "telling_terms",
    "telling_letters",
    "longest_run",
    "cosine",
    "neighbour",
    "asked_kind",
    "lacks_kind",
    "length",
    "read",
)
"""What is weighed, each about in [-1, 1]; the weights stand in sentence_weights.json."""
WEIGHTS_FILE = Path(__file__).with_name("sentence_weights.json")
WITHOUT_READER, WITH_READER = "without_reader", "with_reader"
"""The two fits of that file."""
LETTER = re.compile(r"[\d一-鿿]")
"""What is compared one by one: letters of a foreign word say nothing about a Chinese sentence."""
LONGEST_RUN = 8
"""Characters of the question in a row beyond which a longer stretch says no more."""
BETWEEN_COSINE = 1.5
"""What a cosine of 1 weighs beside all of the question's words, where sentences of several clauses are compared."""
BETWEEN_READ = 1.5
"""What the reader's cosine of 1 weighs there; 0 counts where there is no reader."""
USUAL_LENGTH = 40.0
"""Characters of a sentence whose length speaks neither for nor against it."""
_HAN_NUMBER = "[一二三四五六七八九十百千万亿两〇零]"
ASKED_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"什么时候|何时|啥时候|哪(?:一)?[年天日]|几月|几号|时间|期限|日期|\bwhen\b|\bwhat (?:year|date)\b"),
        re.compile(rf"\d+年|\d+月|\d+日|{_HAN_NUMBER}+年|世纪|年代|时期|期间|年底|年末|春|夏|秋|冬"),
    ),
    (
        re.compile(
            r"多少|几(?!何|率)|多[大长高远宽久重深]|比例|面积|人口|\bhow (?:many|much|large|long|far|high|old)\b"
        ),
        re.compile(rf"\d|{_HAN_NUMBER}+[个项条座种家所名次倍成年月天万亿千百米里吨人分]"),
    ),
    (
        re.compile(r"哪里|哪儿|何处|何地|什么地方|哪(?:个|座|些)?(?:国家|省|市|县|城市|地区|地方|区)|位于|\bwhere\b"),
        re.compile(r"[省市县区州国镇乡村岛湾港山江河湖路街]|位于|[东西南北]部"),
    ),
    (
        re.compile(r"谁|哪(?:一)?位|什么人|哪(?:个|家|些)?(?:单位|部门|公司|组织|机构|大学)|\bwho\b|\bwhom\b"),
        re.compile(r"[局委厅办部院会长员者人家司团校]|·|先生|女士"),
    ),
    (re.compile(r"哪[些几两三四五六七八九]|包括|有什么|分别|\bwhich\b|\bwhat are\b"), re.compile(r"、|以及|包括|分为")),
    (
        re.compile(
            r"(?:能|可以|准|允许|让|行|得|必须|需要?|要|该|有权|算|享受|属于).*(?:[吗么吧]$|[吗么吧][,，?？])"
            r"|能不能|可不可以|是否|要不要|用不用|准不准|可否|能否"
            r"|^(?:can|may|must|should|do|does|is|are)\b.*\b(?:i|we|my|allowed|have to|need|eligible)\b"
        ),
        re.compile(
            r"不得|不能|不可|不准|禁止|严禁|可以|可(?=[一-鿿])(?!持|再|靠|行|能)|应当?|须|必须|允许|免|除外"
            r"|不[予再享受纳属适]|视同|减半|无需|不需|均可"
        ),
    ),
    (re.compile(r"为什么|为何|原因|\bwhy\b"), re.compile(r"因为?|由于|所以|因此|导致|原因|为了|以致|使得")),
)
"""How a kind of thing is asked for, and how a sentence shows that it holds one."""


@dataclass(frozen=True)
class Described:
    """A sentence with its features, in the order of FEATURES."""

    sentence: Sentence
    features: tuple[float, ...]


@dataclass(frozen=True)
class Question:
    """What a question's sentences are weighed by."""

    folded: str
    terms: dict[str, float]
    """Search term → weight × rarity over the library's clauses."""
    words: dict[str, float]
    """Word of the subject → rarity."""

    @classmethod
    def of(cls, turn: Turn, library: Library) -> "Question":
        understanding = turn.understanding
        words = understanding.words if understanding else ()
        return cls(
            understanding.folded if understanding else search_key(turn.question),
            {term: weight * library.rarity(term) for term, weight in turn.search_terms.items()},
            {word: library.word_rarity(word) for word in words},
        )


def telling(place: Place) -> list[Sentence]:
    """The clause's sentences less the one that is its title alone and a salutation, where there are others.

    What pauses and ends as a sentence says something, title or not: `最低生活保障家庭，保育费全额减免。`
    """
    found = sentences(place)
    others = [one for one in found if one.text.strip("。.；; ") != place.clause.title or _is_statement(one.text)]
    if place.clause.part == "front":
        others = [sentence for sentence in others if not sentence.text.endswith((":", "："))]
    return others or found


def _is_statement(text: str) -> bool:
    return "，" in text and text.endswith("。")


def described(turn: Turn, hit: Hit, library: Library) -> list[Described]:
    """The clause's sentences with their features, in reading order."""
    found = telling(hit.place)
    question = Question.of(turn, library)
    keys = [search_key(sentence.text) for sentence in found]
    shares = telling_shares(question.terms, [terms(key) for key in keys])
    letters = telling_shares(dict.fromkeys(LETTER.findall(question.folded), 1.0), [list(key) for key in keys])
    overlaps = [_share(question.terms, frozenset(terms(key))) for key in keys]
    return [
        Described(
            sentence,
            (
                overlaps[at],
                _held(question.words, keys[at]),
                shares[at],
                letters[at],
                min(longest_shared(question.folded, keys[at]), LONGEST_RUN) / LONGEST_RUN,
                _cosine(turn, hit, sentence),
                max((overlaps[near] for near in (at - 1, at + 1) if 0 <= near < len(found)), default=0.0),
                *kind_fit(question.folded, keys[at]),
                math.tanh(math.log((len(keys[at]) + 1) / USUAL_LENGTH)),
                _read(turn, hit, sentence),
            ),
        )
        for at, sentence in enumerate(found)
    ]


def between_clauses(features: tuple[float, ...]) -> float:
    """How well a sentence fits, comparable between clauses."""
    named = dict(zip(FEATURES, features, strict=True))
    return named["terms"] + named["words"] + BETWEEN_COSINE * named["cosine"] + BETWEEN_READ * named["read"]


def telling_shares(asked: dict[str, float], held: Sequence[Sequence[str]]) -> list[float]:
    """Of what the question asks, weighed by how few of the sentences hold it, the share that each sentence holds."""
    present = [frozenset(items) for items in held]
    counts = Counter(item for items in present for item in items if item in asked)
    weights = {
        item: weight * math.log(1 + (len(held) - counts[item] + 0.5) / (counts[item] + 0.5))
        for item, weight in asked.items()
        if counts[item]
    }
    return [_share(weights, items) for items in present]


def longest_shared(question: str, key: str) -> int:
    """Characters of the longest stretch that both hold."""
    longest = 0
    for start in range(len(question)):
        while start + longest < len(question) and question[start : start + longest + 1] in key:
            longest += 1
    return longest


def kind_fit(question: str, key: str) -> tuple[float, float]:
    """(1 where the sentence shows a kind of thing that is asked for, 1 where it shows none of those asked for)."""
    asked = [held for wanted, held in ASKED_KINDS if wanted.search(question)]
    if not asked:
        return 0.0, 0.0
    shown = sum(1 for held in asked if held.search(key))
    return shown / len(asked), float(not shown)


def _share(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for item, weight in weights.items() if item in present) / total if total else 0.0


def _held(words: dict[str, float], key: str) -> float:
    total = sum(words.values())
    return sum(weight for word, weight in words.items() if word in key) / total if total else 0.0


def _cosine(turn: Turn, hit: Hit, sentence: Sentence) -> float:
    """The best cosine that the search gave to a passage with this sentence in it; 0 where it gave none."""
    return max((found.dense_score for found in _touching(turn, hit, sentence)), default=0.0)


def _read(turn: Turn, hit: Hit, sentence: Sentence) -> float:
    """The best of the reader's cosines of a passage with this sentence in it; 0 where nothing was read."""
    scores = (found.read_score for found in _touching(turn, hit, sentence))
    return max((score for score in scores if score is not None), default=0.0)


def _touching(turn: Turn, hit: Hit, sentence: Sentence) -> Iterator[Evidence]:
    """The passages found that hold some of the sentence."""
    passages = (found for found in turn.evidence if found.passage.document == hit.place.document.name)
    yield from (
        found for found in passages if found.passage.start < sentence.end and sentence.start < found.passage.end
    )


def was_read(turn: Turn) -> bool:
    """Whether the search had a reader for this question."""
    return any(found.read_score is not None for found in turn.evidence)


@functools.cache
def weights(*, read: bool = False) -> tuple[float, ...]:
    """The fitted weight of each feature, in the order of FEATURES, of sentence_weights.json, read once.

    `read`: those fitted with a reader. Those without serve both where none were fitted with one.
    """
    fitted = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    named = (fitted.get(WITH_READER) if read else None) or fitted[WITHOUT_READER]
    return tuple(float(named["weights"].get(name, 0.0)) for name in FEATURES)
