"""What changed, as it is printed and as JSON."""

import io

from rich.console import Console

from documents.changes import compare_documents
from documents.changes_shown import changes_json, print_changes
from documents.parsing import parse_document

OLD = """关于机场建设的意见

一、重点任务
(一)加快建设。扩建航站楼，新增跑道2条。（责任单位：市交通运输局、市水务局）
(二)加强宣传。利用各类媒体开展宣传。
二、保障措施
(一)资金保障。统筹各类资金支持机场建设。
"""


def shown(old: str, new: str) -> list[str]:
    """The lines that are printed, without the blank ones."""
    before, after = parse_document("意见", old), parse_document("意见", new)
    console = Console(file=io.StringIO(), width=200, highlight=False, markup=False)
    print_changes(before, after, compare_documents(before, after), console)
    assert isinstance(console.file, io.StringIO)
    return [line for line in console.file.getvalue().splitlines() if line]


def test_nothing_changed() -> None:
    assert shown(OLD, OLD) == ["no clause changed"]


def test_words_and_units_are_marked() -> None:
    assert shown(OLD, OLD.replace("2条", "3条").replace("市水务局", "市财政局")) == [
        "0 added, 0 removed, 1 changed, 0 moved",
        "units + 市财政局",
        "units - 市水务局",
        "~ 一/(一)  加快建设",
        "    (一)加快建设。扩建航站楼，新增跑道[-2-]{+3+}条。（责任单位：市交通运输局、市[-水务-]{+财政+}局）",
        "    - 市水务局 (配合)",
        "    + 市财政局 (配合)",
    ]


def test_what_follows_its_heading_is_not_shown_again() -> None:
    new = OLD.replace("二、保障措施", "二、组织领导\n成立领导小组。\n三、保障措施")
    assert shown(OLD, new) == [
        "1 added, 0 removed, 0 changed, 2 moved",
        "+ 二  组织领导",
        "    {+二、组织领导 成立领导小组。+}",
        "> 二 -> 三  保障措施",
    ]


def test_the_title_is_shown() -> None:
    assert "title: 关于机场建设的意见 -> 关于机场建设的若干意见" in shown(OLD, OLD.replace("建设的", "建设的若干"))


def test_long_runs_that_stayed_are_cut_in_the_middle() -> None:
    long = "统筹" * 100
    (line,) = [x for x in shown(OLD + long + "甲。", OLD + long + "乙。") if "[-甲-]" in x]
    assert "…" in line
    assert len(line) < 100


def test_hostile_text_reaches_no_terminal() -> None:
    lines = shown(OLD, OLD.replace("跑道2条", "跑道\x1b[2J\u202e[bold]条"))
    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    assert any("[bold]" in line for line in lines)


def test_the_object_of_json() -> None:
    before, after = parse_document("意见", OLD), parse_document("意见", OLD.replace("市水务局", "市财政局"))
    changes = changes_json(before, after, compare_documents(before, after))
    assert list(changes) == ["summary", "facts", "units", "changes"]
    assert changes["summary"] == {"added": 0, "removed": 0, "changed": 1, "moved": 0}
    assert changes["units"] == {"came": ["市财政局"], "left": ["市水务局"]}
    (change,) = changes["changes"]
    assert (change["kind"], change["before"]["locator"], change["after"]["title"]) == ("changed", "一/(一)", "加快建设")
    assert [unit["kind"] for unit in change["units"]] == ["left", "came"]
    assert [piece["kind"] for piece in change["words"]] == ["same", "removed", "added", "same"]
