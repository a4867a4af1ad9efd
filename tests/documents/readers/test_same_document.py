"""One text as txt, docx, pdf and web page is one document: the same clauses, the same units."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from documents.ingest import read_document
from documents.model import Document
from documents.settings import DocumentSettings
from tests.documents.readers.make import PORTALS, Policy, as_text
from tests.documents.readers.make_docx import as_docx
from tests.documents.readers.make_pdf import as_pdf
from tests.documents.readers.policies import POLICIES

Row = tuple[str, str, int, str, str, tuple[tuple[str, str, str], ...]]

FORMS: dict[str, tuple[str, Callable[[Policy], bytes]]] = {
    "docx": ("docx", as_docx),
    "pdf": ("pdf", as_pdf),
    "pdf with running heads": ("pdf", lambda policy: as_pdf(policy, head="某市人民政府公报 2021年第3期", numbers=True)),
    "pdf in two columns": ("pdf", lambda policy: as_pdf(policy, columns=2, size=12.0, numbers=True)),
    "pdf without indents": ("pdf", lambda policy: as_pdf(policy, indent=0.0)),
    **{f"{name} page": ("html", page) for name, page in PORTALS.items()},
}


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path, DocumentSettings())


def tree(document: Document) -> list[Row]:
    """Every numbered clause without its white space, and its units."""
    return [
        (
            clause.locator,
            clause.label,
            clause.level,
            "".join(clause.title.split()),
            "".join(clause.text.split()),
            tuple((unit.unit, unit.role, unit.basis) for unit in clause.units),
        )
        for clause in document.clauses
        if clause.part == "numbered"
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", POLICIES)
def test_the_form_makes_no_difference(tmp_path: Path, name: str, form: str) -> None:
    suffix, make = FORMS[form]
    written = read(tmp_path, "文件.txt", as_text(POLICIES[name]))
    other = read(tmp_path, f"文件.{suffix}", make(POLICIES[name]))
    assert tree(other) == tree(written)
    assert (other.title, other.number, other.issuer, other.date) == (
        written.title,
        written.number,
        written.issuer,
        written.date,
    )


def test_the_texts_have_what_the_forms_could_lose(tmp_path: Path) -> None:
    """The comparison says something only about trees with depth and units."""
    opinion = tree(read(tmp_path, "意见.txt", as_text(POLICIES["opinion"])))
    assert len(opinion) == 31
    assert max(row[2] for row in opinion) == 5
    assert sum(len(row[5]) for row in opinion) == 3 * (4 + 3 + 4 + 3) + 1
    statute = tree(read(tmp_path, "办法.txt", as_text(POLICIES["statute"])))
    assert [row[0] for row in statute][-1] == "第三章/第十五条"
    assert "第三章/第十四条/(二)" in [row[0] for row in statute]
    guide = tree(read(tmp_path, "指南.txt", as_text(POLICIES["specification"])))
    assert [row[0] for row in guide][-1] == "2/2.2/2.2.2"


def test_pages_and_spans_of_a_pdf_point_into_its_text(tmp_path: Path) -> None:
    document = read(tmp_path, "意见.pdf", as_pdf(POLICIES["opinion"], numbers=True))
    assert len(document.pages) >= 4
    assert document.pages[0] == 0
    assert list(document.pages) == sorted(document.pages)
    assert document.page(0) == 1
    assert document.page(len(document.text) - 1) == len(document.pages)
    for clause in document.clauses:
        assert clause.text == document.quote(clause.start, clause.end)
        for unit in clause.units:
            assert document.text[unit.start : unit.end]


def test_a_policy_is_not_changed_by_its_order_of_formats(tmp_path: Path) -> None:
    """Reading keeps nothing from one file to the next: numbers begin anew."""
    short = replace(POLICIES["opinion"], blocks=POLICIES["opinion"].blocks[5:9])
    first = read(tmp_path, "一.docx", as_docx(short))
    second = read(tmp_path, "二.docx", as_docx(short))
    assert first.text == second.text
    assert "一、总体要求" in second.text
