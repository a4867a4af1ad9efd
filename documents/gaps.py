"""Finds where text was lost: a year with no digits, a bracket with nothing in it, a name that is gone.

Each rule is a pattern over the restored text that ordinary prose does not match. Nothing is filled in. A group named
`lost` narrows the gap to what stands around the loss; without it the whole match is the gap.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.model import Gap, Noise, Repair, overlapping, without_noise

CONTEXT = 14
"""Characters shown on each side of a gap."""

_STOP = r"[，。、；：,;:\n)）》”]"
_START = r"(?:(?<=[，。、；：,;:\n(（《“])|^)"
_NUMERAL = r"\d０-９〇○零一二三四五六七八九十百千万亿两几多数半每某"

_NOT_LOST_YEARS = (
    "底|末|中|终|初|度|轻|龄|均|报|产|限|鉴|检|会|薪|审|金|级|内|满|老|前|"
    "后|间|关|货|年|代|份|幼|少|青|迈|长|尾|表|费|息|利|纪|景|画|夜|糕|味|"
    "终奖|收入|生产|用电|用水|处理|销售|营业|交易|吞吐|发电|消费|消耗|设计|总|"
    "平均|增|递增|排放|供|运|接待|节|减|新增|可"
)
_NOT_BEFORE_YEAR = "达直遇收得受提等感看拿碰赶落找降升增减想谈见听买延甚乃冬夏"
_NOT_AFTER_HEAD = "应|可|须|将|不|必|要|有|以|的|对|在|依|按|、|，|,|。"
_SCHOLARLY = "医院|大学|学院|研究院|研究所"
_HEADS = f"{_SCHOLARLY}|集团|公司|银行"
_TITLE_KINDS = (
    "意见|方案|办法|通知|规划|计划|细则|规定|条例|决定|措施|规则|纲要|要点|政策|"
    "通告|公告|批复|函|报告|标准|指南|清单|制度"
)
_TITLE_STUMPS = "实施|若干|指导|行动|工作|管理|专项|暂行|补充|建设|总体|具体|贯彻|几点|有关"
_MONEY = "亿元|万元|亿美元|万美元"
_AMOUNTS = (
    "万吨|亿吨|吨(?!粮|位|公里|千米)|公里|千米|万亩|亩(?![均产])|平方米|平方公里|立方米|"
    "千瓦|万千瓦|兆瓦|公顷|人次|万人次|万人|小时|个百分点"
)
_MEASURED = "投资|资金|产值|收入|营收|规模|约|总长|全长|面积|增长|提高|下降|降低"
_COUNTERS = (
    "个(?![人体别性案税展股位中旧头子月])|家(?![庭长属族用电具居])|项(?!目)|"
    "名(?![称单义牌优誉特著])|人(?![们防选民员口才均次类身力工为数体脸格家性物机生])|"
    "处(?![理置罚于分所])|条(?!件)|座(?!位|谈|右)|辆|栋"
)
_BOUNDED = "不少于|不低于|不超过|不多于|不高于|不得少于|不得低于|不得超过|至少"
_REACHED = "超过|达到|突破|大于|小于"
_SMALL_AMOUNTS = "公里|亩(?![均产])|平方米|平方公里|立方米|公顷|人次|小时|个百分点"
_ROADS = "等?(?:国道|省道|县道|乡道|国省道|国省干线|高速|公路|干线)"


@dataclass(frozen=True)
class Rule:
    """One way in which text goes missing."""

    kind: str
    pattern: re.Pattern[str]
    each: re.Pattern[str] | None = None
    """Where given, every match of it inside the pattern's match is a gap of its own."""


def _rule(kind: str, pattern: str, each: str = "") -> Rule:
    return Rule(kind, re.compile(pattern, re.MULTILINE), re.compile(each) if each else None)


RULES: tuple[Rule, ...] = (
    _rule("undecodable", r"\ufffd+|[□■]{2,}|锟斤拷|(?<=[\u4e00-\u9fff])\?{2,}(?=[\u4e00-\u9fff])"),
    _rule("year", r"[〔\[［][ \t]*[〕\]］](?=[第 ]*\d*[ ]*号)"),
    _rule("brackets", r"〔〕|\(\)|（）|《》|“”|「」|『』|【】|［］"),
    _rule("year", rf"(?<![{_NOT_BEFORE_YEAR}])(?:到|至|截止)年(?!{_NOT_LOST_YEARS})"),
    _rule("year", rf"(?:于|自|从|在)年(?=\d{{1,2}}月|起(?!来)|{_STOP})"),
    _rule("year", rf"{_START}年(?=\d{{1,2}}月(?:\d{{1,2}}日)?)"),
    _rule("year", r"^[ \t　]*(?P<lost>年月日?)[ \t　]*$"),
    _rule("year", r"(?<=[—–－-])年(?=[)）〕》])|(?<=[(（〔《])年(?=[—–－-])"),
    _rule("number", rf"(?:{_BOUNDED}|{_MEASURED}|达到)(?P<lost>{_MONEY})(?![级大])(?!以上)"),
    _rule("number", rf"(?<=[\u4e00-\u9fff])[%％](?={_STOP}|以[上下内]|左右|[的和至到]|$)"),
    _rule("number", rf"(?:{_BOUNDED}|{_MEASURED})(?P<lost>{_AMOUNTS})"),
    _rule("number", rf"(?:{_REACHED})(?P<lost>{_SMALL_AMOUNTS})"),
    _rule("number", rf"(?:{_BOUNDED}|{_REACHED})(?P<lost>{_COUNTERS})"),
    _rule("number", r"(?<![次等门])第(?:条|届|次|号|章|款|批)(?![款项件目])"),
    _rule("number", r"(?:世界|全球|中国|全国|亚洲|民营|民企|国内|行业)(?P<lost>强)(?=企业|民企|榜|供应商|品牌|跨国)"),
    _rule("number", r"全国(?P<lost>强)(?=[县区镇])"),
    _rule("number", rf"(?<![A-Za-z0-9])[GSXYC](?:[、,，和及][GSXYC])*(?={_ROADS})", each="[GSXYC]"),
    _rule("name", rf"{_START}(?P<head>{_HEADS})(?:[、和及与](?P=head))+(?={_STOP}|等)", each=_HEADS),
    _rule("name", rf"(?:基于|依托|借助)(?P<lost>{_HEADS})(?=[，。；,;])"),
    _rule("name", rf"{_START}(?P<lost>{_HEADS})(?=(?:来|到|在|落户|入驻)(?:我|本)[省市县区])"),
    _rule("name", rf"等[，,](?P<lost>{_SCHOLARLY})(?!{_NOT_AFTER_HEAD})"),
    _rule(
        "title",
        rf"关于[^。；，,;《》\n]{{4,80}}(?P<lost>的(?:{_TITLE_STUMPS}))(?=[ \t　]*(?:$|》))(?!\s*(?:{_TITLE_KINDS}))",
    ),
)


def find_gaps(text: str, noise: Sequence[Noise], repairs: Sequence[Repair]) -> tuple[Gap, ...]:
    """Where `text` (restored) lost something: sorted, disjoint ranges outside noise, each with its surroundings.

    `noise` is sorted and disjoint. A mask that was left standing is damage already listed among `repairs`, not a gap.
    """
    standing = {repair.start for repair in repairs if not repair.restored}
    ends = [span.end for span in noise]
    gaps: list[Gap] = []
    for start, _, end, kind in sorted(_candidates(text)):
        if (gaps and start < gaps[-1].end) or standing.issuperset(range(start, end)):
            continue
        near = noise[bisect_right(ends, start - CONTEXT) : bisect_right(ends, end + CONTEXT) + 1]
        if not any(overlapping(near, start, end)):
            gaps.append(Gap(start, end, kind, _context(text, start, end, near)))
    return tuple(gaps)


def _candidates(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Start, the rule's rank (an earlier rule wins where two begin together), end and kind."""
    for rank, rule in enumerate(RULES):
        for match in rule.pattern.finditer(text):
            if rule.each is not None:
                for part in rule.each.finditer(text, match.start(), match.end()):
                    yield part.start(), rank, part.end(), rule.kind
            else:
                group = "lost" if "lost" in rule.pattern.groupindex else 0
                yield match.start(group), rank, match.end(group), rule.kind


def _context(text: str, start: int, end: int, noise: Iterable[Noise]) -> str:
    """The gap and `CONTEXT` characters on each side, on one line, without noise."""
    shown = without_noise(text, max(0, start - CONTEXT), min(len(text), end + CONTEXT), noise)
    return " ".join(shown.split())
