"""Numbers as automatic numbering writes them, by the names of Office Open XML's ST_NumberFormat (ECMA-376 17.18.59)."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL = str.maketrans("〇零一二三四五六七八九十百千", "零零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("〇零一二三四五六七八九十百千", "零零壹貳參肆伍陸柒捌玖拾佰仟")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST = 9999
"""Beyond it every style falls back to decimal digits."""


def written(number: int, style: str) -> str:
    """`number` in `style`; decimal digits where the style is unknown or has no sign for the number."""
    if style in ("none", "bullet"):
        return ""
    sign = _STYLES.get(style, str)(number) if 0 <= number <= _LARGEST else ""
    return sign or str(number)


def counting(number: int) -> str:
    """`15` → 十五, `20` → 二十, `101` → 一百零一; of at most four digits."""
    digits = [int(digit) for digit in str(number)]
    text, skipped = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            text += ("零" if skipped and text else "") + _DIGITS[digit] + _PLACES[place]
        skipped = not digit
    return (text[1:] if text.startswith("一十") else text) or "零"


def digit_by_digit(number: int) -> str:
    """`20` → 二〇."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _counting_below_hundred(number: int) -> str:
    return counting(number) if number < 100 else digit_by_digit(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text, number = text + sign * (number // value), number % value
    return text


def _letters(number: int) -> str:
    """`1` → a, `27` → aa, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _from(*series: tuple[int, str, int]) -> Callable[[int], str]:
    """A style of single signs: (first number, its sign, how many follow each other in Unicode), …"""

    def sign(number: int) -> str:
        return next((chr(ord(one) + number - first) for first, one, n in series if 0 <= number - first < n), "")

    return sign


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else ""


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_CIRCLED = _from((0, "⓪", 1), (1, "①", 20), (21, "㉑", 15), (36, "㊱", 15))
_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _from((1, "⑴", 20)),
    "decimalEnclosedFullstop": _from((1, "⒈", 20)),
    "chineseCounting": _counting_below_hundred,
    "taiwaneseCounting": _counting_below_hundred,
    "chineseCountingThousand": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "ideographDigital": digit_by_digit,
    "taiwaneseDigital": digit_by_digit,
    "japaneseDigitalTenThousand": digit_by_digit,
    "chineseLegalSimplified": lambda number: counting(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: counting(number).translate(_LEGAL_TRADITIONAL),
    "ideographEnclosedCircle": _from((1, "㊀", 10)),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
}
