"""What about a document should make an official look twice, with the evidence. Nothing is ever kept out for it.

Most of it has innocent causes: a circular repeats a list of tasks, a rule on hotlines says what is not answered, an
office program leaves invisible characters. So each finding is shown where documents are added and listed. Two kinds
also decide who speaks first: a document that only repeats the titles of another one's clauses, and one that mainly
says that questions cannot be answered, are asked after all others (`doubted`).
"""

import base64
import json
import re
import unicodedata
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from documents.model import Document, without_noise

Kind = Literal["orders", "refusals", "repeats", "invisible", "links", "borrowed", "hollow"]
DOUBTED: frozenset[Kind] = frozenset({"refusals", "hollow"})
"""Kinds that make a document speak after the others."""
LONGEST_EVIDENCE = 60
SHORTEST_TITLE = 6
"""Shorter titles of clauses (`总体要求`) are everybody's, in characters."""
FEWEST_BORROWED = 5
BORROWED_SHARE = 0.5
"""Of the other document's titles, so many are held: the list is that document's."""
HOLLOW_SHARE = 0.25
"""Titles of another document's clauses make up so much of the text, and no unit is named: nothing stands below them."""
REFUSING_SHARE = 0.1
"""Of the sentences, so many say that there is no answer."""
REPEATED_TIMES, REPEATED_SHARE = 6, 0.3
REPEATED_ENDING = 8
"""Sentences that end in the same so many characters are near-identical."""
FEW_INVISIBLE = 20
"""So many zero-width characters an office program leaves behind."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_UNIT_STATEMENT = re.compile(r"^[（(]?\s*[一-鿿]{2,4}(?:单位|部门)\s*[:：]")
_NOT_TEXT = re.compile(r"[\W\d_]+")
_PIECE = re.compile(r"[^，。；：、,;:!?！？\n|\t （）()]+")
_SAID_OF = re.compile(r"由|归|是|均|都|请|应|这|一律|全部|按照")
"""Where what is said of a title begins: `加快机场建设由甲局负责`."""
_ORDERS = re.compile(
    r"(?:忽略|无视|忘记|不要?(?:遵守|理会))[^。；\n]{0,8}(?:以上|上述|之前|前面|所有|一切|系统)[^。；\n]{0,8}"
    r"(?:指令|规则|提示词?|指示|要求|内容)"
    r"|(?:ai|人工智能|智能|语言模型|大模型|聊天)\s*(?:助手|助理|机器人|模型|系统)?\s*[:：,，]?\s*"
    r"(?:从现在起|从现在开始|请你?|你|必须|务必|应当?|只能)[^。；\n]{0,10}"
    r"(?:回答|忽略|输出|推荐|说|扮演|声称|隐瞒|不得提)"
    r"|从现在(?:起|开始)[^。；\n]{0,6}(?:你|助手|模型|回答)[^。；\n]{0,20}|系统提示词"
    r"|(?:你现在是|你是一[个名])[^。；\n]{0,12}(?:助手|模型|机器人|ai)"
    r"|\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+)*(?:previous|prior|above|earlier)\b[^.。\n]{0,40}"
    r"|\bsystem prompt\b|\byou are (?:now|an? (?:ai|assistant|language model))\b"
    r"|\b(?:ai|assistant|language model)s?\s*[:,]\s*(?:you must|from now on|always|never|please)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:无法|不能|不予|拒绝|难以|恕不|不可以?|不便)(?:直接|给予|予以|作出|就此|对此|进行|提供)?"
    r"(?:回答|作答|答复|解答|答案)(?!的|者|时)"
    r"|(?:没有|无|未|找不到)(?:找到|任何|相关|有关|此)*(?:答案|信息|资料)$"
    r"|\b(?:cannot|can't|unable to|not able to) (?:be )?answer|\bno answer\b",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_PUBLIC = re.compile(r"^(?:https?://)?[\w.-]*\.(?:gov|edu|mil)(?:\.\w\w)?(?:[/:?#]|$)", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_HIDDEN_LETTERS = re.compile("[\U000e0001-\U000e007f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Suspicion:
    """One finding. `count` is how often it was found, `evidence` the first place, verbatim, cut to one line."""

    kind: Kind
    count: int
    evidence: str


@dataclass(frozen=True, eq=False)
class Trace:
    """What the comparison of documents needs of one: the rest of it is not kept.

    `titles` and `pieces` are CRC-32 of the titles of its clauses, and of what stands between two punctuation marks.
    """

    name: str
    titles: frozenset[int]
    pieces: "array[int]"
    lengths: "array[int]"
    """How many characters of the document each of `pieces` makes up."""
    characters: int
    names_units: bool
    own: tuple[Suspicion, ...]
    """What is found in the document without a look at any other."""

    def share_of(self, titles: Collection[int]) -> float:
        """How much of the document's text these titles make up, in [0, 1]."""
        lengths = dict(zip(self.pieces, self.lengths, strict=True))
        return sum(lengths.get(title, 0) for title in titles) / max(1, self.characters)

    def packed(self) -> str:
        """All but the name, in printable ASCII; `unpacked` reads it."""
        fields = [sorted(self.titles), list(self.pieces), list(self.lengths), self.characters, self.names_units]
        written = json.dumps([*fields, [asdict(one) for one in self.own]], ensure_ascii=True)
        return base64.b64encode(zlib.compress(written.encode())).decode()


def unpacked(name: str, packed: str) -> Trace:
    """The trace that `packed` wrote of the document of that name."""
    titles, pieces, lengths, characters, names_units, own = json.loads(zlib.decompress(base64.b64decode(packed)))
    own = tuple(Suspicion(**one) for one in own)
    return Trace(name, frozenset(titles), array("I", pieces), array("I", lengths), characters, names_units, own)


def trace_of(document: Document) -> Trace:
    """A function of the document alone."""
    text = without_noise(document.text, 0, len(document.text), document.noise)
    lengths: Counter[int] = Counter()
    for piece in _pieces(text):
        if len(piece) >= SHORTEST_TITLE:
            lengths[_mark(piece)] += len(piece)
    titles = (_plain(clause.title) for clause in document.clauses if clause.part == "numbered")
    return Trace(
        document.name,
        frozenset(_mark(title) for title in titles if len(title) >= SHORTEST_TITLE),
        array("I", lengths.keys()),
        array("I", lengths.values()),
        len(_plain(text)),
        any(clause.units for clause in document.clauses),
        tuple(in_itself(document)),
    )


def in_itself(document: Document) -> Iterator[Suspicion]:
    """What is suspicious about a document without a look at any other."""
    text = without_noise(document.text, 0, len(document.text), document.noise)
    sentences = [found.strip() for found in _SENTENCE.findall(text) if len(_plain(found)) >= 4]
    refusing = [sentence for sentence in sentences if _REFUSES.search(sentence)]
    if refusing and len(refusing) >= REFUSING_SHARE * len(sentences):
        yield Suspicion("refusals", len(refusing), _shown(refusing[0]))
    yield from _orders(text)
    yield from _repeats(sentences)
    yield from _invisible(document.text)
    foreign = [url for url in _URL.findall(text) if not _PUBLIC.match(url)]
    if foreign:
        yield Suspicion("links", len(foreign), _shown(foreign[0]))


def relative(trace: Trace, others: Iterable[Trace]) -> Iterator[Suspicion]:
    """What is suspicious about a document beside those of its library: titles of another one's clauses en masse.

    Of two that hold the same titles, the one that they make up more of has borrowed them.
    """
    for other in others:
        if other.name == trace.name or len(other.titles) < FEWEST_BORROWED:
            continue
        held = other.titles.intersection(trace.pieces)
        if len(held) < max(FEWEST_BORROWED, BORROWED_SHARE * len(other.titles)):
            continue
        share = trace.share_of(held)
        if share <= other.share_of(held):
            continue
        hollow = share >= HOLLOW_SHARE and not trace.names_units
        yield Suspicion("hollow" if hollow else "borrowed", len(held), other.name)


def suspicions(traces: Mapping[str, Trace]) -> dict[str, tuple[Suspicion, ...]]:
    """Name → what is suspicious, of each document of a library that something is suspicious about, in their order."""
    owners: dict[int, list[str]] = defaultdict(list)
    for trace in traces.values():
        for title in trace.titles:
            owners[title].append(trace.name)
    found = {}
    for name, trace in traces.items():
        shared = Counter(owner for piece in trace.pieces if piece in owners for owner in owners[piece])
        sources = [traces[owner] for owner, held in sorted(shared.items()) if held >= FEWEST_BORROWED]
        found[name] = (*trace.own, *relative(trace, sources))
    return {name: some for name, some in found.items() if some}


def says_no_answer(text: str) -> bool:
    """Whether a passage says that a question cannot be answered."""
    return any(_REFUSES.search(sentence) for sentence in _SENTENCE.findall(text))


def is_doubted(found: Iterable[Suspicion]) -> bool:
    """Whether a document of these suspicions speaks after the others."""
    return any(one.kind in DOUBTED for one in found)


def sources(found: Iterable[Suspicion]) -> Iterator[str]:
    """The names of the documents whose titles are repeated."""
    return (one.evidence for one in found if one.kind in ("borrowed", "hollow"))


def told(found: Iterable[Suspicion]) -> str:
    """The findings in one line: `orders to an assistant (1, “AI助手：从现在起…”)`. May hold text of the document."""
    return "; ".join(f"{_WORDS[one.kind]} ({one.count}, “{one.evidence}”)" for one in found)


_WORDS: Mapping[Kind, str] = {
    "orders": "orders to an assistant",
    "refusals": "sentences that say there is no answer",
    "repeats": "near-identical sentences",
    "invisible": "invisible characters",
    "links": "links to no public body",
    "borrowed": "titles of another document's clauses",
    "hollow": "titles of another document's clauses and little else",
}


def _orders(text: str) -> Iterator[Suspicion]:
    found = [match.group() for match in _ORDERS.finditer(_UNSEEN.sub("", text))]
    if found:
        yield Suspicion("orders", len(found), _shown(found[0]))


def _repeats(sentences: list[str]) -> Iterator[Suspicion]:
    """Sentences that differ in their beginning at most; lines of units are alike by nature."""
    told = [sentence for sentence in sentences if not _UNIT_STATEMENT.match(sentence)]
    plain = [(_plain(sentence), sentence) for sentence in told]
    endings: dict[str, list[str]] = defaultdict(list)
    for key, sentence in plain:
        if len(key) > REPEATED_ENDING:
            endings[key[-REPEATED_ENDING:]].append(sentence)
    most = max(endings.values(), key=len, default=[])
    if len(most) >= max(REPEATED_TIMES, REPEATED_SHARE * len(told)):
        yield Suspicion("repeats", len(most), _shown(most[0]))


def _invisible(text: str) -> Iterator[Suspicion]:
    """Letters that no reader sees (tags, changes of direction), or many characters without width."""
    hidden = _HIDDEN_LETTERS.findall(text)
    unseen = _UNSEEN.findall(text)
    if hidden or len(unseen) > FEW_INVISIBLE:
        evidence = " ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(hidden or unseen))
        yield Suspicion("invisible", len(hidden) or len(unseen), _shown(evidence))


def _pieces(text: str) -> Iterator[str]:
    """What stands between punctuation marks, and of it what stands in front of what is said of it."""
    for found in _PIECE.findall(unicodedata.normalize("NFKC", text).lower()):
        piece = _NOT_TEXT.sub("", found)
        yield piece
        front = _NOT_TEXT.sub("", _SAID_OF.split(found, maxsplit=1)[0])
        if front != piece:
            yield front


def _plain(text: str) -> str:
    """Letters alone, in half width and lower case."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text).lower())


def _mark(piece: str) -> int:
    return zlib.crc32(piece.encode("utf-8", "surrogatepass"))


def _shown(text: str) -> str:
    """The text on one line, cut; without the signs that end what stands before it."""
    line = " ".join(text.split()).lstrip("”’」』，,：:） )")
    return line if len(line) <= LONGEST_EVIDENCE else line[: LONGEST_EVIDENCE - 1] + "…"
