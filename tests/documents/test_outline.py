"""A document as a table of contents on a terminal, and as JSON."""

import io
import unicodedata

from rich.console import Console

from documents.ingest import parse_document
from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility
from documents.outline import export_json, outline_json, print_outline

TEXT = """东海市论坛
关于机场建设的意见

各县区人民*府:
一、重点任务
(一)加快建设。扩建机场。(责任单位:市交通运输局、市水务局)
(二)完善机制。(牵头单位:市财政局)
1.压实责任。(市教育局、市科技局按职责分工负责)
到年，建成。

东海市人民政府
2023年5月6日
"""
DOCUMENT = parse_document("意见", TEXT, "ab" * 32)
HOSTILE = Document(
    "名\x1b[2J",
    "题\x1b]0;pwned\x07",
    "x" * 40,
    "x\x9b31m\n" + "x" * 34,
    (
        Clause("一", "一", 1, "标\u202e题", "文", 0, 1, (Responsibility("局\x1b[1A", "lead", "marked", 0, 1),)),
        Clause("二", "二", 1, "", "文\x1b[3J\n文", 1, 2),
    ),
    repairs=(Repair(1, "*", "\x9b", "rule", 0.5),),
    gaps=(Gap(1, 2, "year", "…\x1b[2J\n…"),),
    noise=(Noise(0, 7, "advertisement"),),
    issuer="府\x1b[2J",
    number="号\n第二行",
)


def printed(document: Document, width: int = 100) -> str:
    output = io.StringIO()
    print_outline(document, Console(file=output, width=width, highlight=False))
    return output.getvalue()


def test_a_table_of_contents() -> None:
    lines = printed(DOCUMENT).splitlines()
    assert lines[:6] == [
        "关于机场建设的意见",
        "├── 东海市人民政府  2023年5月6日",
        "└── 一 重点任务",
        "    ├── (一) 加快建设  市交通运输局(牵头·列第一位)  市水务局(配合)",
        "    └── (二) 完善机制  市财政局(牵头·原文标明)",
        "        └── 1 压实责任  市教育局(共同)  市科技局(共同)",
    ]


def test_repairs_gaps_and_noise_follow() -> None:
    text = printed(DOCUMENT)
    assert "修复 repairs: 1 restored, 0 left standing" in text
    assert f"{TEXT.index('*'):>6}  *→政" in text
    assert "缺失 gaps: 1" in text
    assert f"{TEXT.index('到年'):>6}  year" in text
    assert "非正文 noise: 1" in text
    assert "东海市论坛" in text


def test_a_mask_that_stands_is_shown_so() -> None:
    document = Document("x", "x", "甲*乙", "甲*乙", (), repairs=(Repair(1, "*", "*", "none", 0.4),))
    text = printed(document)
    assert "0 restored, 1 left standing" in text
    assert "* (stands)  0.400" in text


def test_a_clause_without_a_title_shows_how_it_begins() -> None:
    document = parse_document("x", "第一条 为了规范管理，保障权益，制定本办法。\n")
    assert "第一条 为了规范管理，保障权益，制定本办法。" in printed(document)


def test_a_document_without_clauses_or_damage() -> None:
    text = printed(Document("x", "题", "", "", ()))
    assert text.startswith("题\n")
    assert "gaps: 0" in text


def test_nothing_in_a_document_commands_the_terminal() -> None:
    text = printed(HOSTILE)
    assert all(letter == "\n" or unicodedata.category(letter)[0] != "C" for letter in text)
    assert "\\x1b[2J" in text
    assert "标\\u202e题" in text


def test_markup_of_rich_in_a_text_is_text() -> None:
    document = parse_document("x", "一、[bold]甲[/bold] [/nosuch]\n")
    assert "一 [bold]甲[/bold] [/nosuch]" in printed(document)


def test_the_json_of_inspect_has_exactly_the_promised_keys() -> None:
    outline = outline_json(DOCUMENT)
    assert list(outline) == ["document", "title", "clauses", "repairs", "gaps", "noise"]
    for clause in outline["clauses"]:
        assert list(clause) == ["locator", "label", "level", "title", "text", "start", "end", "units"]
        assert all(list(unit) == ["unit", "role", "basis", "start", "end"] for unit in clause["units"])
    assert list(outline["repairs"][0]) == ["start", "before", "after", "rule", "confidence"]
    assert list(outline["gaps"][0]) == ["start", "end", "kind", "context"]
    assert list(outline["noise"][0]) == ["start", "end", "kind"]


def test_the_json_of_inspect_says_what_the_document_says() -> None:
    outline = outline_json(DOCUMENT)
    assert (outline["document"], outline["title"]) == ("意见", "关于机场建设的意见")
    assert [clause["locator"] for clause in outline["clauses"]] == ["一", "一/(一)", "一/(二)", "一/(二)/1"]
    task = outline["clauses"][1]
    assert (task["label"], task["level"], task["title"]) == ("(一)", 2, "加快建设")
    assert task["text"] == TEXT[task["start"] : task["end"]]
    start = TEXT.index("市交通运输局")
    assert task["units"][0] == {
        "unit": "市交通运输局",
        "role": "lead",
        "basis": "first_listed",
        "start": start,
        "end": start + 6,
    }
    assert outline["repairs"][0]["after"] == "政"


def test_the_json_of_export_adds_what_inspect_leaves_out() -> None:
    exported = export_json(DOCUMENT)
    assert exported.items() >= outline_json(DOCUMENT).items()
    assert (exported["issuer"], exported["number"], exported["date"]) == ("东海市人民政府", "", "2023年5月6日")
    assert exported["source"] == TEXT
    assert [part["locator"] for part in exported["parts"]] == ["前言", "落款"]
