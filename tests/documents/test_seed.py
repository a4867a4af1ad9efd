"""The forum's copy of a real opinion, against what a person reads in it."""

from pathlib import Path

import pytest

from documents.ingest import read_document
from documents.model import Document
from documents.settings import DocumentSettings

SEED = DocumentSettings().corpus / "dongying-policy-forum-copy.txt"

HEADINGS = (
    ("一", "总体要求"),
    ("二", "重点任务"),
    ("二/(一)", "加快基础设施互联互通"),
    ("二/(二)", "推动产业协同融合发展"),
    ("二/(三)", "强化生态环境共保联治"),
    ("二/(四)", "打造文明交流互鉴高地"),
    ("二/(五)", "加强科教协同创新"),
    ("二/(六)", "增进公共服务便利共享"),
    ("二/(七)", "推进区域合作开放共赢"),
    ("二/(八)", "优化配置各类要素资源"),
    ("三", "保障措施"),
    ("三/(一)", "加强组织领导"),
    ("三/(二)", "强化推进落实"),
    ("三/(三)", "营造良好氛围"),
)

TASKS = (
    ("二/(一)/1", "加快轨道交通网建设", "市交通运输局、市自然资源和规划局"),
    (
        "二/(一)/2",
        "加快经济圈公路网建设",
        "市交通运输局、市自然资源和规划局、黄河河口管理局、市生态环境局",
    ),
    ("二/(一)/3", "加快航空港建设", "市交通运输局"),
    ("二/(一)/4", "加快贯通航运“黄金水道”", "市交通运输局、市水务局"),
    ("二/(一)/5", "加强能源领域合作", "市发展改革委"),
    ("二/(一)/6", "共建“智慧经济圈”", "市工业和信息化局、市大数据局"),
    ("二/(二)/7", "凝聚创新驱动合力", "市科技局"),
    ("二/(二)/8", "推动优势产业互补发展", "市工业和信息化局、市发展改革委、市医保局、市科技局"),
    ("二/(二)/9", "大力发展现代农业", "市农业农村局、市自然资源和规划局、市科技局、市海洋发展和渔业局"),
    ("二/(二)/10", "打造区域物流新高地", "市口岸和物流发展中心"),
    (
        "二/(二)/11",
        "创新产业协作发展机制",
        "市工业和信息化局、市发展改革委、市投资促进局、市自然资源和规划局、市财政局、市商务局",
    ),
    ("二/(三)/12", "加强黄河流域生态协同保护", "自然保护区管委会、市自然资源和规划局"),
    ("二/(三)/13", "推进环境污染联防联治", "市生态环境局、市自然资源和规划局"),
    ("二/(三)/14", "强化污染源头协同治理", "市生态环境局、市发展改革委"),
    ("二/(四)/15", "共建共享文化旅游品牌", "市文化和旅游局、市教育局、自然保护区管委会、市水务局"),
    ("二/(四)/16", "加强文旅活动交流", "市文化和旅游局、自然保护区管委会、市体育局"),
    ("二/(五)/17", "合力打造区域科创高地", "市科技局"),
    ("二/(五)/18", "加快科教资源融合共享", "市科技局、市教育局"),
    ("二/(五)/19", "协作推动科技成果转化", "市科技局"),
    ("二/(六)/20", "提升公共卫生应急管理能力", "市卫生健康委、市应急局、市医保局、市发展改革委"),
    ("二/(六)/21", "提升教育领域合作水平", "市教育局、市人力资源社会保障局"),
    (
        "二/(六)/22",
        "加强社会保障体系建设",
        "市医保局、市卫生健康委、市住房公积金管理中心、市人力资源社会保障局、市民政局、市司法局、市行政审批局",
    ),
    ("二/(七)/23", "加强区域深层次合作", "市发展改革委、市工业和信息化局、市科技局、市投资促进局"),
    ("二/(七)/24", "深度融入“一带一路”建设", "市发展改革委、市商务局、市投资促进局、市外办、东营海关"),
    ("二/(七)/25", "建设高能级开放平台", "市商务局、市投资促进局、市自然资源和规划局、市税务局、市外办"),
    ("二/(八)/26", "力促人才资源高效利用", "市委组织部、市人力资源社会保障局、市投资促进局"),
    ("二/(八)/27", "加大金融支持力度", "市地方金融监管局、市财政局"),
    ("二/(八)/28", "提升能源资源保障水平", "市发展改革委、市交通运输局、市住房城建管理局"),
)

MASKED = (
    "县区人民[政]府,",
    ",市[政]府各部门",
    "山东省人民[政]府关于",
    "(鲁[政]发",
    "深入贯彻[党]的十九大",
    "省委、省[政]府关于",
    "公铁两用[黄]河大桥",
    "沿[黄]达海高铁",
    "东津[黄]河大桥",
    "等跨[黄]河通道",
    "新的跨[黄]河快速通道",
    "、[黄]河河口管理局",
    "“[黄]金水道”",
    "实施数字[政]府提升",
    "重点实施[黄]河流域暨",
    "智慧[黄]河三角洲大数据",
    "利用[黄]河口丰富的",
    "。[黄]三角农高区",
    "加快[黄]河三角洲特色种业",
    "推进[黄]河口特色渔业",
    "打造[黄]河三角洲国家生态",
    "加强“[黄]河口农品”",
    "产业转移承接[政]策",
    "对各级[政]府引导",
    "市财[政]局、市商务局",
    "12.加强[黄]河流域",
    "联合推进[黄]河流域",
    "实施沿[黄]生态廊道",
    "、[黄]河三角洲湿地",
    "申报[黄](渤)海",
    "推进[黄]河口国家公园",
    "、[黄]河口世界自然",
    "、[黄]河入海(东方红)",
    "深入挖掘[黄]河文化",
    "联动[黄]河生态廊道",
    "、[黄]河口生态旅游区",
    "打造[黄]河文化带",
    "举办[黄]河主题",
    "讲好“[黄]河东营故事",
    "打响“[黄]河入海、我们",
    "国际性的[黄]河口研学",
    "地接补贴[政]策",
    "共同办好[黄]河口(东营)",
    "、[黄]河口国际马拉松",
    "、[黄]河口国际公路",
    "和领[军]企业",
    "工伤认定[政]策",
    "便捷的[政]务服务",
    "市民[政]局、",
    "市行[政]审批局",
    "我市在[黄]河流域",
    "深化与沿[黄]城市",
    "共建沿[黄]产业",
    "与沿[黄]地区",
    "拓展[黄]河流域",
    "零售进口[政]策",
    "“领[军]人才",
    "市财[政]局)",
    "研究重大[政]策",
    "市委、市[政]府报告",
    "创新的[政]策机制",
    "东营市人民[政]府\n",
)
"""Each masked character with what stands beside it, in reading order, restored by a person."""

LOST = (
    ("(鲁*发〔〕8号)", 1),
    ("到年,我市与", 1),
    ("实施G、G、S、S等国省道", 4),
    ("专科联盟,医院来我市", 1),
    ("世界强企业", 1),
    ("年12月14日", 1),
    ("发展的实施\n", 1),
    ("基于医院,", 1),
    ("科教资源等,医院管理", 1),
    ("。医院、医院、市精神卫生中心", 2),
)
"""What stands around lost text, and how many pieces are lost there: the title's end, years, numbers, names."""

FORUM_LINES = (
    "东营市论坛",
    "首页 » 问答 » 地理 »",
    "TUhjnbcbe - 2021/1/27 16:22:00",
    "宝宝患哮喘6月30日到即墨市人民医 http://www.eowkz.com/wazz/10400.html",
    "预览时标签不可点收录于话题#个上一篇下一篇",
    "1",
    "查看完整版本: 关于东营市融入省会经济圈一体化发展的实施",
)


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(SEED, DocumentSettings())


@pytest.fixture(scope="module")
def source() -> str:
    return SEED.read_bytes().decode("utf-8")


def restored(fragment: str) -> tuple[str, str, str]:
    """What stands before a mask, the character under it and what stands after."""
    before, _, rest = fragment.partition("[")
    return before, rest[0], rest[2:]


def test_the_copy_is_kept_as_it_came(document: Document, source: str) -> None:
    assert (len(source), source.count("*")) == (8711, 62)
    assert document.source == source
    assert document.name == "dongying-policy-forum-copy"


def test_what_the_text_says_of_itself(document: Document) -> None:
    assert document.title == "关于东营市融入省会经济圈一体化发展的实施"
    assert document.issuer == "东营市人民政府"
    assert document.number == ""
    assert document.date == "年12月14日"


def test_every_locator_and_title_in_reading_order(document: Document) -> None:
    numbered = [(clause.locator, clause.title) for clause in document.clauses if clause.part == "numbered"]
    expected = dict(HEADINGS) | {locator: title for locator, title, _ in TASKS}
    assert dict(numbered) == expected
    assert len(numbered) == len(HEADINGS) + 28 == 42
    tasks = [locator for locator, _ in numbered if locator in {task[0] for task in TASKS}]
    assert tasks == [task[0] for task in TASKS]


@pytest.mark.parametrize(("locator", "title", "units"), TASKS, ids=[task[0] for task in TASKS])
def test_units_in_order_with_their_roles(document: Document, locator: str, title: str, units: str) -> None:
    clause = document.clause(locator)
    assert clause is not None
    assert clause.title == title
    names = units.split("、")
    assert [unit.unit for unit in clause.units] == names
    assert [unit.role for unit in clause.units] == ["lead"] + ["support"] * (len(names) - 1)
    assert {unit.basis for unit in clause.units} == {"first_listed"}
    assert [document.text[unit.start : unit.end] for unit in clause.units] == names
    assert clause.text.endswith(f"(责任单位:{units})")


@pytest.mark.parametrize("locator", [locator for locator, _ in HEADINGS])
def test_headings_and_safeguards_name_no_unit(document: Document, locator: str) -> None:
    clause = document.clause(locator)
    assert clause is not None
    assert clause.units == ()


def test_thirty_three_units(document: Document) -> None:
    expected = {name for _, _, units in TASKS for name in units.split("、")}
    named = {unit.unit for clause in document.clauses for unit in clause.units}
    assert named == expected
    assert len(named) == 33


def test_the_unit_of_most_tasks(document: Document) -> None:
    tasks = [clause for clause in document.clauses if any(unit.unit == "市发展改革委" for unit in clause.units)]
    assert [clause.label for clause in tasks] == ["5", "8", "11", "14", "20", "23", "24", "28"]
    leads = [clause.label for clause in tasks if clause.lead and clause.lead.unit == "市发展改革委"]
    assert leads == ["5", "23", "24", "28"]


def test_front_and_closing(document: Document) -> None:
    front, closing = document.clauses[0], document.clauses[-1]
    assert (front.part, closing.part) == ("front", "closing")
    assert front.text.startswith("关于东营市融入省会经济圈一体化发展的实施\n")
    assert front.text.endswith("提出如下实施意见。")
    assert "eowkz" not in front.text
    assert closing.text == "东营市人民政府\n\n年12月14日"


def test_every_mask_is_right_or_left_standing(document: Document, source: str) -> None:
    assert len(document.repairs) == len(MASKED) == 62
    position = 0
    wrong, standing = [], []
    for fragment, repair in zip(MASKED, document.repairs, strict=True):
        before, true, after = restored(fragment)
        position = source.index(f"{before}*{after}", position) + len(before)
        assert repair.start == position, fragment
        assert (repair.before, document.text[position]) == ("*", repair.after)
        if not repair.restored:
            standing.append(fragment)
            assert repair.confidence < DocumentSettings().restore_confidence
        elif repair.after != true:
            wrong.append((fragment, repair.after))
    assert wrong == []
    assert len(standing) <= 6, standing


def test_only_masks_were_touched(document: Document, source: str) -> None:
    changed = [place for place, pair in enumerate(zip(source, document.text, strict=True)) if pair[0] != pair[1]]
    assert set(changed) <= {place for place, letter in enumerate(source) if letter == "*"}


@pytest.mark.parametrize(("around", "pieces"), LOST, ids=[around.strip() for around, _ in LOST])
def test_every_place_of_lost_text_is_listed(document: Document, source: str, around: str, pieces: int) -> None:
    start = source.index(around)
    found = [gap for gap in document.gaps if start <= gap.start and gap.end <= start + len(around)]
    assert len(found) == pieces
    assert all(gap.kind and gap.context for gap in found)


def test_nothing_else_is_called_lost(document: Document) -> None:
    assert len(document.gaps) == sum(pieces for _, pieces in LOST) == 14


def test_noise_is_exactly_the_forums_lines(document: Document, source: str) -> None:
    marked = (source[noise.start : noise.end].split() for noise in document.noise)
    assert tuple(" ".join(words) for words in marked) == FORUM_LINES
    assert all(noise.kind for noise in document.noise)


def test_the_sentence_about_the_river_is_in_its_task(document: Document) -> None:
    clause = document.clause("二/(一)/4")
    assert clause is not None
    assert "借助小清河复航工程,提升济南经小清河至广利港河海联运货物运输能力" in clause.text
    assert [one.locator for one in document.clauses if "小清河" in one.text] == [
        "二/(一)/4",
        "二/(三)/14",
        "二/(四)/15",
    ]


def test_a_second_file_of_the_same_text_reads_the_same(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(SEED.read_bytes())
    again = read_document(path, DocumentSettings())
    assert again.clauses == document.clauses
    assert again.content_hash == document.content_hash
