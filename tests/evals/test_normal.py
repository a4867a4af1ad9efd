import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.normal import contains, normalised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 万元", "1200万元"),
        ("１，２００\u3000万元", "1200万元"),
        ("4 个\n泊位\t", "4个泊位"),
        ("市域（郊）铁路", "市域(郊)铁路"),
        ("公路、铁路", "公路、铁路"),
    ],
)
def test_what_does_not_count_is_gone(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_contains_ignores_width_whitespace_and_commas_on_both_sides() -> None:
    assert contains("共有 ２８ 项任务", "28项")
    assert contains("250,000 tons", "２５００００tons")
    assert not contains("共有 ２８ 项任务", "8项任 务书")


@pytest.mark.parametrize(
    ("text", "part", "stands"),
    [
        ("1,500元", "500元", False),
        ("1，500元", "1500元", True),
        ("12 500元", "12500元", True),
        ("36.5元", "36", False),
        ("1.36", "36", False),
        ("10万吨", "10", False),
        ("十三年", "三年", False),
        ("第十五条", "五条", False),
        ("2024, 2025", "2024", True),
        ("2024，2025", "2025", True),
        ("公路、三项任务", "三项任务", True),
        ("12个月", "12", True),
    ],
)
def test_a_number_is_never_a_piece_of_another(text: str, part: str, stands: bool) -> None:
    assert contains(text, part) is stands


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_number_stands_in_another_only_if_it_is_it(one: int, other: int) -> None:
    assert contains(f"共{one:,}元", str(other)) is (one == other)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(), st.sampled_from([" ", "\n", ",", "，", "\u3000"]), st.data())
def test_an_ignored_sign_may_stand_anywhere_between_ascii_and_han(text: str, sign: str, data: st.DataObject) -> None:
    plain = "".join(letter for letter in text if letter.isascii() or "一" <= letter <= "鿿")
    place = data.draw(st.integers(0, len(plain)))
    assert normalised(plain[:place] + sign + plain[place:]) == normalised(plain)
