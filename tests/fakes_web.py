"""A scripted assistant and a small library for the web tests. Fakes: nothing here answers a real question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.outcome import Outcome
from assistant.turn import Citation, Related, Turn
from documents.errors import UnknownDocument
from documents.holdings import Holding
from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility
from documents.standing import Standing

TEXT = (
    "来源：某论坛\n"
    "关于建设示范河港的意见\n"
    "一、加快水运建设\n"
    "（一）疏浚示范河航道\n"
    "市交通局要疏浚示范河航道，到年建成码头。（责任单位：市交通局、市水利局）\n"
    "（二）扩建机场\n"
    "扩建航站楼。（责任单位：市交通局）\n"
    "广告：请访问 http://advert.example\n"
)

STAGES = ("understand", "retrieve", "compose", "verify")


def span(part: str, text: str = TEXT, after: int = 0) -> tuple[int, int]:
    """Where `part` stands in `text`, at or after `after`."""
    start = text.index(part, after)
    return start, start + len(part)


def _clause(label: str, locator: str, level: int, title: str, last: str, *units: str) -> Clause:
    start, end = span(label + title)[0], span(last)[1]
    named = tuple(
        Responsibility(unit, "lead" if place == 0 else "support", "first_listed", *span(unit, after=start))
        for place, unit in enumerate(units)
    )
    return Clause(locator, label, level, title, TEXT[start:end], start, end, named)


def sample_document() -> Document:
    """A small damaged document: one restored mask (河), one standing mask, one gap, two lines of noise."""
    masked = TEXT.replace("疏浚示范河航道，", "疏浚示范*航道，")
    restored_at = span("疏浚示范河航道，")[0] + 4
    return Document(
        name="sample",
        title="关于建设示范河港的意见",
        source=masked,
        text=TEXT,
        clauses=(
            _clause("一、", "一", 1, "加快水运建设", "加快水运建设"),
            _clause("（一）", "一/(一)", 2, "疏浚示范河航道", "市水利局）", "市交通局", "市水利局"),
            _clause("（二）", "一/(二)", 2, "扩建机场", "扩建航站楼。（责任单位：市交通局）", "市交通局"),
        ),
        repairs=(Repair(restored_at, "*", "河", "term", 0.97), Repair(span("航站楼")[0], "*", "*", "none", 0.1)),
        gaps=(Gap(*span("到年"), "year", "到年建成码头"),),
        noise=(
            Noise(*span("来源：某论坛\n"), "header"),
            Noise(*span("广告：请访问 http://advert.example\n"), "advert"),
        ),
        issuer="示范市人民政府",
        number="示政发〔2020〕8号",
        date="2020年12月14日",
    )


@dataclass
class FakeHoldings:
    """Documents by name, held in memory."""

    held: Mapping[str, Document] = field(default_factory=lambda: {"sample": sample_document()})
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def names(self) -> list[str]:
        return sorted(self.held)

    def document(self, name: str) -> Document:
        if name not in self.held:
            raise UnknownDocument(f"document {name!r} is not in the library")
        return self.held[name]

    def revision(self) -> str:
        return str(hash(tuple(self.held)))

    def holdings(self, today: date) -> list[Holding]:
        """A line for each document, with the counts that a list does not show left at 0."""
        stands = self.standings(today)
        return [
            Holding(name, one.title, one.issuer, one.number, one.date, stands[name], 1, 0, 0, 0, 0)
            for name, one in sorted(self.held.items())
        ]

    def standings(self, today: date) -> dict[str, Standing]:
        return {name: self.standing.get(name, Standing()) for name in self.held}


def cited(quote: str = "市交通局要疏浚示范河航道", *, damaged: bool = True) -> Citation:
    """A citation of the sample document."""
    return Citation("sample", "一/(一)", "疏浚示范河航道", quote, *span(quote), damaged)


def answered(answer: str = "市交通局牵头。", **changes: object) -> Turn:
    """A finished turn with one citation and one related clause."""
    turn = Turn(
        question="",
        outcome=Outcome.ANSWERED,
        answer=answer,
        citations=(cited(),),
        related=(Related("sample", "一/(二)", "扩建机场"),),
    )
    return replace(turn, **changes)  # type: ignore[arg-type]


@dataclass
class FakeAnswerer:
    """Gives scripted turns by question, and remembers what it was asked with which history."""

    script: dict[str, Turn | Exception] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        assert document is None, "the page asks the whole library"
        self.asked.append((question, tuple(history)))
        turn = self.script.get(question, answered())
        for stage in STAGES[:-1]:
            yield stage, Turn(question=question, history=tuple(history))
        if isinstance(turn, Exception):
            raise turn
        yield STAGES[-1], replace(turn, question=question, history=tuple(history))
