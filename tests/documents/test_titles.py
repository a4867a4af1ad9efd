"""What a heading is called."""

import pytest

from documents.numbering import match_label
from documents.titles import first_sentence, read_title


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
        ("第四条 审计机关依法进行监督。", ""),
    ],
)
def test_titles_of_articles(line: str, title: str) -> None:
    label = match_label(line)
    assert label is not None
    assert read_title(label, line[label.length :], ()) == title
