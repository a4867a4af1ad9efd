"""The document out of a web page: its words, its order, its tables, and not the page around it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import UnreadableFile
from documents.marks import read_mark
from documents.parsing import parse_document
from documents.readers.html import read
from documents.settings import ReaderLimits
from tests.documents.readers.make import PORTALS, Item, as_lines, as_modern_page
from tests.documents.readers.policies import OPINION, POLICIES, TABLE

LIMITS = ReaderLimits()
BODY = "一、总体要求<br>坚持规划引领，统筹推进基础设施建设，加快补齐短板弱项，持续增进民生福祉。"
FIRST, SECOND = "一、总体要求", "坚持规划引领，统筹推进基础设施建设，加快补齐短板弱项，持续增进民生福祉。"


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return read(page.encode(encoding), "页.html", LIMITS).text.splitlines()


def around(inside: str, before: str = "", after: str = "") -> list[str]:
    return lines(f"<html><head><title>x</title></head><body>{before}<div>{inside}</div>{after}</body></html>")


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("name", POLICIES)
def test_a_portals_page_gives_the_documents_lines(portal: str, name: str) -> None:
    found = read(PORTALS[portal](POLICIES[name]), "页.html", LIMITS)
    wanted = as_lines(POLICIES[name])
    assert [line for line in found.text.splitlines() if line in wanted] == wanted
    assert found.encoding == ("gb18030" if portal == "old" else "utf-8")


@pytest.mark.parametrize("portal", ["modern", "old"])
def test_nothing_of_the_portal_is_left(portal: str) -> None:
    assert read(PORTALS[portal](OPINION), "页.html", LIMITS).text.splitlines() == as_lines(OPINION)


def test_a_title_above_the_document_is_kept() -> None:
    untitled = replace(OPINION, blocks=OPINION.blocks[3:])
    page = as_modern_page(untitled).decode().replace('<div class="article">', f"<h1>{OPINION.title}</h1><div>")
    assert lines(page)[:2] == [OPINION.title, as_lines(untitled)[0]]


def test_a_title_that_only_the_head_says_is_put_in_front() -> None:
    untitled = replace(OPINION, blocks=OPINION.blocks[3:])
    assert lines(as_modern_page(untitled).decode()) == [OPINION.title, *as_lines(untitled)]


def test_a_title_that_the_document_says_is_not_said_twice() -> None:
    page = as_modern_page(OPINION).decode().replace('<div class="article">', f"<h1>{OPINION.title}</h1><div>")
    assert lines(page) == as_lines(OPINION)


def test_a_table_keeps_its_cells_apart() -> None:
    policy = replace(OPINION, blocks=(*OPINION.blocks[:9], TABLE, *OPINION.blocks[9:]))
    assert lines(as_modern_page(policy).decode()) == as_lines(policy)


def test_merged_cells_stand_once_and_columns_stay_in_place() -> None:
    table = (
        "<table><thead><tr><th colspan=2>项目<th>单位</thead><tr><td rowspan=2>甲<td>乙<td>丙"
        "<tr><td>丁<br>戊<td>己<tr><td>庚<td rowspan=9>辛<td>壬</table>"
    )
    assert around(table + BODY) == ["项目\t\t单位", "甲\t乙\t丙", "\t丁 戊\t己", "庚\t辛\t壬", FIRST, SECOND]


def test_a_table_that_lays_out_the_page_is_paragraphs() -> None:
    assert around(f"<table><tr><td><table><tr><td>左<td>右</table></td><td>{BODY}</td></tr></table>") == [
        "左\t右",
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3.甲", "7.乙", "8.丙"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["一、甲", "二、乙"]),
        ("<ol type=a><li>甲</li></ol>", ["a.甲"]),
        ("<ol><li>（一）甲</li><li>（二）乙</li></ol>", ["（一）甲", "（二）乙"]),
        ('<ol style="list-style: none"><li>甲</li></ol>', ["甲"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
    ],
)
def test_an_ordered_lists_numbers_are_written_out(markup: str, expected: list[str]) -> None:
    assert around(BODY + markup + "二、保障措施")[2:-1] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("甲 \n  乙", ["甲乙"]),
        ("甲\n，乙", ["甲，乙"]),
        ("one\n two", ["one two"]),
        ("甲&nbsp;&nbsp;乙", ["甲 乙"]),
        ("甲<b>乙</b><!-- 丙 --><font>丁</font>", ["甲乙丁"]),
        ("<pre>甲\n  乙\n</pre>", ["甲", "乙"]),
        ("甲<script>x</script><style>y</style>乙", ["甲乙"]),
        ('甲<span style="display: none">乙</span>丙', ["甲丙"]),
        ("甲<input value=乙><button>丙</button>丁", ["甲丁"]),
        ("&lt;b&gt;&amp;#60;", ["<b>&#60;"]),
        ("甲\u2028乙\x0b丙", ["甲 乙 丙"]),
        ("<p>甲<p>乙<div>丙</div>丁", ["甲", "乙", "丙", "丁"]),
    ],
)
def test_markup_becomes_what_a_browser_shows(markup: str, expected: list[str]) -> None:
    assert around(f"{BODY}<div>{markup}</div>二、保障措施")[2:-1] == expected


@pytest.mark.parametrize(
    "furniture",
    [
        '<a href="1.html">上一篇：关于另一件事情的通知</a>',
        '<p><a href="javascript:print()">打印</a>　<a href="javascript:close()">关闭</a></p>',
        '<p><a href="P01.docx">实施意见.docx</a></p>',
        '<p class="fujian">附件下载：<a href="a.doc">全文</a></p>',
        '<div id="footer"><p>主办单位：某市人民政府办公室，未经许可不得转载本网站的任何内容，违者必究。</p></div>',
        "<nav>一、导航</nav><aside>二、侧栏</aside>",
    ],
)
def test_furniture_behind_the_document_is_left_out(furniture: str) -> None:
    long = BODY + "".join(f"<p>（{n}）{SECOND * 3}</p>" for n in "一二三四五")
    assert around(long + furniture) == around(long)


def test_a_list_of_annexes_in_the_text_stays() -> None:
    inside = f'{BODY}<p><a href="1.doc">附件：1.重点任务分工方案</a></p>'
    assert around(inside)[-1] == "附件：1.重点任务分工方案"


def test_links_inside_the_text_stay() -> None:
    found = around(f'{BODY}<p><a href="x">《某市供水管理办法》</a></p><p>二、保障措施</p>')
    assert found == [FIRST, SECOND, "《某市供水管理办法》", "二、保障措施"]


def test_a_container_named_for_furniture_that_holds_the_document_is_none() -> None:
    assert lines(f'<div class="nav content">{BODY}</div>') == [FIRST, SECOND]


def test_text_under_a_pages_name_is_read_as_text() -> None:
    assert lines("甲\n乙\n丙") == ["甲", "乙", "丙"]


def test_a_page_without_a_body_like_text_is_kept_whole() -> None:
    assert lines("<div>通知公告<b>甲</b></div><div>乙</div>") == ["通知公告甲", "乙"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_encodings_whatever_the_page_declares(encoding: str) -> None:
    head = '<html><head><meta charset="iso-8859-1"></head>'
    page = f"{head}<body><p>{'關於加快建設的意見，' * 30}</p><p>二</p></body></html>"
    assert lines(page, encoding)[0].startswith("關於加快建設的意見，")


def test_big5_behind_twenty_thousand_characters_of_script() -> None:
    page = (
        f"<html><script>{'x' * 30_000}</script><body><p>{'各縣市政府對於機場的建設，' * 9}</p><b>二</b></body></html>"
    )
    assert lines(page, "big5")[0].startswith("各縣市政府")


@pytest.mark.parametrize("data", [b"<html></html>", b"<!-- -->", b"<?xml version='1.0'?>", b"<"])
def test_a_page_without_text(data: bytes) -> None:
    try:
        text = read(data, "页.html", LIMITS).text
    except UnreadableFile as error:
        assert str(error).startswith("页.html: ")
    else:
        assert text in ("", "<\n", "<?xml version='1.0'?>\n")


def test_a_very_deep_page_is_read_or_refused_without_a_crash() -> None:
    page = "<div>" * 50_000 + BODY
    assert FIRST in lines(page) or lines(page) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "</table>",
                "<a href=x>",
                "</a>",
                "<ol>",
                "<li>",
                "<br>",
                "一、总体要求",
                "甲乙丙。",
                "<div class=nav>",
                "</div>",
                "\n",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<pre>",
                "<b>",
            ]
        ),
        max_size=40,
    )
)
def test_any_soup_is_read_or_refused(parts: list[str]) -> None:
    try:
        reading = read(("<div>甲</div>" + "".join(parts)).encode(), "页.html", LIMITS)
    except UnreadableFile:
        return
    assert all(line.strip() for line in reading.text.splitlines())


def test_an_item_is_one_line_wherever_its_markup_breaks() -> None:
    policy = replace(OPINION, blocks=(Item("（责任单位：市财政局、\n市教育局）"), *OPINION.blocks))
    assert "（责任单位：市财政局、市教育局）" in lines(as_modern_page(policy).decode())


BOXES = {
    "table": "<table><tr><td>索引号</td><td>1-2</td></tr><tr><td>{key}</td><td>{said}</td></tr></table>",
    "list": "<ul><li>索引号：1-2</li><li><b>{key}：</b><span>{said}</span></li></ul>",
    "one line": "<div>索引号：1-2&emsp;{key}：{said}&emsp;主题：城建</div>",
    "two lines": "<dl><dt>{key}</dt><dd>{said}</dd></dl>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
@pytest.mark.parametrize(("key", "said"), [("有效性", "失效"), ("是否有效", "否"), ("效力状态", "已废止")])
def test_a_field_that_says_the_document_is_no_longer_in_force_stays(box: str, key: str, said: str) -> None:
    document = parse_document("页", "\n".join(around(BODY, box.format(key=key, said=said))))
    mark = read_mark(document)
    assert mark is not None
    assert mark.evidence.startswith(key)
    assert mark.evidence.endswith(said)
    assert [clause.text.splitlines() for clause in document.clauses if clause.part == "numbered"] == [[FIRST, SECOND]]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_a_field_that_says_it_is_in_force_goes_with_its_box(box: str) -> None:
    assert read_mark(parse_document("页", "\n".join(around(BODY, box.format(key="有效性", said="有效"))))) is None


def test_what_a_page_says_of_other_documents_below_is_not_of_this_one() -> None:
    below = "<div><p>有效性：失效</p></div>"
    assert "有效性" not in "\n".join(around(BODY, after=below)[:1])
    assert read_mark(parse_document("页", "\n".join(around(BODY, after=below)))) is None


PORTAL_TITLE = "临湾市人民政府 政策文件 临湾市关于优化营商环境的实施意见"


@pytest.mark.parametrize(
    ("before", "inside", "title"),
    [
        ("", "<h1>临湾市优化营商环境实施意见（2024年）</h1>", "临湾市优化营商环境实施意见（2024年）"),
        ("", "<p>临湾市优化营商环境实施意见（2024年）</p>", "临湾市优化营商环境实施意见（2024年）"),
        ("<h1>临湾市优化营商环境实施意见</h1>", "", "临湾市优化营商环境实施意见"),
        ("<h1>临湾市人民政府门户网站</h1>", "", "临湾市关于优化营商环境的实施意见"),
        ("<div>关于优化营商环境的实施意见</div><div>来源：市政府办</div>", "", "关于优化营商环境的实施意见"),
        ("", "", "临湾市关于优化营商环境的实施意见"),
    ],
)
def test_what_the_page_shows_as_its_title_comes_before_what_its_head_says(before: str, inside: str, title: str) -> None:
    head = f"<html><head><title>{PORTAL_TITLE}</title></head>"
    page = f"{head}<body>{before}<div class='TRS_Editor'>{inside}{BODY}</div></body></html>"
    assert lines(page)[:2] == [title, FIRST]
