"""Marks of a copy that its document is no longer in force."""

import pytest

from documents.marks import read_mark
from documents.parsing import parse_document
from documents.said import Mark

TITLE = "东海市人民政府关于加强物业管理的意见"
BODY = "\n\n一、总体要求\n做好工作。已废止的文件不得引用。\n（已废止）\n二、附则\n有效性：失效\n"


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ("（已废止）", "repealed"),
        ("(已失效)", "expired"),
        ("【失效】", "expired"),
        ("〔全文废止〕", "repealed"),
        ("（2020年1月1日废止）", "repealed"),
    ],
)
def test_a_mark_behind_the_title(mark: str, status: str) -> None:
    found = read_mark(parse_document("意见", TITLE + mark + BODY))
    assert found is not None
    assert found.status == status
    assert found.evidence == TITLE + mark
    assert found.since == ("2020-01-01" if "2020" in mark else "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("有效性：失效", ("expired", "", "")),
        ("有 效 性： 废止", ("repealed", "", "")),
        ("效力状态\t已废止", ("repealed", "", "")),
        ("是否有效：否", ("expired", "", "")),
        ("索引号：123　时效性：失效　主题：城建", ("expired", "", "")),
        ("【已失效】", ("expired", "", "")),
        ("本文已失效", ("expired", "", "")),
        ("（本文件已于2020年1月1日废止）", ("repealed", "2020-01-01", "")),
        ("本意见已被《东海市物业管理条例》代替", ("superseded", "", "东海市物业管理条例")),
        ("注：本办法已被《东海市物业管理条例》（东政发〔2020〕1号）废止。", ("repealed", "", "东海市物业管理条例")),
    ],
)
def test_a_line_in_front(line: str, expected: tuple[str, str, str]) -> None:
    found = read_mark(parse_document("意见", f"{line}\n{TITLE}{BODY}"))
    assert found is not None
    assert (found.status, found.since, found.by) == expected
    assert found.evidence == line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "有效性：有效",
        "是否有效：是",
        "现公布已废止的文件。",
        "根据清理结果，下列文件已失效。",
        "《旧办法》（已废止）",
        "关于公布继续有效、废止和失效的规范性文件目录的通知",
    ],
)
def test_no_mark(line: str) -> None:
    assert read_mark(parse_document("意见", f"{TITLE}\n{line}{BODY}")) is None


def test_a_day_that_is_damaged_is_not_read() -> None:
    found = read_mark(parse_document("意见", f"（本文件已于20年1月1日废止）\n{TITLE}{BODY}"))
    assert found in (None, Mark("repealed", "", "", "（本文件已于20年1月1日废止）"))
