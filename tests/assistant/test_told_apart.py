"""Documents of one title: number first, then date, then name; a title of its own needs nothing."""

from assistant.told_apart import labels, marks
from documents.holdings import Holding
from documents.standing import Standing


def held(name: str, title: str, number: str = "", date: str = "") -> Holding:
    return Holding(name, title, "", number, date, Standing(), 1, 0, 0, 0, 0)


def test_what_tells_apart_by_hand() -> None:
    shelf = [
        held("a", "办法", "甲1号", "2024年"),
        held("b", "办 法", "甲2号", "2024年"),
        held("c", "办法", "", "2025年"),
        held("d", "办法", "", "2024年"),
        held("e", "规定", "甲1号"),
        held("f", ""),
    ]
    assert marks(shelf) == {"a": "甲1号", "b": "甲2号", "c": "2025年", "d": "d"}
    assert labels(shelf)["a"] == "办法（甲1号）" and labels(shelf)["e"] == "规定" and labels(shelf)["f"] == "f"
