"""Units of a whole document: groups, table rows, conventions."""

from documents.ingest import parse_document


def units(text: str) -> dict[str, list[str]]:
    return {
        clause.locator: [f"{one.unit} {one.role}" for one in clause.units]
        for clause in parse_document("x", text).clauses
        if clause.part == "numbered"
    }


def test_a_statement_below_a_group_stands_for_all_of_it() -> None:
    assert units("一、甲\n1.乙。\n2.丙。\n责任单位：市教育局\n") == {
        "一": [],
        "一/1": ["市教育局 lead"],
        "一/2": ["市教育局 lead"],
    }


def test_a_statement_below_a_list_stands_for_what_opens_it() -> None:
    assert units("一、甲包括：\n1.乙；\n2.丙。\n责任单位：市教育局\n") == {
        "一": ["市教育局 lead"],
        "一/1": [],
        "一/2": [],
    }


def test_a_statement_below_each_stands_for_each() -> None:
    text = "一、甲\n1.乙。\n2.丙。\n责任单位：市教育局\n3.丁。\n责任单位：市民政局\n"
    assert units(text)["一/1"] == []


def test_a_statement_below_parts_is_the_items_where_other_items_have_theirs() -> None:
    text = "一、甲\n1.乙。（责任单位：市教育局）\n2.丙：\n（1）丁；\n（2）戊。\n（责任单位：市民政局）\n3.己\n"
    assert units(text) == {
        "一": [],
        "一/1": ["市教育局 lead"],
        "一/2": ["市民政局 lead"],
        "一/2/(1)": [],
        "一/2/(2)": [],
        "一/3": [],
    }


def test_a_statement_below_parts_of_parts_climbs_to_the_level_of_the_others() -> None:
    text = "1.甲\n（1）乙\n（2）丙：\n①丁；\n②戊。\n（市教育局牵头）\n2.己（市民政局牵头）\n"
    assert [locator for locator, named in units(text).items() if named] == ["1", "2"]


def test_a_sentence_beside_a_group_leaves_its_statement_to_the_group() -> None:
    text = "一、甲\n1.乙。\n2.丙。\n责任单位：市教育局\n二、丁。由市民政局负责督促。\n"
    assert [locator for locator, named in units(text).items() if named] == ["一/1", "一/2", "二"]


def test_a_key_broken_by_a_line_is_read() -> None:
    assert units("一、甲。（责任单\n位：市教育局、市民\n政局）\n") == {"一": ["市教育局 lead", "市民政局 support"]}


def test_lines_inside_a_cell_name_a_unit_each() -> None:
    text = "| 任务 | 责任部门 | 协助部门 |\n|---|---|---|\n| 甲 | 市教育局 | 市民政局<br>市财政局 |\n"
    assert units(text) == {"甲": ["市教育局 lead", "市民政局 support", "市财政局 support"]}


def test_everybody_is_added_to_what_names_somebody() -> None:
    text = "一、甲（市教育局负责）\n以下各项均需各县区政府落实，不再列出。\n二、乙（市民政局负责）\n三、丙\n"
    assert units(text) == {"一": ["市教育局 lead"], "二": ["市民政局 lead", "各县区政府 support"], "三": []}


def test_rows_of_a_table_are_clauses_with_units() -> None:
    text = "一、任务\n序号\t任务\t牵头单位\t配合单位\n1\t甲\t市教育局\t市民政局、市财政局\n二、其他\n"
    assert units(text)["一/1"] == ["市教育局 lead", "市民政局 support", "市财政局 support"]
    assert list(units(text)) == ["一", "一/1", "二"]


def test_units_in_a_heading_are_no_part_of_its_title() -> None:
    document = parse_document("x", "一、扩充学位（市教育局、市财政局）\n")
    assert [clause.title for clause in document.clauses] == ["扩充学位"]
