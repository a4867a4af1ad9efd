"""Names that are a unit's beyond doubt, as sentences need them: there no bracket or key says that a unit is meant."""

import re

from documents.unit_lists import looks_like_unit
from documents.units import UnitLexicon

MAX_NAME = 24
"""Characters of a name that only its level of government and its ending speak for."""

_LEVEL = re.compile(
    r"(?:国家|国务院|中央|全国|县级以上|设区的市|省级|市级|县级|区级|乡镇|镇|乡|街道|各|属地|所在地|村|社区|居民|省|市|县|区|州|旗|[一-鿿]{2,7}?(?:省|市|自治区|州|县|区|旗|镇|街道))"
)
_DEPARTMENT = re.compile(r"[一-鿿、]{2,30}(?:部门|机关|机构)$")
_NOBODY = re.compile(
    "^(?:有关|相关|各有关|各相关|各|其他|上级|下级|职能|责任|牵头|配合|同级|两|多|所在|上述|成员|该|本|原|当地)*"
    "(?:部门|单位|机关|机构)$|^(?:当地|其|有关|相关|同级|上级|上一级|国家机关|(?:国务院|党中央|中央|国家(?:和社会)?)$|原[一-鿿]{1,6}(?:机关|部门)$)"
    "|^各?(?:乡镇|县级|基层|公立|民营|定点|中心)[一-鿿]{0,4}(?:医院|卫生院|卫生室|学校)$|(?:有关|相关|其他|辖区|驻区)[一-鿿]{0,8}(?:部门|单位|机关|机构)$|(?:领导小组|指挥部|工作专班|专班|联席会议|(?<=[省市县区州])委[一-鿿]{4,}委员会|(?:安全|生产|绿化|卫生运动|动员|减灾|双拥)委员会|[安食]委会|安委|防指)$"
)
"""Names that say nobody in particular, and bodies that coordinate a whole plan rather than do one of its tasks."""
_NOT_IN_NAMES = re.compile(
    "^(?:经(?![贸济信开营])|或|指导|协同|组织(?!部))|政府组织|[有相]关$|依[照据]|根据|责令|采取|召集|商同级|所在单位"
    "|[向由的把将被给为是从让未要每]|(?<!所)在|对(?!外)|进行|至少|开展|应当|必须|予以|一次|做好|抓好|按照|依法|可以"
    "|报(?!局|社)|邀请|会同|依规|依纪|严肃|组成|统筹|推行|打造|设[立置]|成立|组建|发挥|编制(?!办|委)|动员(?!办)|支持|等|第[一二三四五六七八九十]|或者|^除|经(?=[省市县区州国各本])|申请|区域内|促进"
)
_VERTICAL = re.compile(
    "(?:国网|南方电网|国家电网|中国)[一-鿿]{2,16}(?:公司|支行|分行)|[一-鿿]{2,10}(?:海事局|军分区|海关|供电局|供电(?:分)?公司"
    "|电力公司|人武部|人民武装部|(?:银行|信用社)[一-鿿]{0,8}(?:支行|分行|联合社)|农商银行|银保监(?:分)?局|金融监管(?:分)?局|气象局"
    "|税务局|水文局|航道局|铁路局|边检站|消防救援[支大总]队|消防救援站)|武警[一-鿿]{0,8}[支大总中]队"
)
"""Bodies whose names carry no level of government: networks, banks, garrisons, offices of central bodies."""
_FIRM = re.compile("[一-鿿]{2,}(?:公司|集团|银行|信用社|大学|学院|研究院|设计院|企业|铁塔|广电网络)")
_RUNS_ON = re.compile("(?P<unit>[一-鿿]{2,}?(?:局|厅|部门|机关|督查室|[支大]队|公司))(?P<rest>[一-鿿]+)")
_PART_OF_UNIT = re.compile(
    "[(（〔][^()（）〔〕]+[)）〕]|[一-鿿]*(?:[分支]局|管理局|监[管督]局|执法局|分公司|分行|支行"
    "|[支大总中]队|(?:执法|救援|交警|调查)队|管理[处站所]|中心|办事处|办公室|派出所|[一-鿿]{2}所"
    "|[一-鿿]{2}[科处站]|部门|机[构关]|单位|工委|党组)"
)
"""What may stand behind the name of a whole unit, as the name of a part of it (`交警支队`, `河阳分局`)."""
_SHORT_ENDS = frozenset("委办部署院会联")
"""Endings that names as often go on from; what comes before must be a name that the table of units knows."""
_LOOSE_END = re.compile("[签部]署$|(?<![小党作家察勤])组$|(?<![分支央银人商])行$")
"""Endings that as often begin a verb (组织, 行动)."""
_AUTHORITIES = re.compile(
    "(?:公安|审计|税务|监察|检察|司法行政|消防救援|海事管理|气象主管|外汇管理|出入境边防检查|道路运输管理|安全生产监督管理)"
    "(?:机关|机构)$"
)
_OFFICES = re.compile("(?:经办|登记|许可|监督|执法|仲裁|征收|审批|管理)机[构关]$")
_AUTHORITY_WORDS = re.compile("(?:主管|行政|管理|执法|监督|监管)部门$")
_KIND = re.compile("(?:行政管理|行政主管|行政|主管|监督管理)?部门$")
_COORDINATING = re.compile("(?:指挥部|防指|委员会|领导小组|联席会议|安委会?|专班)办(?:公室)?$")
_WHOLE_GOVERNMENT = re.compile(
    "(?:[省市县区州]|自治区|全[省市县区州]|[一-鿿]{2,4}[省市县区州])(?:人民政府|政府|委)|各级党委|党委"
)
_PLACE = re.compile("(?:省|市|县|区|镇|乡|村|(?:相关|有关|各)部?)$")
_PLACES = re.compile("(?:[省市县区镇乡村道企]|单位|企业)$")
_PLACES_AND_HOUSES = re.compile("[省市县区镇乡村道社站所园馆台校企业]$|医院$|单位$|学院$|(?<!服务|保障|管理)中心$")


def is_unit(name: str, lexicon: UnitLexicon) -> bool:
    """Whether a name standing by itself is a unit's beyond doubt."""
    if _NOBODY.search(name) or _NOT_IN_NAMES.search(name) or not looks_like_unit(name):
        return False
    if _LOOSE_END.search(name) or _runs_on(name, lexicon):
        return False
    if _DEPARTMENT.match(name) or _VERTICAL.fullmatch(name):
        return True
    known = lexicon.entry(name) is not None and len(name) > 2
    return known or (_LEVEL.match(name) is not None and len(name) <= MAX_NAME)


def is_firm(name: str) -> bool:
    """Whether a name ends as those of firms, banks and universities do: units where they stand beside one."""
    return _FIRM.fullmatch(name) is not None and not _NOT_IN_NAMES.search(name)


def _runs_on(name: str, lexicon: UnitLexicon) -> bool:
    """Whether a unit's name is followed by what is none of a part of it (`县气象局联合会` of 县气象局联合会商)."""
    found = _RUNS_ON.fullmatch(name)
    if found is not None:
        return _PART_OF_UNIT.fullmatch(found["rest"]) is None
    if lexicon.entry(name) is not None:
        return False
    inside = (end for end in range(len(name) - 1, 3, -1) if name[end - 1] in _SHORT_ENDS and name[end] != "门")
    known = next((end for end in inside if lexicon.entry(name[:end]) is not None), len(name))
    return known < len(name) and _PART_OF_UNIT.fullmatch(name, known) is None


def is_bound_unit(name: str, lexicon: UnitLexicon, *, by: bool = False) -> bool:
    """Whether `NAME应当…` gives a unit of government a duty: 民政部门, 乡镇人民政府, but neither 养老机构 nor 市政府.

    What a whole province or city does is the plan itself; places, schools and firms are not units of government.
    `by`: 由 stands before the name, which also offices that only a task makes one (经办机构) may be.
    """
    if not is_unit(name, lexicon) or _WHOLE_GOVERNMENT.fullmatch(name) or _COORDINATING.search(name):
        return False
    if name.endswith(("机关", "机构")):
        return _AUTHORITIES.search(name) is not None or (by and _OFFICES.search(name) is not None)
    if name.endswith("部门"):
        return _AUTHORITY_WORDS.search(name) is not None or is_field(_KIND.sub("", name), lexicon)
    return lexicon.entry(name) is not None or not (_PLACES if by else _PLACES_AND_HOUSES).search(name)


def is_place(name: str) -> bool:
    """Whether a name ends where a place's does, or in the middle of 有关部门."""
    return _PLACE.search(name) is not None


def is_field(name: str, lexicon: UnitLexicon) -> bool:
    """Whether some unit is named for this field (`财政`, `市发展改革`)."""
    base = lexicon.base(name)
    fields = (f"{field}{kind}" for field in (name, base) for kind in ("局", "委", "厅"))
    return base in lexicon.by_subject or any(field in lexicon.by_name for field in fields)
