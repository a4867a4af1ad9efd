"""Who is responsible where a sentence says so."""

import pytest

from documents.prose import read_prose
from documents.units import unit_lexicon


def read(text: str) -> list[str]:
    signs = {"lead": "+", "support": "-", "joint": "="}
    return [f"{signs[one.role]}{one.unit} {one.basis}" for one in read_prose(text, unit_lexicon())]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由市公安局牵头，市教育局等部门配合。", ["+市公安局 marked", "-市教育局 marked"]),
        ("选址由市水务局会同市财政局负责。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("市水务局会同市财政局定期检查。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("由市水务局负责调度，会同市财政局做好衔接。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("由市水务局负责、会同市财政局，年底前完成。", ["+市水务局 first_listed", "-市财政局 marked"]),
        (
            "由市水务局牵头，并会同市财政局、市教育局实施。",
            ["+市水务局 marked", "-市财政局 marked", "-市教育局 marked"],
        ),
        ("年底前，会同市财政局完成。", []),
        ("市教育局负责甲，市公安局负责乙。", ["=市教育局 joint", "=市公安局 joint"]),
        (
            "县级以上人民政府教育主管部门负责管理。财政等部门按照各自职责做好工作。",
            ["+县级以上人民政府教育主管部门 first_listed", "-财政部门 marked"],
        ),
        ("省、市、县人民政府对本地区安全负责。", ["+省、市、县人民政府 first_listed"]),
        ("甲项目（市教育局、市财政局）", ["+市教育局 first_listed", "-市财政局 first_listed"]),
        ("村民委员会协助做好宣传。", ["-村民委员会 marked"]),
        ("国网白河供电公司协助县公安局排查。", ["+县公安局 first_listed", "-国网白河供电公司 marked"]),
        ("由市应急管理局负责牵头，市教育局配合。", ["+市应急管理局 marked", "-市教育局 marked"]),
        ("市民政局是养老工作的主管部门。", ["+市民政局 first_listed"]),
        ("由市水务局负责，会同白河海事局对船舶进行检查。", ["+市水务局 first_listed", "-白河海事局 marked"]),
        (
            "县级民政部门应当会同市场监督管理部门每半年至少开展一次联合检查。",
            ["+县级民政部门 first_listed", "-市场监督管理部门 marked"],
        ),
        (
            "市、区教育部门会同财政、人社等部门制定。",
            ["+市、区教育部门 first_listed", "-财政部门 marked", "-人社部门 marked"],
        ),
        ("教育、公安等行政管理部门按照各自职责工作。", ["=教育行政管理部门 joint", "=公安行政管理部门 joint"]),
        ("县级以上人民政府及其有关部门应当加强宣传。", ["+县级以上人民政府 first_listed"]),
        ("市教育局和市民政局应当公布清单。", ["+市教育局 first_listed", "-市民政局 first_listed"]),
        ("违反规定的，由民政主管部门责令改正。", ["+民政主管部门 first_listed"]),
        ("乡镇人民政府负责养护，县林草局予以指导。", ["+乡镇人民政府 first_listed", "-县林草局 marked"]),
        ("市应急管理局要加强值守。", ["+市应急管理局 first_listed"]),
        ("市商务局每月调度。", ["+市商务局 first_listed"]),
        ("强化保障 市财政局负责安排资金。", ["+市财政局 first_listed"]),
        ("第二条 【分工】市财政局负责资金。", ["+市财政局 first_listed"]),
        ("收费标准由市发展改革部门负责制定和调整。", ["+市发展改革部门 first_listed"]),
        ("卫生健康主管部门负责人用疫苗的供应。", ["+卫生健康主管部门 first_listed"]),
        ("收容所由市公安部门设置和管理。", ["+市公安部门 first_listed"]),
        ("由区民政局初审，市民政局复审。", ["=区民政局 joint", "=市民政局 joint"]),
        ("由市民政局和市财政局共同管理。", ["=市民政局 joint", "=市财政局 joint"]),
        ("2.1.3 县应急局负责协调。", ["+县应急局 first_listed"]),
        (
            "由县应急管理局会同县林业局、县气象局联合会商。",
            ["+县应急管理局 first_listed", "-县林业局 marked", "-县气象局 marked"],
        ),
        (
            "由市水务局牵头，会同市应急管理局、白河燃气有限公司改造。",
            ["+市水务局 marked", "-市应急管理局 marked", "-白河燃气有限公司 marked"],
        ),
        ("由市水务局牵头，白河燃气集团配合。", ["+市水务局 marked", "-白河燃气集团 marked"]),
        ("市体育局会同市教育局牵头推进。", ["+市体育局 marked", "-市教育局 marked"]),
        ("省财政厅负责预算，会同省教育厅分配。\n省教育厅负责规划。", ["=省财政厅 joint", "=省教育厅 joint"]),
        ("市体育局、市教育局，市财政局按职责分工负责。", ["=市体育局 joint", "=市教育局 joint", "=市财政局 joint"]),
        (
            "县级以上人民政府林业、水行政等有关部门按照职责分工承担。",
            ["=县级以上人民政府林业部门 joint", "=县级以上人民政府水行政部门 joint"],
        ),
    ],
)
def test_sentences_that_name_who_is_responsible(text: str, units: list[str]) -> None:
    assert read(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "市财政局负责人签字。",
        "市领导表示，市审计局负责把关。",
        "推广“市审计局负责”的做法。",
        "由市发展改革委牵头的联席会议。",
        "有关部门负责落实。",
        "企业向市财政局负责。",
        "工作领导小组负责统筹协调。",
        "理由市民可以说明。",
        "各单位要落实工作责任。",
        "养老机构应当配备护理人员。",
        "市政府应当加强领导。",
        "各乡镇要认真落实。",
        "近年来，市教育局组织开展活动。",
        "市教育局制定的办法继续有效。",
        "由原发证机关责令改正。",
        "市有关部门应当支持企业。",
        "协助执法部门开展执法工作。",
        "建立由市民政局、市财政局参加的联席会议制度。",
        "由市发展改革委、市教育局等16个部门组成。",
        "用地申请经区政府审核后报市自然资源和规划局审批。",
        "会同市财政局做好衔接。",
        "由市财政局局长签字。",
        "可以由市财政局提出。",
        "市气象局发现险情时，立即处置。",
        "市教育局要高度重视。",
        "农户应当配合公安机关加强监测。",
        "用人部门应当登记。",
        "组织动员辖区单位参与治理。",
        "",
    ],
)
def test_sentences_that_name_nobody(text: str) -> None:
    assert read(text) == []


def test_where_the_first_leads_equals_do_not() -> None:
    named = read_prose("市教育局、市民政局按职责分工负责。", unit_lexicon(), first_leads=True)
    assert [(one.unit, one.role, one.basis) for one in named] == [
        ("市教育局", "lead", "first_listed"),
        ("市民政局", "support", "first_listed"),
    ]
