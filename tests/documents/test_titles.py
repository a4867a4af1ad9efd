"""What a heading is called."""

import pytest

from documents.lines import Line
from documents.numbering import match_label
from documents.titles import are_rules, first_sentence, read_title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("完善网格体系 全县划分网格1460个，建立四级体系。", "完善网格体系"),
        ("总体要求　以服务群众为指导，全面推进。", "总体要求"),
        ("加强领导 落实责任", "加强领导 落实责任"),
        ("力争到 2025 年，建成50个社区。", "力争到 2025 年，建成50个社区"),
        ("加快推进 5G 建设，覆盖全市。", "加快推进 5G 建设，覆盖全市"),
        ("打造“一网 通办平台，方便群众”。", "打造“一网 通办平台，方便群众”"),
        ("扩充学位（责任单位：市教育局）", "扩充学位"),
    ],
)
def test_a_title_ends_where_its_sentence_begins(words: str, title: str) -> None:
    assert first_sentence(words) == title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("第十一条（法律责任）违反规定的，处罚款。", "法律责任"),
        ("第二条（部门职责）", "部门职责"),
        ("第三条（市公安局负责）依法处理。", ""),
        ("第八条（社会参与）", "社会参与"),
        ("第四条 审计机关依法进行监督。", ""),
    ],
)
def test_titles_of_articles(line: str, title: str) -> None:
    label = match_label(line)
    assert label is not None
    assert read_title(label, line[label.length :], ()) == title


def test_a_heading_that_a_page_broke_goes_on_where_nothing_else_follows() -> None:
    label = match_label("三、强化要素支撑和保障适应新时代人民群众需要的产")
    assert label is not None
    rest = "强化要素支撑和保障适应新时代人民群众需要的产"
    assert read_title(label, rest, [Line(0, 4, "品供给")]) == rest + "品供给"
    assert read_title(label, rest, [Line(0, 6, "建成十个。")]) == rest
    assert read_title(label, "强化保障", [Line(0, 4, "品供给")]) == "强化保障"


def test_first_sentences_of_articles_are_titles_only_where_most_could_be() -> None:
    assert are_rules(["", "专项资金支持范围包括", "", "", ""])
    assert not are_rules(["加大奖励", "加强融资", "发放补贴", ""])
