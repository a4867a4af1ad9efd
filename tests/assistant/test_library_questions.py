"""Questions over a small library of ten documents: three places and a province, several years, two that disagree, one
repealed by another, one expired, one that names no unit. Each answer must come from the right documents and clauses.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.turn import Turn

FOLDER = Path(__file__).with_name("library")
QUESTIONS = [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_there_are_enough_of_them() -> None:
    assert len(QUESTIONS) >= 60
    assert len({row["id"] for row in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("row", QUESTIONS, ids=[row["id"] for row in QUESTIONS])
def test_the_right_documents_answer(row: Mapping[str, Any], policies: Assistant) -> None:
    turn = policies.ask(row["question"], row.get("history", ()))
    assert str(turn.outcome) == row["outcome"], turn.answer
    _cites(turn, row)
    assert row.get("units", list(turn.units)) == list(turn.units)
    assert row.get("lead", turn.lead) == turn.lead
    assert [words for words in row.get("answer", []) if words not in turn.answer] == [], turn.answer
    assert [words for words in row.get("forbidden", []) if words in turn.answer] == [], turn.answer
    related = {(entry.document, entry.locator) for entry in turn.related}
    assert {tuple(key) for key in row.get("related", [])} <= related


def _cites(turn: Turn, row: Mapping[str, Any]) -> None:
    """All of `clauses`, one of `clauses_any` where there is nothing else, and no other."""
    cited = {(citation.document, citation.locator) for citation in turn.citations}
    due, any_of = ({tuple(key) for key in row.get(field, [])} for field in ("clauses", "clauses_any"))
    assert due <= cited, turn.answer
    assert not any_of or due or cited & any_of, turn.answer
    if "clauses" in row or any_of:
        assert cited <= due | any_of, turn.answer


def test_every_citation_of_what_is_not_in_force_says_so(policies: Assistant) -> None:
    lapsed = policies.desk.library.lapsed
    assert lapsed == {"donghai-business-2020", "xihai-elderly"}
    seen = set()
    for row in QUESTIONS:
        turn = policies.ask(row["question"], row.get("history", ()))
        for citation in turn.citations:
            assert (citation.standing is not None) == (citation.document in lapsed)
        for name in {citation.document for citation in turn.citations} & lapsed:
            seen.add(name)
            standing = policies.desk.library.standing(name)
            assert standing.since in turn.answer
    assert seen == lapsed


def test_a_document_chosen_beside_the_question_answers_though_not_in_force(policies: Assistant) -> None:
    turn = policies.ask("统筹营商环境工作由谁负责?", (), "donghai-business-2020")
    assert turn.lead == "市商务局"
    assert re.search("已于2023-06-01由《[^》]+》(?:（[^）]+）)?废止", turn.answer)


def test_a_question_about_a_document_leaves_the_subject_as_it_was(policies: Assistant) -> None:
    asked = ["东海市统筹营商环境工作由谁牵头?", "这个文件还有效吗?", "那西海市呢?"]
    turn = policies.ask(asked[-1], asked[:-1])
    assert (turn.lead, {citation.document for citation in turn.citations}) == ("市发展改革委", {"xihai-business"})
