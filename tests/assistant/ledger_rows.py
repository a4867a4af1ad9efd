"""Rows of the ledger for its tests: made by hand, and drawn by hypothesis."""

from hypothesis import strategies as st

from documents.deadline import Deadline
from documents.model import Basis, Clause, Document, Responsibility, Role
from documents.tasks import Task

UNITS = ("市甲局", "市乙局", "市丙委", "市丁办")
BASES: dict[Role, Basis] = {"lead": "first_listed", "support": "first_listed", "joint": "joint"}


def task(
    locator: str,
    *units: tuple[str, Role],
    document: str = "plan",
    title: str = "修路",
    heading: str = "",
    due: str = "",
) -> Task:
    """A row with these units in these roles."""
    held = tuple(Responsibility(unit, role, BASES[role], 0, len(unit)) for unit, role in units)
    deadlines = (Deadline(due, 0, len(due)),) if due else ()
    return Task(
        document, f"关于{document}的意见", "2024年1月1日", locator, title, heading, f"{title}。", held, deadlines
    )


def document_of(rows: list[Task], name: str = "plan") -> Document:
    """A document whose clauses are these rows, for a catalogue to hold."""
    text, clauses = "", []
    for row in rows:
        start = len(text)
        text += f"{row.title}。\n"
        end = len(text)
        label = row.locator.rpartition("/")[2]
        level = row.locator.count("/") + 1
        clauses.append(Clause(row.locator, label, level, row.title, text[start:end], start, end, row.units))
    return Document(name, f"关于{name}的意见", text, text, tuple(clauses), date="2024年1月1日", content_hash=name)


def role_of(draw: st.DrawFn) -> Role:
    return draw(st.sampled_from(("lead", "support", "joint")))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Task]:
    """Up to eight rows under two headings, each with its own units in any roles, or none."""
    rows = []
    for number in range(draw(st.integers(0, 8))):
        named = draw(st.lists(st.sampled_from(UNITS), unique=True, max_size=len(UNITS)))
        units = [(unit, role_of(draw)) for unit in named]
        heading = draw(st.sampled_from(("一", "二")))
        rows.append(task(f"{heading}/{number + 1}", *units, heading=f"第{heading}"))
    return rows
