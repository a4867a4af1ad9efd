"""Policy texts made up for measuring: many documents in many styles of numbering and of naming units, no two alike."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 11
CLAUSES = 30
"""Numbered clauses of a document, about."""
_HAN = "零一二三四五六七八九"
_PLACES = ("云溪市", "青禾市", "望江县", "柳湾县", "石桥区", "金沙县", "松岭市", "白鹭区", "南浔渡市", "铁山县")
_SUBJECTS = (
    *("养老服务", "职业教育", "农村供水", "城市更新", "中小企业融资", "数字乡村", "垃圾分类", "公共交通", "医疗保障"),
    *("知识产权保护", "食品安全", "林长制", "文物保护", "就业创业", "招商引资", "耕地保护", "防汛抗旱", "政务公开"),
)
_KINDS = ("实施意见", "行动方案", "若干措施", "工作方案", "管理办法", "三年行动计划")
_VERBS = ("推进", "完善", "健全", "加快", "规范", "支持", "建立", "优化", "落实", "扩大")
_THINGS = (
    *("服务网络建设", "监督检查机制", "专项资金管理", "信息共享平台", "重点项目审批", "人才培养体系", "风险预警制度"),
    *("基层站点改造", "绩效评价办法", "跨区域协作", "示范区创建", "数据安全管理", "公益岗位开发", "标准体系"),
)
_UNITS = (
    *("市发展改革委", "市财政局", "市教育局", "市民政局", "市水务局", "市交通运输局", "市自然资源局", "市商务局"),
    *("市农业农村局", "市卫生健康委", "市人力资源社会保障局", "市生态环境局", "市市场监管局", "市应急局", "市医保局"),
)
_SENTENCES = (
    "到2027年底前，覆盖率达到{n}%以上，群众满意度稳步提升。",
    "每年安排专项资金{n}万元，用于补助基层单位开展相关工作。",
    "建设标准化站点{n}个，形成可复制、可推广的经验做法。",
    "对符合条件的单位给予一次性奖补，最高不超过{n}万元。",
)

Writer = Callable[[int], str]


def han(number: int) -> str:
    """1 to 99 as Chinese counts."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")


_STYLES: tuple[tuple[Writer, Writer, bool], ...] = (
    (lambda n: f"{han(n)}、", lambda n: f"（{han(n)}）", False),
    (lambda n: f"{han(n)}、", lambda n: f"{n}.", True),
    (lambda n: f"{han(n)}、", lambda n: f"{n}．", False),
    (lambda n: f"第{han(n)}章 ", lambda n: f"第{han(n)}条 ", True),
    (lambda n: f"({han(n)})", lambda n: f"{n}.", False),
    (lambda n: f"{n}.", lambda n: f"({n})", False),
)
"""How headings and tasks are numbered, and whether the tasks count on from one heading to the next."""

_NAMING: tuple[Callable[[list[str]], str], ...] = (
    lambda units: f"（责任单位：{'、'.join(units)}）",
    lambda units: f"（牵头单位：{units[0]}；配合单位：{'、'.join(units[1:])}）",
    lambda units: f"（{units[0]}牵头，{'、'.join(units[1:])}配合）",
    lambda units: f"\n责任单位：{'、'.join(units)}",
    lambda units: f"（{'、'.join(units)}按职责分工负责）",
)


def made_policies(count: int) -> Iterator[tuple[str, str]]:
    """(name, text) of `count` documents, the same each time."""
    chance = random.Random(SEED)
    for number in range(count):
        yield f"made-{number:05}", _text(number, chance)


def write_policies(folder: Path, count: int) -> list[Path]:
    """The documents as text files in `folder`."""
    paths = []
    for name, text in made_policies(count):
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def _text(number: int, chance: random.Random) -> str:
    place, subject = chance.choice(_PLACES), chance.choice(_SUBJECTS)
    heading, task, counts_on = chance.choice(_STYLES)
    name_units = chance.choice(_NAMING)
    year = chance.randint(2018, 2026)
    lines = [
        f"{place}人民政府关于{chance.choice(_VERBS)}{subject}工作的{chance.choice(_KINDS)}",
        f"{place[0]}政发〔{year}〕{number + 1}号",
        "各镇街人民政府、市直各部门：",
        f"为{chance.choice(_VERBS)}{subject}工作，结合本地实际，现提出如下意见。",
    ]
    headings = chance.randint(4, 6)
    done = 0
    for section in range(1, headings + 1):
        lines.append(f"{heading(section)}{chance.choice(_VERBS)}{chance.choice(_THINGS)}")
        for place_in_section in range(1, (CLAUSES - headings) // headings + 1):
            done += 1
            label = task(done if counts_on else place_in_section)
            lines.append(label + _task(subject, name_units, chance))
    lines += [f"{place}人民政府", f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"]
    return "\n".join(lines) + "\n"


def _task(subject: str, name_units: Callable[[list[str]], str], chance: random.Random) -> str:
    title = f"{chance.choice(_VERBS)}{subject}{chance.choice(_THINGS)}。"
    body = "".join(chance.choice(_SENTENCES).format(n=chance.randint(20, 99)) for _ in range(chance.randint(1, 3)))
    return title + body + name_units(chance.sample(_UNITS, chance.randint(2, 4)))
