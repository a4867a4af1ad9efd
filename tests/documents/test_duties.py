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
