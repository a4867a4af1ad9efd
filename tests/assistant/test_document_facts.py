"""What is worked out of one document, once."""

from dataclasses import replace

import pytest

from assistant.document_facts import DocumentFacts
from documents.ingest import parse_document
from index.keys import terms
from tests.assistant.fakes import policy_document, seed_document

PLAN = DocumentFacts(policy_document())
SEED = DocumentFacts(seed_document())


def test_each_is_worked_out_once() -> None:
    assert PLAN.clause_keys is PLAN.clause_keys
    assert PLAN.duties is PLAN.duties


def test_terms_are_counted_by_clause_with_the_titles_above() -> None:
    counts = PLAN.term_counts()
    assert counts["翠湖"] == 2
    assert counts["物流"] == sum("物流" in terms(PLAN.context_key(locator)) for locator in PLAN.clause_keys)


def test_labels_by_their_number() -> None:
    assert [clause.locator for clause in PLAN.labelled[3]] == ["第二章/第三条", "第三章"]
    assert 99 not in PLAN.labelled


def test_headings_have_clauses_below_them() -> None:
    assert [clause.locator for clause in PLAN.headings] == ["第一章", "第二章", "第三章", "第四章"]
    assert all(SEED.document.children(clause.locator) for clause in SEED.headings)


def test_a_title_that_reads_as_a_sentence_is_no_heading() -> None:
    notice = parse_document("notice", "一、日最高气温达到40℃以上时，应当停止当日室外作业。\n二、开放纳凉点。")
    facts = DocumentFacts(notice)
    assert facts.headings == ()
    assert [clause.locator for clause in facts.containing("室外作业")] == ["一"]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("云溪市人民政府关于印发云溪市停车方案的通知", "云溪市停车方案"),
        ("云溪市人民政府关于印发《云溪市停车方案》的通知", "云溪市停车方案"),
        ("云溪市停车方案", "云溪市停车方案"),
        ("关于做好停车工作的通知", "关于做好停车工作的通知"),
    ],
)
def test_a_notice_that_issues_a_text_is_called_by_that(title: str, short: str) -> None:
    assert DocumentFacts(replace(policy_document(), title=title)).short_title == short


@pytest.mark.parametrize(
    ("issuer", "places"),
    [
        ("东海市人民政府", ("东海市",)),
        ("东海市青禾县人民政府办公室", ("东海市", "青禾县")),
        ("东海市高新区管委会", ("东海市",)),
        ("澜江省住房和城乡建设厅", ("澜江省",)),
        ("", ("云溪市",)),
    ],
)
def test_the_places_it_is_from_the_larger_first(issuer: str, places: tuple[str, ...]) -> None:
    facts = DocumentFacts(replace(policy_document(), issuer=issuer))
    assert facts.places == places
    assert facts.place == places[-1]
