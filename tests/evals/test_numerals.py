"""Chinese numerals and digits, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.numerals import in_chinese, in_digits


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [("三", "3"), ("两", "2"), ("十", "10"), ("十二", "12"), ("三十六", "36"), ("一百零五", "105"), ("九千", "9000"),
     ("三万", "三万")],
)  # fmt: skip
def test_a_numeral_below_ten_thousand_is_its_digits(numeral: str, digits: str) -> None:
    assert in_digits(numeral) == digits


@given(st.integers(0, 999))
def test_a_number_there_and_back_is_itself(number: int) -> None:
    assert in_digits(in_chinese(number)) == str(number)
