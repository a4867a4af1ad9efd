"""Raw text cut into what a model learns from."""

from pathlib import Path

import pytest

from index.errors import BadTrainingText
from index.training.sources import (
    Passage,
    dictionary_glosses,
    law_passages,
    news_passages,
    opened,
    sentences_of,
    wordnet_sentences,
)

LAWS = """港口条例
2011年11月17日通过
第一章  总则
第一条 为了规范港口，制定本条例。
第二条 港口由市人民政府管理。
有关部门应当配合。
第二章  罚则
第三条之一 违者罚款。

机场办法
第一条 机场归省管。
""".splitlines()


def test_articles_stand_under_their_law_and_chapter() -> None:
    assert list(
        law_passages(["港口条例", "第一章  总则", "第一条 甲。乙。", "丙。", "第二章  罚则", "第二条 丁。"])
    ) == [
        Passage(("甲。", "乙。", "丙。"), "港口条例 总则"),
        Passage(("丁。",), "港口条例 罚则"),
    ]


def test_a_blank_line_ends_a_law() -> None:
    passages = list(law_passages(LAWS))
    assert [passage.heading for passage in passages] == ["港口条例 总则", "港口条例 总则", "港口条例 罚则", "机场办法 "]
    assert passages[1].sentences == ("港口由市人民政府管理。", "有关部门应当配合。")


def test_news_loses_its_stamp_and_furniture_and_keeps_its_opening() -> None:
    line = "2023-08-16 18:24:57，正文：港口开工。今天放晴。明天下雨。广告声明：点击链接。"
    assert list(news_passages([line], 2)) == [
        Passage(("港口开工。", "今天放晴。"), ""),
        Passage(("明天下雨。",), "港口开工。"),
    ]


def test_sentences_without_chinese_are_left_out() -> None:
    assert sentences_of("港口。 123; Port. 机场！") == ("港口。", "Port. 机场！")


def test_glosses_are_plain_renderings() -> None:
    every = dictionary_glosses(3)
    glosses = [gloss for gloss in every if gloss.word == "机场"]
    assert [(gloss.english, gloss.place) for gloss in glosses] == [("airport", 0), ("airfield", 1)]
    assert all(len(gloss.english.split()) <= 3 for gloss in every)
    assert not any("variant of" in gloss.english or "(" in gloss.english for gloss in every)


def test_wordnets_definitions_and_examples_are_read(tmp_path: Path) -> None:
    line = (
        '00001740 29 v 02 harbor 0 take_in 0 000 02 + 02 00 | give shelter to ships; "The port harbored the fleet"  \n'
    )
    for name in ("data.noun", "data.adj", "data.adv"):
        (tmp_path / name).write_text("  1 This software and database\n", encoding="utf-8")
    (tmp_path / "data.verb").write_text(line, encoding="utf-8")
    assert list(wordnet_sentences(tmp_path)) == [
        "give shelter to ships",
        "The port harbored the fleet",
    ]


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"\xff\xfe\xff"), ("a.txt.xz", b"no xz"), ("gone.txt", None)])
def test_text_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadTrainingText, match="give UTF-8 text"):
        list(opened(tmp_path / name))
