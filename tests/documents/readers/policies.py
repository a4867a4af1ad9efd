"""Policy texts of three ways of numbering, long enough for several pages, for the readers' tests."""

from tests.documents.readers.make import Item, Level, Policy, Rows

_OPINION_LEVELS = (
    Level("chineseCounting", "%1、"),
    Level("chineseCountingThousand", "（%2）"),
    Level("decimal", "%3."),
    Level("decimal", "（%4）"),
    Level("decimalEnclosedCircle", "%5"),
)
_TASKS = (
    ("完善综合交通网络", "市交通运输局牵头，市发展改革委、市自然资源和规划局、市财政局配合"),
    ("提升港口服务能力", "责任单位：市交通运输局、市海洋发展和渔业局、市商务局"),
    ("健全公共卫生体系", "牵头单位：市卫生健康委；配合单位：市医疗保障局、市人力资源社会保障局、市财政局"),
    ("扩大优质教育供给", "市教育局、市财政局、市人力资源社会保障局按职责分工负责"),
)
_DETAIL = (
    "坚持规划引领、项目支撑，统筹推进基础设施建设，加快补齐短板弱项，到2025年建成布局合理、功能完备、衔接顺畅的服务网络，"
    "重点项目开工率达到95%以上，累计完成投资120亿元，群众满意度稳步提高。"
)


def _opinion() -> tuple[Item | Rows, ...]:
    blocks: list[Item | Rows] = [
        Item("某市人民政府办公室", centred=True),
        Item("关于加快城乡融合发展的实施意见", centred=True),
        Item("某政办发〔2021〕8号", centred=True),
        Item("各县（市、区）人民政府，市政府各部门、各单位："),
        Item("为贯彻落实上级决策部署，加快推进城乡融合发展，结合我市实际，经市政府同意，现提出如下实施意见。"),
        Item("总体要求", 0),
        Item("坚持以人民为中心的发展思想，统筹城乡规划建设管理，促进要素自由流动和公共资源合理配置。" * 2),
        Item("重点任务", 0),
    ]
    for group in range(3):
        blocks.append(Item(f"第{'一二三'[group]}方面工作", 1))
        for title, units in _TASKS:
            blocks.append(Item(f"{title}。{_DETAIL}（{units}）", 2))
        blocks.append(Item("建立分级负责制度。具体包括以下内容：", 2))
        blocks.append(Item("县级负责日常管理，乡级负责巡查上报。", 3))
        blocks.append(Item("数据每月汇总一次，由县级统一上报。", 4))
        blocks.append(Item("结果每季通报一次，并向社会公开。", 4))
    blocks += [
        Item("保障措施", 0),
        Item("加强组织领导。" + _DETAIL + "（责任单位：市政府办公室）", 1),
        Item("本意见自印发之日起施行。"),
        Item("某市人民政府办公室"),
        Item("2021年3月1日"),
    ]
    return tuple(blocks)


def _statute() -> tuple[Item | Rows, ...]:
    blocks: list[Item | Rows] = [Item("某市城乡供水管理办法", centred=True)]
    for chapter in ("总则", "规划与建设", "经营与维护"):
        blocks.append(Item(chapter, 0))
        for place in range(4):
            blocks.append(
                Item(f"城乡供水应当遵循保障民生、节约用水的原则，实行第{place + 3}类管理，具体办法另行制定。", 1)
            )
            if place == 2:
                blocks.append(Item("供水单位有下列情形之一的，由县级以上人民政府水行政主管部门责令限期改正：", 1))
                blocks.append(Item("未按照规定检测水质的；", 2))
                blocks.append(Item("擅自停止供水且未履行停水通知义务的。", 2))
    return tuple(blocks)


def _specification() -> tuple[Item | Rows, ...]:
    blocks: list[Item | Rows] = [Item("公共服务设施配置指南", centred=True)]
    for chapter in ("适用范围", "配置要求"):
        blocks.append(Item(chapter, 0))
        for section in ("一般规定", "设施标准"):
            blocks.append(Item(section, 1))
            blocks.append(Item("设施的规模应当同服务人口相适应，并为将来的发展留有余地，具体指标见各章的规定。", 2))
            blocks.append(Item("改建和扩建的设施应当同步配置无障碍设施，并同原有建筑保持协调。", 2))
    return tuple(blocks)


OPINION = Policy("某市人民政府办公室关于加快城乡融合发展的实施意见", _opinion(), _OPINION_LEVELS)
STATUTE = Policy(
    "某市城乡供水管理办法",
    _statute(),
    (
        Level("chineseCountingThousand", "第%1章", suffix="space"),
        Level("chineseCountingThousand", "第%2条", suffix="space", restarts=False),
        Level("japaneseCounting", "（%3）", suffix="nothing"),
    ),
)
SPECIFICATION = Policy(
    "公共服务设施配置指南",
    _specification(),
    (Level("decimal", "%1."), Level("decimal", "%1.%2", suffix="space"), Level("decimal", "%1.%2.%3", suffix="space")),
)
POLICIES = {"opinion": OPINION, "statute": STATUTE, "specification": SPECIFICATION}

TABLE = Rows(
    (
        ("序号", "重点任务", "牵头单位", "完成时限"),
        ("1", "建设城乡供水一体化工程，实现同网同质同服务", "市水务局", "2025年底"),
        ("2", "整治背街小巷", "市住房城乡建设局、市城市管理局", "2023年6月底"),
    ),
    (50.0, 170.0, 130.0, 94.0),
)
