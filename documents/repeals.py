"""A document's text → the earlier documents that it repeals or takes the place of.

In a sentence (`《甲办法》（X发〔2015〕3号）同时废止`, `废止《甲办法》`, `代替《甲办法》`) and in a list or table
below a sentence that repeals what it lists. Only whole documents: `《甲办法》第五条同时废止` repeals none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.dates import DAY, as_day, plain
from documents.metadata import KINDS
from documents.model import Document
from documents.said import OMITTED, Ended, Repeal
from documents.sentences import Sentence

NUMBER = (
    r"(?:[一-鿿]{1,12}第?[〔\[(（【]\d{4}[〕\])）】]第?\d+号|[一-鿿]{1,14}令[（(]?第?[\d一二三四五六七八九十百零〇]+号)"
)
"""A document number in text without white space and with half-width digits."""

_NOTE = re.compile(r"[（(][^（()）]{1,80}[)）]")
"""What stands in brackets behind a title: its number, when it was passed."""
_NUMBER = re.compile(NUMBER)
_BEFORE_NUMBER = re.compile(r"^.*(?:[的和及与将对把由原条]|同时|废止|代替)(?=[一-鿿]+第?[〔\[(（【])")
"""Words of the sentence that run into a number: no issuer is abbreviated with one of these."""
_ISSUED = "(?:公布|发布|印发|制定|颁布|下发|出台|施行|实施|通过|批准|修订|修正|转发)"
_JOINED = re.compile(
    rf"^(?:[、，,；;和及与或以原其的等]|同时|(?:(?!废止|失效|根据|依据|依照|修改)[^。；;]){{0,58}}?{_ISSUED}的?原?)$"
)
"""What may stand between two documents of one enumeration: it joins them and says where the second comes from."""

_ENDS = "(?:废止|失效|停止执行|停止施行|停止实施|不再执行|作废|撤销|废除)"
_MANNER = (
    rf"(?:(?:自|从|于){DAY}起?|自本[一-鿿]{{2,10}}(?:之日)?起|同时|即行|随之|一并|相应|自行|自动|均|全部|都|现|届时|即|也|亦|"
    r"予以|宣布|作|全文)"
)
_AFTER = re.compile(
    rf"^等?(?:(?:共计?)?[\d一二三四五六七八九十]+[件个部份项])?(?:规范性|政策性?|行政)?(?:文件|规章|通知|规定|办法|意见|法规)?[，,]?"
    rf"(?P<manner>{_MANNER}*)(?P<verb>{_ENDS})(?![前的后之日])"
)
_BEFORE = re.compile(
    rf"(?P<about>关于)?(?:决定|现|同时|一并|即行|予以|宣布|将|对)*(?P<verb>{_ENDS[:-1]}|代替|替代|取代))(?:了|原)?[:：]?$"
)
_ACTING = re.compile(r"(?:[被由经据]|按照?|依照|遵照)$")
"""Before a document that does the repealing, or on whose grounds another is repealed."""
_REPLACED = re.compile(r"^(?:同时)?(?:由|被|为)本[一-鿿]{2,10}(?:所)?(?:代替|替代|取代)")

_LISTS = re.compile(
    rf"(?:{_ENDS}(?:和[一-鿿]{{2,6}})?的?[^，。；]{{0,16}}(?:目录|清单|一览表|如下|名单|[:：])|"
    rf"(?:下列|以下|如下|附件|所列|目录)[^。；]{{0,40}}{_ENDS})"
)
_KEEPS = re.compile("继续有效|予以保留|保留的|修改|修订|继续执行")
_CLEARS = re.compile(f"{_ENDS}|清理")
_LABEL = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]+[)）、.．])+")
_TITLE = re.compile(rf"^(?:[一-鿿]{{2,30}})?关于.{{4,80}}(?:{KINDS})(?:[（(].{{1,20}}[)）])?$")
_ENTRY = re.compile(rf"^(?P<title>[^，。；：:\d（(]{{3,60}}(?:{KINDS})(?:[（(](?:试行|暂行|修订)[)）])?)[（(].*$")
"""A title that stands free in front of its number in brackets."""
_DRAFT = re.compile("征求意见|草案|送审稿|讨论稿|草稿")
_CELLS = re.compile(r"[\t|]+")


@dataclass(frozen=True)
class _Named:
    """A document named at `[start, end)` of a sentence."""

    title: str
    number: str
    start: int
    end: int


@dataclass(frozen=True)
class _Listing:
    """What becomes of the documents of a list, and the sentence that says so."""

    status: Ended
    evidence: str


def read_repeals(document: Document, spoken: Sequence[Sentence]) -> tuple[Repeal, ...]:
    """Each document once, by what is said of it first. A draft repeals nothing."""
    if _DRAFT.search(document.title):
        return ()
    found: dict[tuple[str, str], Repeal] = {}
    clears = bool(_CLEARS.search(document.title))
    listing: _Listing | None = None
    title = plain("".join(document.title.split()))
    for sentence in spoken:
        repeals = list(_in_sentence(sentence, is_title=sentence.text in title or title in sentence.text))
        if clears and not repeals:
            listing = _listing(sentence, listing)
            repeals = list(_listed(sentence, listing)) if listing else []
        for repeal in repeals:
            found.setdefault((repeal.title, repeal.number), repeal)
    return tuple(found.values())


def named_documents(text: str) -> list["_Named"]:
    """The documents that a compact sentence names, in order: 《title》 with its number behind it, or a number alone."""
    named: list[_Named] = []
    place = 0
    while (opened := text.find("《", place)) >= 0:
        closed = _closing(text, opened)
        if closed < 0:
            break
        note = _NOTE.match(text, closed + 1)
        end = note.end() if note else closed + 1
        number = _NUMBER.search(note.group()) if note else None
        named += _numbers(text, place, opened)
        named.append(_Named(text[opened + 1 : closed], number.group() if number else "", opened, end))
        place = end
    named += _numbers(text, place, len(text))
    return named


def _closing(text: str, opened: int) -> int:
    """Where the bracket opened there is closed again, others inside it included; -1 where it is not."""
    depth = 0
    for place in range(opened, len(text)):
        depth += (text[place] == "《") - (text[place] == "》")
        if depth == 0:
            return place
    return -1


def _numbers(text: str, start: int, end: int) -> Iterator[_Named]:
    for match in _NUMBER.finditer(text, start, end):
        number = _BEFORE_NUMBER.sub("", match.group())
        yield _Named("", number, match.end() - len(number), match.end())


def _in_sentence(sentence: Sentence, *, is_title: bool) -> Iterator[Repeal]:
    text = sentence.text
    named = named_documents(text)
    for group in _enumerations(text, named):
        status, manner = _verdict(text, group, is_title)
        if status is None or sentence.is_quoted(group[0].start):
            continue
        since = _day(manner) if sentence.is_whole(group[-1].end, group[-1].end + len(manner)) else ""
        for one in group:
            yield Repeal(one.title, one.number, status, since, sentence.evidence)


def _enumerations(text: str, named: Sequence[_Named]) -> Iterator[list[_Named]]:
    """Documents named one after the other, with nothing between them but what joins and describes them."""
    group: list[_Named] = []
    for one in named:
        between = text[group[-1].end : one.start] if group else ""
        if between and not _JOINED.match(between):
            yield group
            group = []
        group = [*group, one]
    if group:
        yield group


def _verdict(text: str, group: Sequence[_Named], is_title: bool) -> tuple[Ended | None, str]:
    """What the sentence says of the enumeration, and the words in which a date may stand."""
    rest = text[group[-1].end :]
    if _ACTING.search(text[: group[0].start]):
        return None, ""
    after = _AFTER.match(rest)
    if after:
        return ("expired" if after["verb"] == "失效" else "repealed"), after.group()
    if _REPLACED.match(rest):
        return "superseded", ""
    before = _BEFORE.search(text[: group[0].start])
    if before and (is_title or not before["about"]) and re.match(r"(?:等|[，,。；;、()（）]|$|的决定|的通知)", rest):
        return ("superseded" if before["verb"] in ("代替", "替代", "取代") else "repealed"), ""
    return None, ""


def _listing(sentence: Sentence, now: _Listing | None) -> _Listing | None:
    """What becomes of the documents listed from this sentence on."""
    text = sentence.text
    if _KEEPS.search(text) and "《" not in text and not _NUMBER.search(text):
        return None
    if _LISTS.search(text) and "《" not in text:
        status: Ended = "repealed" if "废止" in text or "失效" not in text else "expired"
        return _Listing(status, sentence.evidence)
    return now


def _listed(sentence: Sentence, listing: _Listing) -> Iterator[Repeal]:
    """A line of a list or a row of a table: documents in 《》, or a title that stands free beside its number.

    Its evidence is what the list is for, and the line.
    """
    evidence = f"{listing.evidence}{OMITTED}{sentence.evidence}"
    named = named_documents(sentence.text)
    if any(one.title for one in named):
        yield from (Repeal(one.title, one.number, listing.status, "", evidence) for one in named if one.title)
        return
    cells = [_LABEL.sub("", cell) for cell in _CELLS.split(sentence.text)]
    number = next((found.group() for cell in cells if (found := _NUMBER.search(cell))), "")
    title = next((cell for cell in cells if _TITLE.match(cell)), "")
    entry = _ENTRY.match(cells[0]) if number and len(cells) == 1 else None
    title = entry["title"] if entry else title
    if title or (number and len(cells) > 1):
        yield Repeal(title, number, listing.status, "", evidence)


def _day(manner: str) -> str:
    found = re.search(DAY, manner)
    day = as_day(found.group()) if found else None
    return day.isoformat() if day else ""
