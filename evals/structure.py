"""Clause trees and responsible units against hand-written ones: exactness by style, document by document.

A folder holds `NAME.txt` or `NAME.md` and beside each a `NAME.json`: its style and the clauses expected, in order, with
locator, title (left out where it does not matter) and units (unit, role, basis).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from documents.ingest import read_document
from documents.model import Clause, Document
from documents.settings import DocumentSettings
from evals.errors import RunFailed

HELD = "_held"
"""The end of the name of a document that was written before the parser was worked on, and not looked at since."""


@dataclass(frozen=True)
class StructureScore:
    """One document's result. A clause is exact when locator, title and place in the order are those expected; its
    units are exact when names, order, roles and bases are. A clause too many counts as an error of its own."""

    name: str
    style: str
    clauses: int
    clauses_exact: int
    units_exact: int
    faults: tuple[str, ...]

    @property
    def held(self) -> bool:
        return self.name.endswith(HELD)


def score_folder(folder: Path, settings: DocumentSettings) -> list[StructureScore]:
    """Every document of the folder that has a JSON beside it, by name. Raises RunFailed, UnreadableFile."""
    gold = sorted(folder.glob("*.json"))
    if not gold:
        raise RunFailed(f"{folder} holds no NAME.json beside a NAME.txt or NAME.md; name a folder that does")
    return [_score(path, settings) for path in gold]


def print_structure(scores: Sequence[StructureScore], console: Console) -> None:
    """A row a style, then the documents that are not exact with what differs."""
    table = Table("style", "documents", "clauses", "clauses exact", "units exact")
    for style in sorted({score.style for score in scores}):
        _row(table, style, [score for score in scores if score.style == style])
    table.add_section()
    _row(table, "written first, held back", [score for score in scores if score.held])
    _row(table, "all", scores)
    console.print(table)
    for score in scores:
        for fault in score.faults:
            console.print(f"{score.name}: {fault}", markup=False, highlight=False, soft_wrap=True)


def shares(scores: Sequence[StructureScore]) -> tuple[float, float]:
    """Clauses exact and units exact, as shares of the clauses, in [0, 1]."""
    total = sum(score.clauses for score in scores)
    exact, units = sum(score.clauses_exact for score in scores), sum(score.units_exact for score in scores)
    return (exact / total, units / total) if total else (0.0, 0.0)


def _row(table: Table, name: str, scores: Sequence[StructureScore]) -> None:
    total = sum(score.clauses for score in scores)
    table.add_row(name, str(len(scores)), str(total), *(f"{100 * share:.1f}%" for share in shares(scores)))


def _score(gold: Path, settings: DocumentSettings) -> StructureScore:
    try:
        expected = json.loads(gold.read_text(encoding="utf-8"))
        style, clauses = str(expected["style"]), list(expected["clauses"])
    except (ValueError, KeyError, TypeError) as error:
        raise RunFailed(f"{gold} is no {{style, clauses}} object: {error}") from error
    source = next((path for end in (".txt", ".md") if (path := gold.with_suffix(end)).exists()), None)
    if source is None:
        raise RunFailed(f"{gold} has no .txt or .md beside it; add the document or remove the file")
    document = read_document(source, settings)
    read = [clause for clause in document.clauses if clause.part == "numbered"]
    pairs = [(wanted, document.clause(wanted["locator"])) for wanted in clauses]
    order = [clause.locator for clause in read] == [wanted["locator"] for wanted in clauses]
    trees = [found is not None and wanted.get("title", found.title) == found.title for wanted, found in pairs]
    units = [found is not None and _units(found) == wanted["units"] for wanted, found in pairs]
    extra = len({clause.locator for clause in read} - {wanted["locator"] for wanted in clauses})
    faults = tuple(_faults(document, clauses, order))
    return StructureScore(gold.stem, style, len(clauses) + extra, sum(trees), sum(units), faults)


def _units(clause: Clause) -> list[dict[str, str]]:
    return [{"unit": one.unit, "role": one.role, "basis": one.basis} for one in clause.units]


def _faults(document: Document, clauses: Sequence[Any], order: bool) -> Iterator[str]:
    if not order:
        read = " ".join(clause.locator for clause in document.clauses if clause.part == "numbered")
        yield f"locators read {read}, expected {' '.join(wanted['locator'] for wanted in clauses)}"
    for wanted in clauses:
        found = document.clause(wanted["locator"])
        if found is None:
            continue
        if wanted.get("title", found.title) != found.title:
            yield f"{found.locator} title {found.title!r}, expected {wanted['title']!r}"
        if _units(found) != wanted["units"]:
            yield f"{found.locator} units {_words(_units(found))}, expected {_words(wanted['units'])}"


def _words(units: Sequence[dict[str, str]]) -> str:
    return "、".join(f"{one['unit']}({one['role']} {one['basis']})" for one in units) or "none"
