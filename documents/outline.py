"""A document on a terminal, and as the JSON that `inspect` and `export` promise."""

from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from documents.model import Clause, Document
from documents.printable import one_line

ROLE_WORDS = {"lead": "牵头", "support": "配合", "joint": "共同"}
_LEAD_BASIS_WORDS = {"marked": "·原文标明", "first_listed": "·列第一位"}


def outline_json(document: Document) -> dict[str, Any]:
    """The object of `inspect --json`: numbered clauses, repairs, gaps and noise."""
    return {
        "document": document.name,
        "title": document.title,
        "clauses": [_clause_json(clause) for clause in document.clauses if clause.part == "numbered"],
        "repairs": [
            {"start": r.start, "before": r.before, "after": r.after, "rule": r.rule, "confidence": r.confidence}
            for r in document.repairs
        ],
        "gaps": [{"start": g.start, "end": g.end, "kind": g.kind, "context": g.context} for g in document.gaps],
        "noise": [{"start": n.start, "end": n.end, "kind": n.kind} for n in document.noise],
    }


def export_json(document: Document) -> dict[str, Any]:
    """The object of `export`: the outline, what the text says of itself, `parts` (the unnumbered text in front and at
    the end) and the source."""
    return {
        **outline_json(document),
        "issuer": document.issuer,
        "number": document.number,
        "date": document.date,
        "parts": [_clause_json(clause) for clause in document.clauses if clause.part != "numbered"],
        "source": document.source,
    }


def print_outline(document: Document, console: Console) -> None:
    """The clause tree as a table of contents, then what was repaired, what is lost and what is noise."""
    console.print(_tree(document))
    _print_damage(document, console)


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "locator": clause.locator,
        "label": clause.label,
        "level": clause.level,
        "title": clause.title,
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "units": [
            {"unit": u.unit, "role": u.role, "basis": u.basis, "start": u.start, "end": u.end} for u in clause.units
        ],
    }


def _tree(document: Document) -> Tree:
    tree = Tree(Text(one_line(document.title), style="bold"))
    about = "  ".join(one_line(fact) for fact in (document.issuer, document.number, document.date) if fact)
    if about:
        tree.add(Text(about, style="dim"))
    branches = {"": tree}
    for clause in document.clauses:
        if clause.part != "numbered":
            continue
        above = branches.get(clause.parent_locator, tree)
        branches[clause.locator] = above.add(_heading(clause))
    return tree


def _heading(clause: Clause) -> Text:
    line = Text(f"{clause.label} ", style="cyan")
    line.append(one_line(clause.title or clause.text.removeprefix(clause.label).lstrip()[:40]), style="default")
    for unit in clause.units:
        line.append(f"  {one_line(unit.unit)}", style="bold green" if unit.role == "lead" else "green")
        basis = _LEAD_BASIS_WORDS.get(unit.basis, "") if unit.role == "lead" else ""
        line.append(f"({ROLE_WORDS[unit.role]}{basis})", style="dim")
    return line


def _print_damage(document: Document, console: Console) -> None:
    restored = [repair for repair in document.repairs if repair.restored]
    console.print(
        Text(f"\n修复 repairs: {len(restored)} restored, {len(document.repairs) - len(restored)} left standing", "bold")
    )
    for repair in document.repairs:
        around = one_line(document.text[max(0, repair.start - 6) : repair.start + 7])
        change = f"{repair.before}→{repair.after}" if repair.restored else f"{repair.before} (stands)"
        console.print(
            Text(f"  {repair.start:>6}  {one_line(change)}  {repair.confidence:.3f}  {repair.rule:<16} …{around}…")
        )
    console.print(Text(f"\n缺失 gaps: {len(document.gaps)}", "bold"))
    for gap in document.gaps:
        console.print(Text(f"  {gap.start:>6}  {gap.kind:<12} …{one_line(gap.context)}…"))
    console.print(Text(f"\n非正文 noise: {len(document.noise)}", "bold"))
    for noise in document.noise:
        shown = one_line(document.text[noise.start : noise.end][:50])
        console.print(Text(f"  {noise.start:>6}  {noise.kind:<16} {shown}"))
