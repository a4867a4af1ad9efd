"""Clause trees: by hand for each way of numbering, by property for whole families."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.model import Clause, Noise
from documents.structure import parse_clauses
from tests.documents.texts import STYLES, Style, copies, written_trees


def tree(text: str) -> list[tuple[str, str]]:
    """Locator and title of each clause."""
    return [(clause.locator, clause.title) for clause in parse_clauses(text, ())]


def locators(text: str) -> list[str]:
    return [clause.locator for clause in parse_clauses(text, ())]


def clause_of(text: str, locator: str) -> Clause:
    return next(clause for clause in parse_clauses(text, ()) if clause.locator == locator)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@settings(max_examples=40)
@given(data=st.data())
def test_a_tree_written_in_a_style_is_read_back(style: Style, data: st.DataObject) -> None:
    written = data.draw(written_trees(style))
    clauses = parse_clauses(written.text, ())
    assert [(clause.locator, clause.title, clause.text) for clause in clauses] == written.expected
    assert [clause.level for clause in clauses] == [clause.locator.count("/") + 1 for clause in clauses]


@given(copies())
def test_each_clause_is_named_once_and_stands_below_one_that_is_named(text: str) -> None:
    named: set[str] = set()
    for clause in parse_clauses(text, ()):
        assert clause.locator not in named
        assert clause.parent_locator in named or not clause.parent_locator
        named.add(clause.locator)


def test_levels_that_a_part_lacks_are_absent() -> None:
    text = "一、甲\n(一)乙\n1.丙\n2.丁\n二、戊\n1.己\n2.庚\n"
    assert locators(text) == ["一", "一/(一)", "一/(一)/1", "一/(一)/2", "二", "二/1", "二/2"]


def test_numbers_that_count_on_across_parts() -> None:
    text = "一、甲\n(一)乙\n1.丙\n2.丁\n(二)戊\n3.己\n二、庚\n(三)辛\n4.壬\n"
    assert locators(text)[4:] == ["一/(二)", "一/(二)/3", "二", "二/(三)", "二/(三)/4"]


def test_articles_count_on_across_chapters_and_lists_in_them_start_again() -> None:
    text = "第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二章 罚则\n第二条 丁：\n（一）戊；\n第三条 己。\n"
    assert locators(text) == [
        "第一章",
        "第一章/第一条",
        "第一章/第一条/(一)",
        "第一章/第一条/(二)",
        "第二章",
        "第二章/第二条",
        "第二章/第二条/(一)",
        "第二章/第三条",
    ]


def test_articles_right_under_a_heading_stand_below_it() -> None:
    text = "一、优化供给\n第1条 甲。\n第2条 乙。\n二、提升质量\n下面两条。\n第3条 丙。\n"
    assert locators(text) == ["一", "一/第1条", "一/第2条", "二", "二/第3条"]


def test_statute_after_the_notice_that_carries_it() -> None:
    text = "一、认真组织学习。\n二、抓好落实，遇到问题及时报告。\n第一章 总则\n第一条 甲。\n"
    assert locators(text) == ["一", "二", "第一章", "第一章/第一条"]


def test_bare_numbers_open_clauses_where_decimals_divide_them() -> None:
    text = "1 总则\n1.1 目的\n2 现状\n2.1 道路\n2.1.1 快速路\n3 个项目已经完成\n"
    assert locators(text) == ["1", "1/1.1", "2", "2/2.1", "2/2.1/2.1.1"]
    assert clause_of(text, "2/2.1/2.1.1").text == "2.1.1 快速路\n3 个项目已经完成"


def test_decimals_below_chapters() -> None:
    assert locators("第二章 现状\n2.1 道路\n2.2 公交\n(1)路网\n") == [
        "第二章",
        "第二章/2.1",
        "第二章/2.2",
        "第二章/2.2/(1)",
    ]


@pytest.mark.parametrize("jump", ["9.丁", "2.丁"], ids=["too far ahead", "back"])
def test_numbers_that_do_not_count_on_are_text(jump: str) -> None:
    text = f"1.甲\n2.乙\n3.丙\n{jump}\n4.戊\n"
    assert locators(text) == ["1", "2", "3", "4"]
    assert clause_of(text, "3").text == f"3.丙\n{jump}"


def test_two_lost_headings_in_a_row_are_passed_over() -> None:
    assert locators("一、甲\n四、乙\n") == ["一", "四"]
    assert locators("一、甲\n五、乙\n") == ["一"]


LOST = "一、甲\n(一)乙。\n(二)丙。\n{}三、己\n(一)庚。\n"


def test_a_group_that_starts_again_below_a_lost_heading_stands_without_that_level() -> None:
    text = LOST.format("(一)丁。\n1.子。\n2.丑。\n(二)戊。\n")
    expected = ["一", "一/(一)", "一/(二)", "(一)", "(一)/1", "(一)/2", "(二)", "三", "三/(一)"]
    assert locators(text) == expected
    assert clause_of(text, "一/(二)").text == "(二)丙。"
    assert clause_of(text, "(二)").text == "(二)戊。"


def test_a_group_that_starts_again_where_no_heading_is_missing_is_a_list_inside_a_clause() -> None:
    text = LOST.format("(一)丁。\n(二)戊。\n").replace("三、", "二、")
    assert locators(text) == ["一", "一/(一)", "一/(二)", "二", "二/(一)"]
    assert clause_of(text, "一/(二)").text == "(二)丙。\n(一)丁。\n(二)戊。"


def test_more_groups_than_missing_headings_are_left_as_lists() -> None:
    text = LOST.format("(一)丁。\n(二)戊。\n(一)辛。\n(二)壬。\n")
    assert locators(text) == ["一", "一/(一)", "一/(二)", "三", "三/(一)"]


def test_a_missing_heading_inside_a_heading() -> None:
    text = "第一章 总则\n一、甲\n1.乙。\n2.丙。\n1.丁。\n2.戊。\n三、己\n"
    assert locators(text)[1:] == [
        "第一章/一",
        "第一章/一/1",
        "第一章/一/2",
        "第一章/1",
        "第一章/2",
        "第一章/三",
    ]


TABLES = (
    "一、分工\n序号\t任务\t牵头单位\n1\t建机场\t市交通局\n2\t建港口\t市海洋局\n"
    "{}1\t建学校\t市教育局\n2\t建医院\t市卫生局\n3\t建公园\t市园林局\n"
)


def test_a_second_table_that_counts_anew_is_labelled_by_its_tasks() -> None:
    text = TABLES.format("序号\t任务\t牵头单位\n")
    assert locators(text) == ["一", "一/1", "一/2", "一/建学校", "一/建医院", "一/建公园"]
    assert clause_of(text, "一/建学校").title == "建学校"


def test_a_second_table_under_its_own_heading_keeps_its_numbers() -> None:
    text = TABLES.format("二、民生\n序号\t任务\t牵头单位\n")
    assert locators(text) == ["一", "一/1", "一/2", "二", "二/1", "二/2", "二/3"]


def test_one_table_that_counts_anew_is_not_torn_apart() -> None:
    assert locators(TABLES.format("")) == ["一", "一/1", "一/2", "一/3"]


def test_labels_inside_a_line_open_nothing() -> None:
    assert locators("一、甲。其中：1.乙；2.丙。\n") == ["一"]


def test_white_space_and_invisible_characters_before_a_label() -> None:
    text = "　　一、甲\r\n\u200b 二、乙\r\n\u00a0三、丙"
    assert tree(text) == [("一", "甲"), ("二", "乙"), ("三", "丙")]


def test_markdown_headings() -> None:
    text = "# 方案\n\n## 一、**总体**要求\n\n### （一）目标\n\n**1. 完善制度**\n"
    assert [clause.locator for clause in parse_clauses(text, ())] == ["前言", "一", "一/(一)", "一/(一)/1"]
    assert clause_of(text, "一/(一)/1").title == "完善制度"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("一、总体要求", "总体要求"),
        ("一、加快航空港建设。提升机场功能。", "加快航空港建设"),
        ("一、加快建设", "加快建设"),
        ("一、主要目标：到2025年建成。", "主要目标"),
        ("一、时间为10:30", "时间为10:30"),
        ("一、道路整治（市公安局、市交通运输局牵头，市教育局配合）", "道路整治"),
        ("一、工地整治【责任单位：市住房城乡建设局】", "工地整治"),
        ("一、河（湖）长制。落实责任。", "河（湖）长制"),
        ("一、压缩时间 责任单位：市行政审批局", "压缩时间"),
        ("一、" + "长" * 49, ""),
        ("第一条 为了规范管理，制定本办法。", ""),
        ("第一条 扩大供给。到2025年，新增床位。", "扩大供给"),
    ],
)
def test_titles(line: str, title: str) -> None:
    assert tree(line + "\n") == [(line[: line.index("条") + 1] if "条" in line else "一", title)]


def test_the_title_of_a_chapter_may_stand_on_the_next_line() -> None:
    assert tree("第一章\n总则\n第一条 为了规范管理，制定本办法。\n") == [("第一章", "总则"), ("第一章/第一条", "")]
    assert tree("第一章\n本章规定总则。\n")[0] == ("第一章", "")


def test_front_and_closing_parts() -> None:
    front = "关于机场建设的意见\n\n各区政府：\n现提出意见。"
    clauses = parse_clauses(f"{front}\n一、甲\n乙。\n\n东海市人民政府\n2023年5月6日\n（此件公开发布）\n", ())
    assert [(clause.locator, clause.part, clause.level) for clause in clauses] == [
        ("前言", "front", 0),
        ("一", "numbered", 1),
        ("落款", "closing", 0),
    ]
    assert clauses[0].text == front
    assert clauses[1].text == "一、甲\n乙。"
    assert clauses[2].text == "东海市人民政府\n2023年5月6日\n（此件公开发布）"


def test_a_keyed_line_at_the_end_is_no_signature() -> None:
    assert tree("一、甲\n责任单位：市住房城乡建设局\n") == [("一", "甲")]


def test_a_distribution_line_of_any_length_is_part_of_the_sign_off() -> None:
    sent = "抄送：市委各部门，" + "，".join(["市人大常委会办公室", "市政协办公室", "市法院"] * 3) + "。"
    text = f"一、甲\n东海市人民政府办公室\n2023年5月6日\n{sent}\n东海市人民政府办公室 2023年5月7日印发\n"
    assert clause_of(text, "一").text == "一、甲"
    assert clause_of(text, "落款").text.startswith("东海市人民政府办公室\n2023年5月6日")


def test_text_without_any_heading_is_all_front() -> None:
    (only,) = parse_clauses("各区政府：\n请认真贯彻执行。\n", ())
    assert (only.locator, only.part, only.text) == ("前言", "front", "各区政府：\n请认真贯彻执行。")


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\ufeff"])
def test_text_with_nothing_to_read_has_no_clauses(text: str) -> None:
    assert parse_clauses(text, ()) == ()


def test_a_table_of_contents_is_no_clause() -> None:
    text = (
        "物业条例\n目　录\n第一章　总　则……1\n第二章　罚　则……3\n"
        "第一章　总　则\n第一条　甲。\n第二章　罚　则\n第二条　乙。\n"
    )
    assert locators(text) == ["前言", "第一章", "第一章/第一条", "第二章", "第二章/第二条"]
    assert clause_of(text, "第一章").start == text.rindex("第一章")
    assert clause_of(text, "前言").text.startswith("物业条例\n目　录\n第一章")


def test_the_word_contents_without_a_list_hides_nothing() -> None:
    assert locators("目录\n一、甲\n二、乙\n") == ["前言", "一", "二"]


def test_annexes_open_after_the_sign_off_and_number_anew() -> None:
    text = (
        "一、甲\n附件：1．项目清单\n　　　2．分工表\n东海市人民政府\n2023年5月6日\n"
        "附件1\n项目清单\n1．机场项目。\n附件2\n分工表\n一、丙\n1．丁。\n"
    )
    assert tree(text) == [
        ("一", "甲"),
        ("落款", ""),
        ("附件1", "项目清单"),
        ("附件1/1", "机场项目"),
        ("附件2", "分工表"),
        ("附件2/一", "丙"),
        ("附件2/一/1", "丁"),
    ]
    assert clause_of(text, "落款").text.startswith("附件：1．项目清单")


@pytest.mark.parametrize("write", ["{}、甲", "第{}条 甲。"])
def test_an_annex_does_not_count_on_from_the_body(write: str) -> None:
    lines = [write.format(number) for number in "一二三四五"]
    text = "\n".join([*lines[:4], "附件1", "清单", lines[4]])
    assert locators(text)[4:] == ["附件1"]


def test_an_announced_annex_that_is_not_there_is_no_clause() -> None:
    text = "一、甲\n乙。\n附件：分工表\n东海市人民政府\n2023年5月6日\n"
    assert locators(text) == ["一", "落款"]
    assert locators("一、甲\n乙。\n附件1：分工表\n附件2：清单\n") == ["一", "落款"]


def test_an_annex_with_its_title_beside_it() -> None:
    text = "一、甲\n附件1：分工表\n1．机场。\n附件2 清单\n1．港口。\n"
    assert tree(text)[1:] == [("附件1", "分工表"), ("附件1/1", "机场"), ("附件2", "清单"), ("附件2/1", "港口")]


def test_noise_is_in_no_label_and_not_in_the_text_of_a_clause() -> None:
    text = "一、甲\n上半句\n- 3 -\n下半句。\n【广告】二、乙\n三、丙【广告】\n"
    advert = [text.index("【广告】"), text.rindex("【广告】")]
    page = text.index("- 3 -")
    noise = (
        Noise(page, page + 5, "page_number"),
        Noise(advert[0], advert[0] + 4, "advertisement"),
        Noise(advert[1], advert[1] + 4, "advertisement"),
    )
    clauses = parse_clauses(text, noise)
    assert [(clause.locator, clause.title, clause.text) for clause in clauses] == [
        ("一", "甲", "一、甲\n上半句\n\n下半句。"),
        ("二", "乙", "二、乙"),
        ("三", "丙", "三、丙"),
    ]


def test_groups_of_one_table_end_where_another_starts() -> None:
    text = "|序号|任务|责任单位|\n|一、甲|||\n|1|乙|市教育局|\n\n|任务类别|工作任务|责任部门|\n|丙|丁|市民政局|\n"
    assert locators(text)[-3:] == ["一", "一/1", "丁"]


def test_a_header_repeated_on_the_next_page_leaves_the_group_open() -> None:
    text = "|序号|任务|责任单位|\n|一、甲|||\n|1|乙|市教育局|\n|序号|任务|责任单位|\n|2|丙|市民政局|\n"
    assert locators(text)[-3:] == ["一", "一/1", "一/2"]


def test_an_annex_without_a_number_or_a_character() -> None:
    assert tree("一、甲\n附件 任务分工\n一、乙\n")[1:] == [("附件", "任务分工"), ("附件/一", "乙")]
    assert tree("一、甲\n附：指南\n一、乙\n")[1:] == [("附", "指南"), ("附/一", "乙")]
