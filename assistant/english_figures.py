"""Sums, spans of time and dates of an English question as a Chinese text writes them: `1.5 million` → `150万`."""

import re
from collections.abc import Callable

_HAN = re.compile("[一-鿿]")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "(?P<month>" + "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + r")\.?"
_NUMBER = r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?)(?![\d,.]*\d)"
_POWERS = {"thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_TEN_THOUSAND, _HUNDRED_MILLION = 1e4, 1e8
_MEASURES = {
    r"%|per ?cent": "%",
    "yuan|rmb|renminbi|cny": "元",
    "(?:working|business) days?": "个工作日",
    "months?": "个月",
    "years?(?! olds?| of age)": "年",
    "hours?": "小时",
    "minutes?": "分钟",
    "square kilomet(?:re|er)s?": "平方公里",
    "square met(?:re|er)s?": "平方米",
    "kilomet(?:re|er)s?|km": "公里",
    "met(?:re|er)s?": "米",
    "hectares?": "公顷",
    "mu": "亩",
    "ton(?:ne)?s?": "吨",
    "households?": "户",
    "people|persons?": "人",
}
"""Kinds that one written measure names without doubt; `days` may be 日 or 天 and is left."""
_COUNTED = re.compile(
    rf"{_NUMBER}(?:[ -]?(?P<power>{'|'.join(_POWERS)})\b)?(?:[ -]?(?P<measure>{'|'.join(_MEASURES)})(?![a-z]))?"
)
_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?P<year>\d{{4}})\b"),
        lambda found: f"{found['year']}年{_month(found)}月{int(found['day'])}日",
    ),
    (
        re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"),
        lambda found: f"{found['year']}年{_month(found)}月{int(found['day'])}日",
    ),
    (re.compile(rf"\b{_MONTH},? (?P<year>\d{{4}})\b"), lambda found: f"{found['year']}年{_month(found)}月"),
)


def chinese_figures(folded: str) -> str:
    """A folded English question with its figures, their measures and its dates as a Chinese text has them.

    What is no sum, span or date stays, and so does a question with Han characters in it.
    """
    if _HAN.search(folded):
        return folded
    for pattern, written in _DATES:
        folded = pattern.sub(written, folded)
    return _COUNTED.sub(_counted, folded)


def _counted(found: re.Match[str]) -> str:
    if not found["power"] and not found["measure"] and "," not in found["number"]:
        return found.group()
    value = float(found["number"].replace(",", "")) * _POWERS.get(found["power"] or "", 1.0)
    measure = next((to for kind, to in _MEASURES.items() if re.fullmatch(kind, found["measure"] or "")), "")
    return _amount(value, large=found["power"] is not None or value >= _TEN_THOUSAND) + measure


def _amount(value: float, *, large: bool) -> str:
    """`150万` for 1,500,000; a number that is not written so in full stays in figures."""
    for unit, name in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if large and value >= unit and round(value / unit, 4) == value / unit:
            return _plain(value / unit) + name
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _month(found: re.Match[str]) -> int:
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(found["month"]))
