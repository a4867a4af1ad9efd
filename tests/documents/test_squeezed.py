"""Texts that a copy has put on one line."""

from documents.lines import visible_lines
from documents.squeezed import unsqueezed_lines

FILL = "统一供种、统防统治，总投资12.5亿元，覆盖全省各地的重点园区和基地。"


def lines(text: str) -> list[str]:
    found = unsqueezed_lines(visible_lines(text, ()))
    assert all(text[line.start : line.end] == line.text for line in found)
    return [line.text for line in found]


def test_a_document_on_one_line_is_divided_at_its_headings() -> None:
    parts = ["措施", "一、壮大主体。", f"1.培育。{FILL}", f"2.招引。{FILL}", "二、建设基地。", "1.推广。"]
    assert lines(parts[0] + "　　" + "".join(parts[1:])) == parts


def test_sections_on_a_line_each_are_divided_where_labels_count_up() -> None:
    assert lines("一、总则（一）甲。（二）乙。\n二、附则（一）丙。") == [
        "一、总则",
        "（一）甲。",
        "（二）乙。",
        "二、附则",
        "（一）丙。",
    ]


def test_a_list_in_a_paragraph_stays_whole() -> None:
    for text in ("一、甲。其中：1.乙；2.丙；3.丁。", "一、甲（一）乙。（三）丙。（五）丁。", "一、甲。1.乙。"):
        assert lines(text) == [text]


def test_labels_that_do_not_count_up_divide_nothing() -> None:
    text = f"一、甲。{FILL}四、乙。{FILL}二、丙。{FILL}"
    assert lines(text) == [text]
