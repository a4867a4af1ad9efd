"""Which document of a library another one means."""

from dataclasses import replace

import pytest

from documents.naming import Naming, Shelf, number_key, places, title_keys

OLD = Naming("旧", "东海市物业管理办法", "东海市人民政府", "东政发〔2010〕3号", "2010年5月1日")
NEW = Naming("新", "东海市物业管理办法", "东海市人民政府", "东政发〔2020〕8号", "2020年5月1日")
OTHER = Naming("别", "西山市物业管理办法", "西山市人民政府", "西政发〔2010〕3号", "2010年6月1日")


def found(title: str, number: str = "", speaker: Naming | None = NEW, *, among: tuple[Naming, ...] = ()) -> list[str]:
    return list(Shelf(among or (OLD, NEW, OTHER)).find(title, number, speaker))


def test_a_number_decides() -> None:
    assert found("物业办法", "东政发[2010]3号") == ["旧"]
    assert found("", "东政发〔２０１０〕３号") == ["旧"]


def test_a_title_means_another_document_than_the_speaker() -> None:
    assert found("东海市物业管理办法") == ["旧"]
    assert found("西山市物业管理办法", speaker=None) == ["别"]


def test_a_title_with_another_number_is_another_document() -> None:
    assert found("东海市物业管理办法", "东政发〔2005〕9号") == []


def test_an_order_is_known_by_its_count_however_who_gave_it_is_written() -> None:
    order = replace(OLD, number="东海市人民政府令第15号")
    assert found("东海市物业管理办法", "市政府令第15号", among=(order, NEW)) == ["旧"]
    assert found("东海市物业管理办法", "市政府令第16号", among=(order, NEW)) == []


def test_nobody_speaks_of_what_came_later() -> None:
    assert found("东海市物业管理办法", speaker=OLD) == []
    assert found("东海市物业管理办法", speaker=replace(OLD, name="x", title="别的", date="2011年1月1日")) == ["旧"]


def test_of_two_that_are_called_alike_only_one_that_is_known_to_be_older_is_meant() -> None:
    undated = replace(OLD, date="", number="")
    assert found("东海市物业管理办法", among=(undated, NEW)) == []
    assert found("东海市物业管理办法", among=(replace(OLD, date=""), NEW)) == ["旧"]


def test_a_place_keeps_to_its_own_documents() -> None:
    alike = replace(OTHER, title="关于加强物业管理的意见")
    speaker = replace(NEW, title="物业条例")
    assert found("关于加强物业管理的意见", speaker=speaker, among=(alike, speaker)) == []
    assert found("西山市人民政府关于加强物业管理的意见", speaker=speaker, among=(alike, speaker)) == ["别"]
    same_number = replace(OTHER, number="东政发〔2010〕3号")
    assert found("东海市物业管理办法", "东政发〔2010〕3号", among=(same_number, NEW)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("东海市人民政府关于加强物业管理的意见", "关于加强物业管理的意见"),
        ("东海市关于加强物业管理的意见", "关于加强物业管理的意见"),
        ("《关于加强物业管理的意见》", "关于加强物业管理的意见"),
        ("关于印发《东海市物业管理办法》的通知", "东海市物业管理办法"),
        ("东海市人民政府办公室关于印发东海市物业管理办法的通知", "关于印发〈东海市物业管理办法〉的通知"),
        ("物业管理办法（试行）", "物业管理办法(试行)"),
        ("物业管理办法（已废止）", "物业管理办法"),
        ("物业 管理\n办法", "物业管理办法"),
    ],
)
def test_one_title_in_two_writings(first: str, second: str) -> None:
    assert title_keys(first) & title_keys(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("东海市物业管理办法", "西山市物业管理办法"),
        ("物业管理办法（试行）", "物业管理办法"),
        ("关于印发物业管理办法的通知", "关于印发供热管理办法的通知"),
    ],
)
def test_two_titles(first: str, second: str) -> None:
    assert not title_keys(first) & title_keys(second)


def test_keys_of_numbers_and_places() -> None:
    assert number_key("东政发 [2010] 第３号") == number_key("东政发〔2010〕3号")
    assert places("江北省东海市人民政府办公室") == {"江北省", "东海市"}
    assert places("国务院办公厅") == frozenset()
