"""The numbering label of each line, by all the lines together."""

from documents.line_labels import line_labels
from documents.lines import visible_lines


def labels(text: str) -> list[str]:
    return [found[0].text for found in line_labels(visible_lines(text, ())) if found]


def test_bare_numbers_are_headings_where_decimals_divide_them() -> None:
    text = "1总则\n1.1目的\n2适用范围\n3响应\n3.1Ⅰ级响应\n3小时一报\n4附则\n"
    assert labels(text) == ["1", "1.1", "2", "3", "3.1", "4"]


def test_bare_numbers_without_decimals_are_none() -> None:
    assert labels("1总则\n2适用范围\n") == []


def test_brackets_before_sentences_are_headings_where_each_says_something_else() -> None:
    assert labels("【补贴】每人500元。\n【贷款】最高20万元。\n【用地】每年安排。\n") == [
        "【补贴】",
        "【贷款】",
        "【用地】",
    ]
    assert labels("【对象】企业，个人。\n【时限】五天。\n【对象】个人。\n【时限】三天。\n") == []
    assert labels("【补贴】每人500元。\n【责任单位】市教育局，市民政局。\n【用地】每年安排。\n") == []
