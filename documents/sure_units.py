"""Names that are a unit's beyond doubt, as sentences need them: there no bracket or key says that a unit is meant."""

import re

from documents.unit_lists import looks_like_unit
from documents.units import UnitLexicon

MAX_NAME = 24
"""Characters of a name that only its level of government and its ending speak for."""

_LEVEL = re.compile(
    r"(?:国家|中央|全国|县级以上|设区的市|省级|市级|县级|区级|乡镇|镇|乡|街道|各|属地|所在地|村|社区|居民|省|市|县|区|州|旗|[一-鿿]{2,7}?(?:省|市|自治区|州|县|区|旗|镇))"
)
_DEPARTMENT = re.compile(r"[一-鿿、]{2,30}(?:部门|机关|机构)$")
_NOBODY = re.compile(
    "^(?:有关|相关|各有关|各相关|各|其他|上级|下级|职能|责任|牵头|配合|同级|两|多|所在|上述|成员|该|本|原|当地)*"
    "(?:部门|单位|机关|机构)$|^(?:当地|其|有关|相关|同级|上级|上一级|国家机关|原[一-鿿]{1,6}(?:机关|部门)$)|(?:有关|相关|其他|辖区|驻区)[一-鿿]{0,8}(?:部门|单位|机关|机构)$|(?:领导小组|指挥部|工作专班|专班|联席会议)$"
)
"""Names that say nobody in particular, and bodies that coordinate a whole plan rather than do one of its tasks."""
_NOT_IN_NAMES = re.compile(
    "[向由的把将被给为是从让未要每]|(?<!所)在|对(?!外)|进行|至少|开展|应当|必须|予以|一次|做好|抓好|按照|依法|可以"
    "|报(?!局|社)|邀请|发挥|编制(?!办|委)|动员|支持|等|第[一二三四五六七八九十]|或者|^除|区域内|促进"
)
_VERTICAL = re.compile(
    "(?:国网|南方电网|国家电网|中国)[一-鿿]{2,16}(?:公司|支行|分行)|[一-鿿]{2,10}(?:海事局|军分区|海关|供电局|供电(?:分)?公司"
    "|电力公司|人武部|人民武装部|(?:银行|信用社)[一-鿿]{0,8}(?:支行|分行|联合社)|农商银行|银保监(?:分)?局|金融监管(?:分)?局|气象局"
    "|税务局|水文局|航道局|铁路局|边检站|武警[支大总中]队|消防救援[支大总]队|消防救援站)"
)
"""Bodies whose names carry no level of government: networks, banks, garrisons, offices of central bodies."""
_AUTHORITIES = re.compile(
    "(?:公安|审计|税务|监察|检察|司法行政|消防救援|海事管理|气象主管|外汇管理|出入境边防检查|道路运输管理|安全生产监督管理)"
    "(?:机关|机构)$"
)
_AUTHORITY_WORDS = re.compile("(?:主管|行政|管理|执法|监督|监管)部门$")
_KIND = re.compile("(?:行政管理|行政主管|行政|主管|监督管理)?部门$")
_WHOLE_GOVERNMENT = re.compile(
    "(?:[省市县区州]|自治区|全[省市县区州]|[一-鿿]{2,4}[省市县区州])(?:人民政府|政府|委)|各级党委|党委"
)
_PLACE = re.compile("(?:省|市|县|区|镇|乡|村|(?:相关|有关|各)部?)$")
_PLACES_AND_HOUSES = re.compile("[省市县区镇乡村道社站所园馆台校企业]$|医院$|单位$|学院$|(?<!服务|保障|管理)中心$")


def is_unit(name: str, lexicon: UnitLexicon) -> bool:
    """Whether a name standing by itself is a unit's beyond doubt."""
    if _NOBODY.search(name) or _NOT_IN_NAMES.search(name) or not looks_like_unit(name):
        return False
    if _DEPARTMENT.match(name) or _VERTICAL.fullmatch(name):
        return True
    known = lexicon.entry(name) is not None and len(name) > 2
    return known or (_LEVEL.match(name) is not None and len(name) <= MAX_NAME)


def is_bound_unit(name: str, lexicon: UnitLexicon) -> bool:
    """Whether `NAME应当…` gives a unit of government a duty: 民政部门, 乡镇人民政府, but neither 养老机构 nor 市政府.

    What a whole province or city does is the plan itself; places, schools and firms are not units of government.
    """
    if not is_unit(name, lexicon) or _WHOLE_GOVERNMENT.fullmatch(name):
        return False
    if name.endswith(("机关", "机构")):
        return _AUTHORITIES.search(name) is not None
    if name.endswith("部门"):
        return _AUTHORITY_WORDS.search(name) is not None or is_field(_KIND.sub("", name), lexicon)
    return lexicon.entry(name) is not None or not _PLACES_AND_HOUSES.search(name)


def is_place(name: str) -> bool:
    """Whether a name ends where a place's does, or in the middle of 有关部门."""
    return _PLACE.search(name) is not None


def is_field(name: str, lexicon: UnitLexicon) -> bool:
    """Whether some unit is named for this field (`财政`, `市发展改革`)."""
    base = lexicon.base(name)
    fields = (f"{field}{kind}" for field in (name, base) for kind in ("局", "委", "厅"))
    return base in lexicon.by_subject or any(field in lexicon.by_name for field in fields)
