"""Figures of a text with what they are counted in, in digits or Chinese numerals: `30分钟`, `三十分钟`, `四分之三`."""

import re
from collections.abc import Iterator

from documents.numbering import han_number

_HAN = "一二三四五六七八九十百千两"
NUMBER = rf"(?:\d[\d,，]*(?:\.\d+)?|[{_HAN}][{_HAN}零]*)"
MEASURES = (
    "个工作日|工作日|平方公里|平方米|公里|千米|厘米|毫米|米|海里|公顷|亩|吨级|标准箱|立方米|吨|公斤|千瓦时|千瓦|兆瓦|元|美元|人次|人|户|套|家|个百分点|个月"
    "|个|项|条|座|种|大类|大|级|处|次|倍|件|所|间|只|台|名|张|辆|艘|架|床|学时|课时|周岁|岁|分贝|市|县|年|月|日|天|小时|分钟|%|％|‰|成|折"
)
_MEASURE = rf"(?:[万亿千百]*(?:{MEASURES})?)"
_SHARE = rf"{NUMBER}分之{NUMBER}|(?<![\d:：.])(?:\d{{1,2}}[:：]\d(?![\d:：.])|50[:：]50)"
"""`四分之三`, `百分之十`, and what two sides bear of a sum: `8:2`; `18:30` is a time of day."""
QUANTITY = re.compile(
    rf"(?:不少于|不低于|不超过|超过|达到|约|近|至少|最多)?(?:{_SHARE}|(?<![第统唯\d{_HAN}]){NUMBER}{_MEASURE}(?!性))"
    "(?:左右|以上|以下|以内|余)?"
)
"""`第三条`, `一次性` and `统一处理` count nothing."""
RANGE = re.compile(
    rf"{NUMBER}{_MEASURE}(?:以上)?(?:至|到|—|－|-|~|～){NUMBER}{_MEASURE}(?:以[上下内])?"
    rf"|{NUMBER}[万亿千百]*(?:{MEASURES})以上{NUMBER}[万亿千百]*(?:{MEASURES})以[下内]"
)
"""From one figure to another, which is one answer: `3至12个月`, `500元以上1000元以下`."""
_CLOSE = "(?:底|末|初|前)*"
DATE = re.compile(
    rf"(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?{_CLOSE}"
    rf"|(?<![第{_HAN}])(?:次年)?(?:十[一二]?|[一二三四五六七八九])月(?:[{_HAN}]{{1,3}}日)?{_CLOSE}"
    r"|“?[一二三四五六七八九十]+五”?(?:时期|期间|末)?"
)
_DAY_OF_YEAR = re.compile(
    rf"(?:\d{{4}}年)?(?:\d{{1,2}}|[{_HAN}]{{1,2}})月(?:\d{{1,2}}|[{_HAN}]{{1,3}})日|\d{{4}}年\d{{1,2}}月"
)
"""Its figures count nothing."""
_COUNTED = "个|项|条|座|种|大类|大|级|处|次|倍|家|市|县"
"""What a numeral of Han characters counts whatever it is."""
_ABOUT = re.compile(r"^(?:不少于|不低于|不超过|超过|达到|约|近|至少|最多)|(?:左右|以[上下内]|余)+$")
_MEASURED = re.compile(rf"(?P<number>[{_HAN}零]+)(?P<large>[万亿]*)(?:{MEASURES})|{NUMBER}分之{NUMBER}")
_IDIOMS = re.compile("[百千](?:年|人|家|姓|日|户|件)|两大")
"""`百年`, `千人计划`: no figures."""
_SPAN_OF_ONE = re.compile("一(?:年|个月|小时|个工作日)")
"""`一` measures nothing but a span of time, where a limit stands beside it: `一年以内`, `不超过一年`."""


def found_quantities(sentence: str) -> Iterator[re.Match[str]]:
    """Every figure of the sentence with its measure, in reading order; what counts nothing (`一体化`) is none."""
    days = [found.span() for found in _DAY_OF_YEAR.finditer(sentence)]
    for found in QUANTITY.finditer(sentence):
        if is_quantity(found.group()) and not any(start <= found.start() < end for start, end in days):
            yield found


def is_quantity(text: str) -> bool:
    """Whether it counts or measures: a bare numeral of Han characters (`一体化`) or a year does not."""
    if re.match(r"(?:19|20)\d{2}(?:年|$)", text) or re.fullmatch("(?:十[八九]|二十)大", text):
        return False
    if re.search(r"\d", text) or re.fullmatch(rf"{NUMBER}(?:{_COUNTED})(?:左右|以上)?", text):
        return True
    bare = _ABOUT.sub("", text)
    measured = _MEASURED.fullmatch(bare)
    if measured is None or _IDIOMS.fullmatch(bare):
        return False
    return (
        measured["number"] != "一"
        or bool(measured["large"])
        or (bare != text and _SPAN_OF_ONE.fullmatch(bare) is not None)
    )


def in_digits(number: str) -> str:
    """The number in digits, for comparison: `十五` → `15`, `1,000` → `1000`; what is no number stays."""
    if re.fullmatch(rf"[{_HAN}零]+", number):
        return str(han_number(number.replace("两", "二")) or number)
    return re.sub("[,，]", "", number)
