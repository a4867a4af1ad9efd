"""What changed between two versions, clause by clause."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.changes import Change, UnitChange, changed_words, compare_documents, unit_changes
from documents.model import Clause, Document
from documents.parsing import parse_document
from tests.documents.texts import copies

OLD = """关于机场建设的意见

一、重点任务
(一)加快建设。扩建航站楼，新增跑道2条。（责任单位：市交通运输局、市水务局）
(二)做好服务。优化流程，提升旅客体验。（责任单位：市交通运输局）
(三)加强宣传。利用各类媒体开展宣传。
二、保障措施
(一)资金保障。统筹各类资金支持机场建设。
"""


def parsed(text: str) -> Document:
    return parse_document("意见", text)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str, bool]]:
    """(kind, old locator, new locator, units changed) of each."""
    return [
        (c.kind, c.before.locator if c.before else "", c.after.locator if c.after else "", c.units_changed)
        for c in changes
    ]


def compared(old: str, new: str) -> list[tuple[str, str, str, bool]]:
    return told(compare_documents(parsed(old), parsed(new)))


def test_a_word_changed() -> None:
    assert compared(OLD, OLD.replace("跑道2条", "跑道3条")) == [("changed", "一/(一)", "一/(一)", False)]


def test_white_space_is_no_change() -> None:
    assert compared(OLD, OLD.replace("扩建", "\n扩建")) == []


def test_a_unit_changed() -> None:
    assert compared(OLD, OLD.replace("市水务局", "市财政局")) == [("changed", "一/(一)", "一/(一)", True)]


def test_a_clause_put_in_front_moves_the_others() -> None:
    new = OLD.replace("(三)加强", "(四)加强").replace("(二)做", "(三)做").replace("(一)加", "(二)加")
    new = new.replace("(二)加", "(一)统筹规划。编制机场总体规划。（责任单位：市发展改革委）\n(二)加")
    assert compared(OLD, new) == [
        ("added", "", "一/(一)", True),
        ("moved", "一/(一)", "一/(二)", False),
        ("moved", "一/(二)", "一/(三)", False),
        ("moved", "一/(三)", "一/(四)", False),
    ]


def test_a_renumbered_clause_with_another_word_is_changed_and_not_removed_and_added() -> None:
    new = OLD.replace("(二)做好服务。优化流程，提升旅客体验。（责任单位：市交通运输局）\n", "").replace("(三)", "(二)")
    new = new.replace("利用各类媒体", "利用新媒体")
    assert compared(OLD, new) == [
        ("removed", "一/(二)", "", True),
        ("changed", "一/(三)", "一/(二)", False),
    ]


def test_a_clause_under_another_heading_is_moved() -> None:
    line = "(三)加强宣传。利用各类媒体开展宣传。\n"
    new = OLD.replace(line, "") + line.replace("三", "二")
    assert compared(OLD, new) == [("moved", "一/(三)", "二/(二)", False)]


def test_a_clause_written_anew_under_its_locator_is_another_clause() -> None:
    new = OLD.replace("加强宣传。利用各类媒体开展宣传。", "严格考核。每季度通报一次进展。")
    assert compared(OLD, new) == [("removed", "一/(三)", "", False), ("added", "", "一/(三)", False)]


def test_twins_are_paired_in_order() -> None:
    twins = "一、甲项\n1.抓好落实。\n二、乙项\n1.抓好落实。\n"
    assert compared(twins, twins) == []
    assert compared(twins, twins.replace("二、乙项\n1.抓好落实。", "二、乙项")) == [("removed", "二/1", "", False)]


def test_the_front_and_the_sign_off_are_compared_too() -> None:
    old = OLD + "\n东海市人民政府\n2023年5月6日\n"
    assert [change[1] for change in compared(old, old.replace("5月6日", "5月7日"))] == ["落款"]


@given(copies())
def test_a_document_is_like_itself(text: str) -> None:
    document = parsed(text)
    assert compare_documents(document, document) == ()


@settings(max_examples=40)
@given(copies(), copies())
def test_every_clause_is_in_at_most_one_change_and_the_others_are_alike(first: str, second: str) -> None:
    old, new = parsed(first), parsed(second)
    changes = compare_documents(old, new)
    before = [id(change.before) for change in changes if change.before]
    after = [id(change.after) for change in changes if change.after]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
    assert set(before) <= {id(clause) for clause in old.clauses}
    assert set(after) <= {id(clause) for clause in new.clauses}
    assert _rest(old, before) == _rest(new, after)
    for change in changes:
        assert (change.kind == "added", change.kind == "removed") == (change.before is None, change.after is None)


def _rest(document: Document, changed: list[int]) -> list[tuple[str, list[str]]]:
    """(locator, words and units) of the clauses that are in no change."""
    left = [clause for clause in document.clauses if id(clause) not in set(changed)]
    return sorted((clause.locator, sorted(f"{unit.unit}{unit.role}" for unit in clause.units)) for clause in left)


@settings(max_examples=40)
@given(copies(), copies())
def test_the_way_back_changes_the_same_clauses(first: str, second: str) -> None:
    old, new = parsed(first), parsed(second)
    there, back = compare_documents(old, new), compare_documents(new, old)
    assert sum(c.kind == "added" for c in there) - sum(c.kind == "removed" for c in there) == sum(
        c.kind == "removed" for c in back
    ) - sum(c.kind == "added" for c in back)


def test_a_long_document_is_compared_by_place_and_title_only() -> None:
    old = "".join(f"{n}.推进项目{n}。在{n}处开工。\n" for n in range(1, 900))
    new = old.replace("处开工", "处动工").replace("500.推进项目500。", "500.推进别的。")
    assert {change.kind for change in compare_documents(parsed(old), parsed(new))} == {"changed"}


def test_who_came_who_left_and_whose_role_changed() -> None:
    old, new = parsed(OLD), parsed(OLD.replace("市交通运输局、市水务局", "市水务局、市财政局"))
    before, after = _clause(old, "一/(一)"), _clause(new, "一/(一)")
    assert unit_changes(before, after) == (
        UnitChange("市交通运输局", "left", "lead", None),
        UnitChange("市水务局", "role", "support", "lead"),
        UnitChange("市财政局", "came", None, "support"),
    )
    assert unit_changes(None, before)[0] == UnitChange("市交通运输局", "came", None, "lead")
    assert unit_changes(before, before) == ()


def _clause(document: Document, locator: str) -> Clause:
    found = document.clause(locator)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("新增跑道2条。", "新增跑道3条。", "新增跑道[2]{3}条。"),
        ("", "新", "{新}"),
        ("旧", "", "[旧]"),
        ("同", "同", "同"),
        ("甲乙丙丁戊", "甲子丙丑戊", "甲[乙丙丁]{子丙丑}戊"),
    ],
)
def test_changed_words(before: str, after: str, marked: str) -> None:
    signs = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    assert "".join(signs[piece.kind].format(piece.text) for piece in changed_words(before, after)) == marked


@given(st.text("甲乙丙丁12", max_size=30), st.text("甲乙丙丁12", max_size=30))
def test_words_lose_nothing(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)


def test_texts_too_long_to_compare_are_shown_as_replaced() -> None:
    before, after = "甲" + "乙" * 5000, "丙" + "丁" * 5000
    assert [piece.kind for piece in changed_words(before, after)] == ["removed", "added"]
