"""Where text was lost, and where it only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.gaps import find_gaps
from documents.model import Noise, Repair
from documents.noise import find_noise
from documents.repair import restore_masks
from documents.settings import DocumentSettings

SEED = DocumentSettings().corpus / "dongying-policy-forum-copy.txt"
PIECES = st.sampled_from(
    [
        "到年",
        "，",
        "。",
        "\n",
        "年12月14日",
        "G、S",
        "国省道",
        "医院",
        "、",
        "第条",
        "〔〕",
        "8号",
        "增长%",
        "关于加快发展的实施",
        "□□",
        "《》",
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(gap.kind, text[gap.start : gap.end]) for gap in find_gaps(text, (), ())]


def test_every_loss_of_the_forum_copy_is_listed_and_nothing_else() -> None:
    source = SEED.read_text(encoding="utf-8")
    noise = find_noise(source)
    text, repairs = restore_masks(source, noise)
    gaps = find_gaps(text, noise, repairs)
    assert [(gap.kind, text[gap.start - 2 : gap.end + 3].replace("\n", " ").strip()) for gap in gaps] == [
        ("title", "发展的实施 TU"),
        ("year", "政发〔〕8号)"),
        ("year", "到年,我市"),
        ("number", "实施G、G、"),
        ("number", "G、G、S、"),
        ("number", "G、S、S等"),
        ("number", "S、S等国省"),
        ("name", "盟,医院来我市"),
        ("name", "基于医院,加快"),
        ("name", "等,医院管理、"),
        ("name", "平。医院、医院"),
        ("name", "院、医院、市精"),
        ("number", "世界强企业,"),
        ("year", "年12月"),
    ]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("力争到年建成小康社会。", [("year", "到年")]),
        ("自年1月1日起施行。", [("year", "自年")]),
        ("年月日", [("year", "年月日")]),
        ("某政发〔〕12号", [("year", "〔〕")]),
        ("依照《》处理。", [("brackets", "《》")]),
        ("全市总投资亿元，增长%。", [("number", "亿元"), ("number", "%")]),
        ("生产总值达到亿元，培育不少于个项目。", [("number", "亿元"), ("number", "个")]),
        ("依据本办法第条、第次会议。", [("number", "第条"), ("number", "第次")]),
        ("全国强县", [("number", "强")]),
        ("改造G高速公路、S省道。", [("number", "G"), ("number", "S")]),
        ("加强与大学、大学合作。", []),
        ("依托大学，建设中心。", [("name", "大学")]),
        ("同意《关于加快发展的若干》。", [("title", "的若干")]),
        ("字\ufffd\ufffd字，□□。", [("undecodable", "\ufffd\ufffd"), ("undecodable", "□□")]),
    ],
)
def test_losses(text: str, gaps: list[tuple[str, str]]) -> None:
    assert found(text) == gaps


@pytest.mark.parametrize(
    "text",
    [
        "到年底建成，每年一次，近年来，全年完成，往年同期，到年末。",
        "到2025年，达到100亿元，增长5%。",
        "学校、医院、车站等公共场所。医院应当建立制度。基于医院信息系统。依托大学、科研院所。",
        "世界500强企业，全国百强县，全国强制检定，中国强大。",
        "投资亿元以上项目，提高亩均效益，达到人防要求，不超过个人所得。",
        "关于加快发展的实施意见\n关于支持创新的若干\n措施",
        "依照第一条、第2次会议办理。第三，次要矛盾。",
        "G20峰会、5G网络、S形弯道、X、Y等。",
    ],
)
def test_ordinary_text_has_none(text: str) -> None:
    assert found(text) == []


def test_noise_holds_no_gaps_and_stays_out_of_the_context() -> None:
    text = "广告www\n到年，完成。\n到年，"
    gaps = find_gaps(text, (Noise(0, 5, "advertisement"), Noise(13, 16, "advertisement")), ())
    assert [(gap.start, gap.context) for gap in gaps] == [(6, "到年，完成。")]


def test_a_mask_left_standing_is_no_gap() -> None:
    standing = tuple(Repair(place, "□", "□", "lexicon_0_0", 0.1) for place in (1, 2))
    assert find_gaps("中□□国", (), standing) == ()
    assert len(find_gaps("中□□国", (), ())) == 1


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
def test_gaps_are_sorted_disjoint_and_inside_the_text(text: str) -> None:
    noise = find_noise(text)
    gaps = find_gaps(text, noise, ())
    edges = [edge for gap in gaps for edge in (gap.start, gap.end)]
    assert edges == sorted(edges)
    assert all(0 <= gap.start < gap.end <= len(text) and gap.context.strip() == gap.context for gap in gaps)
    assert not any(gap.start < span.end and span.start < gap.end for gap in gaps for span in noise)
    assert gaps == find_gaps(text, noise, ())
