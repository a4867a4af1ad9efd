"""A document's own text → since when it is in force, until when, and whether the copy is marked as no longer so.

Only statements about the document itself count: `许可证有效期5年` is about a licence. A date that lost a digit, or that
is counted from one, is not read.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from documents.dates import DAY, LAST_DAY, NUMERAL, as_day, as_last_day, iso_day, later, number
from documents.marks import read_mark
from documents.metadata import KINDS
from documents.model import Document
from documents.repeals import read_repeals
from documents.said import Day, Said
from documents.sentences import Sentence, sentences

_FORCE = "(?:正式|开始|试)?(?:施行|实施|执行|生效|实行|试行)"
_PUBLISHED = "(?:公布|发布|印发|颁布|颁发|下发|签发|发文|通过)"
_ITSELF = rf"本[一-鿿]{{0,6}}?(?:{KINDS}|文件|文)"
_LABEL = re.compile(
    r"^(?:第?[（(]?[\d一二三四五六七八九十百零〇]{1,6}(?:[）)条款项、.．]|(?=[自本]))|[①-⑳]|附则|施行日期|[\W_])*"
)

_FROM_DAY = re.compile(rf"(?:自|从|于)(?P<day>{DAY})(?:零时|0时)?起?{_FORCE}(?!的)")
_FROM_PUBLICATION = re.compile(
    rf"(?:自|从){_PUBLISHED}之?日(?:起|后)?(?:满?(?P<count>{NUMERAL})(?P<measure>个?工作日|日|天|个月|年)(?:之|以)?后?)?"
    rf"起?{_FORCE}(?!的)"
)
_FROM_ANY = re.compile(rf"(?:自|从|于)[^，,。；;]{{0,16}}(?:起|日|后){_FORCE}(?!的)")
"""Any statement of this kind, damaged ones too: where there is one, the document's date does not stand in for it."""
_SPEAKS_OF_ITSELF = re.compile(
    rf"{_ITSELF}|(?:现予|予以|现)(?:公布|发布|印发|颁布)|(?:公布|发布|通过)[，,]?$"
    r"|(?:^|[，,；;])本(?![市省县区州地级单人次期年月轮])《?[一-鿿]{1,8}》?$"
)

_TERM = "(?:有效|执行|实施|施行|试行|暂行|适用|政策)(?:有效|执行)?(?:期限?|时间|时限)(?:暂?定)?(?:为|是|[:：])?"
_FOR_A_TIME = re.compile(rf"(?:{_TERM}|试行)(?P<count>{NUMERAL})(?P<measure>年|个月)(?P<half>半)?(?![零至—\-内])")
_UNTIL = re.compile(
    rf"(?:{_TERM}(?:{NUMERAL}年[，,(（]?)?(?:(?:自|从)?(?:{DAY}|{_PUBLISHED}之日)起?(?:{_FORCE})?[，,]?)?|{_FORCE}[，,]?)"
    rf"(?:至|到|截至|截止到?|止于|—+|-)(?P<last>{LAST_DAY})"
)
_ENDS_ON = re.compile(rf"(?:自|于|[，,])(?P<day>{DAY})起?(?:自行|自动)?(?:失效|废止)")
_KEYED_TERM = re.compile("(?:文件|政策)?(?:有效期|执行期|适用期|政策期)(?:限|间)?[:：]")
_EDGE = re.compile(rf"(?:^|[，,；;。（(]|[起日后]|{_FORCE}|{_ITSELF}的?)$")
"""What stands right before a term that is the document's own, and not that of a licence or a contract."""

_LONGEST = 1500
"""Characters; no statement that is read is as long, and a text without full stops costs nothing."""


def read_said(document: Document) -> Said:
    """What `document` says of itself and of documents before it."""
    spoken = tuple(sentence for sentence in sentences(document) if len(sentence.text) <= _LONGEST)
    effective = _effective(spoken, iso_day(document.date))
    expires = _expires(document, spoken, effective)
    return Said(effective, expires, read_mark(document), read_repeals(document, spoken))


def _effective(spoken: Sequence[Sentence], issued: date | None) -> Day | None:
    """The last statement counts: an order that proclaims a regulation stands before the regulation's own."""
    found: Day | None = None
    for sentence in spoken:
        day = next(_days_of_force(sentence, issued), None)
        found = Day(day.isoformat(), sentence.evidence) if day else found
    return found


def _days_of_force(sentence: Sentence, issued: date | None) -> Iterator[date]:
    for match in _FROM_DAY.finditer(sentence.text):
        day = as_day(match["day"])
        if day and _is_about_itself(sentence, match.start()) and sentence.is_whole(*match.span("day")):
            yield day
    for match in _FROM_PUBLICATION.finditer(sentence.text):
        day = _moved(issued, match["count"], match["measure"])
        if day and _is_about_itself(sentence, match.start()) and sentence.is_whole(*match.span()):
            yield day


def _moved(day: date | None, count: str | None, measure: str | None) -> date | None:
    """`day` and a period after it; None for working days, which no calendar here knows."""
    if day is None or count is None:
        return day
    if measure in ("日", "天"):
        return later(day, days=number(count))
    if measure == "个月":
        return later(day, months=number(count))
    return later(day, years=number(count)) if measure == "年" else None


def _head(sentence: Sentence, start: int) -> str:
    """What stands before `start`, less the clause's label."""
    return _LABEL.sub("", sentence.text[:start], count=1)


def _is_about_itself(sentence: Sentence, start: int) -> bool:
    """Whether a statement of force that begins at `start` is about the document, and no quotation."""
    head = _head(sentence, start)
    return not sentence.is_quoted(start) and (not head or bool(_SPEAKS_OF_ITSELF.search(head)))


def _states_force(sentence: Sentence) -> bool:
    return any(_is_about_itself(sentence, match.start()) for match in _FROM_ANY.finditer(sentence.text))


def _expires(document: Document, spoken: Sequence[Sentence], effective: Day | None) -> Day | None:
    """The first day no longer in force, by the last statement of a term; none that is before the document's force."""
    begins = date.fromisoformat(effective.day) if effective else None
    if begins is None and not any(map(_states_force, spoken)):
        begins = iso_day(document.date)
    front_end = next((clause.start for clause in document.clauses if clause.part == "numbered"), len(document.text))
    found: Day | None = None
    follows = False
    for sentence in spoken:
        day = next(_ends(sentence, begins, follows or sentence.end <= front_end), None)
        if day and not (begins and day <= begins):
            found = Day(day.isoformat(), sentence.evidence)
        follows = _states_force(sentence)
    return found


def _ends(sentence: Sentence, begins: date | None, follows: bool) -> Iterator[date]:
    """First days out of force. `follows`: a term alone is the document's, from where it stands."""
    for match in _UNTIL.finditer(sentence.text):
        last = as_last_day(match["last"])
        if last and _is_own_term(sentence, match.start(), follows) and sentence.is_whole(*match.span("last")):
            yield last + timedelta(days=1)
    for match in _ENDS_ON.finditer(sentence.text):
        day = as_day(match["day"])
        own = "》" not in sentence.text[: match.start()] and _is_own_term(sentence, match.start(), follows)
        if day and own and sentence.is_whole(*match.span("day")):
            yield day
    for match in _FOR_A_TIME.finditer(sentence.text):
        if begins and _is_own_term(sentence, match.start(), follows) and sentence.is_whole(*match.span()):
            whole = _moved(begins, match["count"], match["measure"])
            end = later(whole, months=6) if whole and match["half"] else whole
            yield from [end] if end else []


def _is_own_term(sentence: Sentence, start: int, follows: bool) -> bool:
    """Whether the sentence says 本办法 or when that is in force; or holds the term alone, where such a one follows."""
    head = _head(sentence, start)
    if sentence.is_quoted(start) or not _EDGE.search(head):
        return False
    alone = not head and (follows or _KEYED_TERM.match(sentence.text, start))
    return bool(alone or re.search(_ITSELF, head) or _states_force(sentence))
