"""Chinese numerals below ten thousand and their digits: how labels and amounts are written both ways."""

import re

BELOW_TEN_THOUSAND = re.compile(
    r"(?:[一二两三四五六七八九]千)?(?:零?[一二两三四五六七八九]?[百十])*零?[一二两三四五六七八九]?"
)
DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}


def in_digits(numeral: str) -> str:
    """A Chinese numeral below 万 in digits: 三十六 → 36; a larger one as it stands."""
    if not BELOW_TEN_THOUSAND.fullmatch(numeral):
        return numeral
    total, digit = 0, 0
    for letter in numeral:
        if letter in PLACES:
            total, digit = total + (digit or 1) * PLACES[letter], 0
        else:
            digit = DIGITS[letter]
    return str(total + digit)


def in_chinese(number: int) -> str:
    """A label below 1000 in Chinese numerals: 12 → 十二, 105 → 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
    middle = f"{digits[tens]}十" if tens else ("零" if ones else "")
    return f"{digits[hundreds]}百{middle}{digits[ones] if ones else ''}"
