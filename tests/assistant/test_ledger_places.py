"""Offices of one name in different places are told apart; one office that two places name is not."""

import pytest

from assistant.ledger import Workload
from assistant.ledger_places import by_place
from documents.holdings import Holding
from documents.standing import Standing
from tests.assistant.ledger_rows import task


def holding(name: str, issuer: str, title: str = "意见") -> Holding:
    return Holding(name, title, issuer, "", "", Standing(), 1, 0, 0, 0, 0)


HELD = {
    "a": holding("a", "青川省云溪市人民政府"),
    "b": holding("b", "青川省林川市人民政府"),
    "c": holding("c", ""),
    "d": holding("d", "云溪市人民政府办公室"),
    "t": holding("t", "", "林川市水利意见"),
}


def shares(unit: str, *documents: str) -> list[tuple[str, list[str]]]:
    tasks = [task("1", (unit, "lead"), document=name) for name in documents]
    found = by_place(unit, [(one, one.units[0]) for one in tasks], HELD)
    return [(share.place, [one.document for one in share.documents]) for share in found]


def test_two_cities_by_hand() -> None:
    assert shares("市财政局", "a", "b", "c", "d") == [("云溪市", ["a", "d"]), ("林川市", ["b"]), ("", ["c"])]
    assert shares("财政局", "a", "t") == [("云溪市", ["a"]), ("林川市", ["t"])]
    one, other = by_place(
        "市财政局", [(row, row.units[0]) for row in (task("1", ("市财政局", "lead"), document=n) for n in "ab")], HELD
    )
    assert one.documents[0].workload == other.documents[0].workload == Workload("市财政局", 1, 0, 0)


@pytest.mark.parametrize(
    ("unit", "documents"),
    [
        ("市财政局", "ad"),
        ("市财政局", "ac"),
        ("省财政厅", "ab"),
        ("云溪市财政局", "ab"),
        ("国家税务总局", "ab"),
        ("财政部", "ab"),
    ],
)
def test_where_it_is_one_office_or_cannot_be_told_nothing_is_split(unit: str, documents: str) -> None:
    assert shares(unit, *documents) == []
