"""What the library says of whole documents, over both databases: their versions, and whether they are in force."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.catalog import Catalogue
from documents.errors import BadStanding
from documents.model import Document
from documents.parsing import parse_document
from documents.standing import Standing
from tests.documents.texts import copies

TODAY = date(2026, 11, 24)
OLD = parse_document(
    "办法",
    "东海市物业管理办法\n东政发〔2010〕3号\n\n第一条　做好管理。（责任单位：市住建局）\n第二条　甲。\n",
    "ab" * 32,
)
NEW = parse_document(
    "条例",
    "东海市物业管理条例\n\n第一条　本条例自2020年7月1日起施行。《东海市物业管理办法》（东政发〔2010〕3号）同时废止。\n",
    "cd" * 32,
)
DOCUMENTS = st.builds(
    lambda text, number: parse_document("文件", text.replace("\0", ""), f"{number:064x}"), copies(), st.integers(0, 3)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@given(put=st.lists(DOCUMENTS, min_size=1, max_size=6))
def test_versions_are_what_was_put_in_order(catalogue: Catalogue, put: list[Document]) -> None:
    """A file that is put twice in a row is one version, whose reading is the last."""
    expected: list[Document] = []
    for document in put:
        catalogue.put(document)
        if expected and expected[-1].content_hash == document.content_hash:
            expected.pop()
        expected.append(document)
    versions = catalogue.versions("文件")
    assert [version.number for version in versions] == list(range(1, len(expected) + 1))
    assert [version.current for version in versions] == [*[False] * (len(expected) - 1), True]
    assert [version.content_hash for version in versions] == [document.content_hash for document in expected]
    assert [catalogue.document("文件", version.number) for version in versions] == expected
    assert catalogue.document("文件") == expected[-1]
    assert [held.versions for held in catalogue.holdings(TODAY)] == [len(expected)]
    catalogue.remove("文件")


def test_a_repeal_holds_while_the_document_that_repeals_is_in_the_library(catalogue: Catalogue) -> None:
    catalogue.put(OLD)
    assert catalogue.standings(TODAY)["办法"] == Standing()
    catalogue.put(NEW)
    assert catalogue.standings(date(2020, 6, 30))["办法"].in_force
    sentence = "《东海市物业管理办法》（东政发〔2010〕3号）同时废止。"
    assert catalogue.standings(TODAY)["办法"] == Standing("repealed", "2020-07-01", "条例", "read", sentence)
    catalogue.remove("条例")
    assert catalogue.standings(TODAY)["办法"] == Standing()


def test_only_the_current_version_repeals(catalogue: Catalogue) -> None:
    catalogue.put(OLD)
    catalogue.put(NEW)
    catalogue.put(parse_document("条例", "东海市物业管理条例\n\n第一条　做好管理。\n", "ef" * 32))
    assert catalogue.standings(TODAY)["办法"] == Standing()


def test_holdings_tell_what_documents_tell(catalogue: Catalogue) -> None:
    catalogue.put(NEW)
    catalogue.put(OLD)
    first, second = catalogue.holdings(TODAY)
    assert (first.name, second.name) == ("办法", "条例")
    assert (first.title, first.number, first.date) == (OLD.title, "东政发〔2010〕3号", "")
    assert (first.clauses, first.units, first.repairs, first.gaps, first.versions) == (2, 1, 0, 0, 1)
    assert (first.standing, second.standing) == tuple(catalogue.standings(TODAY).values())


@pytest.mark.parametrize("since", ["2020", "2020-02-30", "x"])
def test_a_standing_that_cannot_be_changes_nothing(catalogue: Catalogue, since: str) -> None:
    catalogue.put(OLD)
    revision = catalogue.revision()
    with pytest.raises(BadStanding):
        catalogue.set_standing("办法", "expired", since=since)
    assert (catalogue.revision(), catalogue.standings(TODAY)["办法"]) == (revision, Standing())
