"""Numbers in every style that Word counts in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.numbering import han_number
from documents.readers.numerals import written


@pytest.mark.parametrize(
    ("style", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalZero", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedCircle", 35, "㉟"),
        ("decimalEnclosedCircle", 36, "㊱"),
        ("decimalEnclosedCircle", 50, "㊿"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 15, "十五"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 101, "一〇一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 2020, "二千零二十"),
        ("japaneseCounting", 11, "十一"),
        ("taiwaneseCountingThousand", 30, "三十"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographEnclosedCircle", 3, "㊂"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 1999, "mcmxcix"),
        ("upperLetter", 26, "Z"),
        ("lowerLetter", 28, "bb"),
        ("none", 4, ""),
        ("bullet", 4, ""),
        ("a style of the future", 4, "4"),
        ("chineseCountingThousand", 10_000, "10000"),
    ],
)
def test_written(style: str, number: int, expected: str) -> None:
    assert written(number, style) == expected


@given(st.integers(1, 999))
def test_counting_is_read_back_by_the_parser_of_labels(number: int) -> None:
    assert han_number(written(number, "chineseCountingThousand")) == number
