"""What is marked as not the author's, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.noise import find_noise
from documents.settings import DocumentSettings

SEED = DocumentSettings().corpus / "dongying-policy-forum-copy.txt"
BODY = "各县区人民政府：\n为推动发展，现就有关事项通知如下，请认真贯彻执行，确保工作落到实处。\n"
PIECES = st.sampled_from(
    [
        "首页 » ",
        "政策 > ",
        "打印",
        "关闭",
        "\n",
        "。",
        "某市论坛",
        "http://a.example/1",
        "一、",
        "1",
        "— 3 —",
        "\f",
        "：",
        " ",
    ]
)


def marked(text: str) -> list[tuple[str, str]]:
    return [(noise.kind, text[noise.start : noise.end]) for noise in find_noise(text)]


def test_the_forum_copy_loses_the_forum_and_nothing_else() -> None:
    text = SEED.read_text(encoding="utf-8")
    assert [(kind, line[:12].strip()) for kind, line in marked(text)] == [
        ("site_name", "东营市论坛"),
        ("breadcrumb", "首页 » 问答 » 地理"),
        ("post_header", "TUhjnbcbe -"),
        ("advertisement", "宝宝患哮喘6月30日到即"),
        ("page_furniture", "预览时标签不可点收录于话"),
        ("page_number", "1"),
        ("page_furniture", "查看完整版本: 关于东营"),
    ]


def test_the_title_at_the_end_of_a_breadcrumb_stays() -> None:
    line = "当前位置：首页 > 信息公开 > 关于印发促进民营经济发展若干意见的通知"
    assert marked(f"{line}\n{BODY}") == [("breadcrumb", "当前位置：首页 > 信息公开 > ")]


def test_a_breadcrumb_that_ends_without_a_title_goes_whole() -> None:
    assert marked(f"首页 > 政策 > 正文\n{BODY}") == [("breadcrumb", "首页 > 政策 > 正文")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("黄河口社区", "site_name"),
        ("某某网", "site_name"),
        ("某用户 - 2021/1/27 16:22:00", "post_header"),
        ("发布时间：2020-01-02 10:20 浏览次数：123", "page_furniture"),
        ("最好的减肥药 https://shop.example/buy?id=1", "advertisement"),
        ("【字体：大 中 小】", "page_furniture"),
    ],
)
def test_lines_in_front_of_the_body(line: str, kind: str) -> None:
    assert marked(f"{line}\n{BODY}") == [(kind, line)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("打印 关闭 分享到", "page_furniture"),
        ("责任编辑：张三", "page_furniture"),
        ("上一篇：关于表彰先进的通报", "page_furniture"),
        ("版权所有：某市人民政府办公室", "page_furniture"),
        ("12", "page_number"),
        ("第 3 页 共 10 页", "page_number"),
    ],
)
def test_lines_behind_the_body(line: str, kind: str) -> None:
    assert marked(f"{BODY}2020年12月14日\n{line}\n") == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "办好国际三角洲论坛,提升海内外高端人才集聚能力。",
        "一、办好黄河论坛",
        "打印",
        "12",
        "申请人可登录 http://www.example.gov.cn 下载表格",
        "企业登录 https://service.example/apply 填写信息，打印申请表。",
        "（二）关闭落后产能",
        "优化网站",
    ],
)
def test_the_authors_lines_in_the_body_stay(line: str) -> None:
    text = f"{BODY}{line}\n二、重点任务\n加强领导，落实责任，健全机制，形成合力，确保各项任务落到实处、取得实效。\n"
    assert marked(text) == []


def test_a_page_number_at_a_page_break_inside_the_body() -> None:
    assert marked(f"{BODY}7\n\f{BODY}") == [("page_number", "7")]


@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_ranges_are_sorted_disjoint_and_inside_the_text(text: str) -> None:
    noise = find_noise(text)
    edges = [edge for span in noise for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) and span.kind for span in noise)
    assert noise == find_noise(text)
