"""What a question calls documents: titles and short ones, numbers in any brackets, places, years."""

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.document_names import Naming
from assistant.library import Library
from documents.ingest import read_document
from documents.settings import DocumentSettings
from tests.assistant.fakes import library_of, policy_document

D23, D20, TALENT, HEAT = "donghai-business-2023", "donghai-business-2020", "donghai-talent", "donghai-heat"
X22, OCEAN, AGED = "xihai-business", "xihai-ocean", "xihai-elderly"
PARKING, WASTE = "lanjiang-parking", "nanwan-waste"


@functools.cache
def library() -> Library:
    paths = sorted(Path(__file__).with_name("library").glob("*.txt"))
    return library_of(*(read_document(path, DocumentSettings()) for path in paths))


def naming(folded: str) -> Naming:
    return library().names.named_in(folded, library().holds)


@pytest.mark.parametrize(
    ("folded", "named"),
    [
        ("《东海市人才公寓管理细则》由谁负责", {TALENT}),
        ("人才公寓管理细则由谁负责", {TALENT}),
        ("人才公寓细则由谁负责", {TALENT}),
        ("《海洋经济发展规划》由谁负责", {OCEAN}),
        ("西海市海洋经济发展规划(2023—2030年)由谁负责", {OCEAN}),
        ("东海市优化营商环境行动方案由谁负责", {D23}),
        ("东海市营商环境意见由谁负责", {D20}),
        ("东政发〔2023〕12号由谁负责", {D23}),
        ("请看东政发[2023]12号由谁负责", {D23}),
        ("东政发(2023)12号文件由谁负责", {D23}),
        ("东政发【2023】第12号由谁负责", {D23}),
        ("东政发2023年12号由谁负责", {D23}),
        ("donghai-talent由谁负责", {TALENT}),
        ("《东海市人才公寓管理细则》和《南湾区生活垃圾分类工作方案》的牵头单位", {TALENT, WASTE}),
    ],
)
def test_documents_by_title_number_and_name(folded: str, named: set[str]) -> None:
    found = naming(folded)
    assert found.documents == frozenset(named)
    assert (found.by_name, found.unknown) == (True, "")


@pytest.mark.parametrize(
    ("folded", "named"),
    [
        ("东海市的停车由谁负责", {D23, D20, TALENT, HEAT}),
        ("东海的停车由谁负责", {D23, D20, TALENT, HEAT}),
        ("parking in donghai", {D23, D20, TALENT, HEAT}),
        ("xihai's parking", {X22, OCEAN, AGED}),
        ("澜江省停车由谁负责", {PARKING}),
        ("东海和西海的停车由谁负责", {D23, D20, TALENT, HEAT, X22, OCEAN, AGED}),
        ("2022年的文件里停车由谁负责", {TALENT, X22}),
        ("西海市2022年的文件", {X22}),
    ],
)
def test_documents_by_place_and_year(folded: str, named: set[str]) -> None:
    found = naming(folded)
    assert found.documents == frozenset(named)
    assert found.by_place


@pytest.mark.parametrize(
    "folded",
    ["停车由谁负责", "与东海合作由谁负责", "同西海对接的项目", "cooperation with donghai", "", "制定考核办法由谁负责"],
)
def test_no_document_in_particular(folded: str) -> None:
    assert naming(folded) == Naming()


@pytest.mark.parametrize(
    ("folded", "unknown"),
    [
        ("《北溪市燃气管理条例》由谁负责", "《北溪市燃气管理条例》"),
        ("国发〔2018〕33号第三条", "国发〔2018〕33号"),
        ("东政发〔2023〕99号由谁负责", "东政发〔2023〕99号"),
    ],
)
def test_a_document_that_is_not_held(folded: str, unknown: str) -> None:
    found = naming(folded)
    assert (found.documents, found.unknown) == (None, unknown)


def test_a_song_in_title_marks_is_no_document() -> None:
    assert naming("《我的祖国》由谁演唱") == Naming()


def test_the_names_are_blanked_out_but_not_a_part_of_the_subject() -> None:
    assert naming("东海市停车由谁负责").spans == ((0, 3),)
    assert naming("东海停车由谁负责").spans == ((0, 2),)
    assert naming("东政发〔2023〕12号由谁负责").spans == ((0, 12),)
    harbour = library_of(policy_document(), read_document(_path("xihai-ocean"), DocumentSettings()))
    assert harbour.names.named_in("云溪东站由谁负责", harbour.holds).spans == ((0, 0),)


def _path(name: str) -> Path:
    return Path(__file__).with_name("library") / f"{name}.txt"


def test_a_place_that_all_documents_are_of_says_nothing() -> None:
    alone = library_of(policy_document())
    assert alone.names.named_in("云溪市的泵站由谁负责", alone.holds) == Naming()


def test_the_closest_titles() -> None:
    assert library().names.closest("《西海市停车管理办法》")[:1] == (PARKING,)
    assert library_of().names.closest("停车") == ()


def test_a_county_is_asked_for_by_its_city_where_the_city_has_no_document_of_its_own() -> None:
    county = replace(policy_document(), name="county", issuer="东海市青禾县人民政府")
    other = replace(policy_document(), name="other", issuer="西海市人民政府")
    city = replace(policy_document(), name="city", issuer="东海市人民政府")
    alone, both = library_of(county, other), library_of(county, other, city)
    assert alone.names.named_in("东海市泵站由谁负责", alone.holds).documents == frozenset({"county"})
    assert both.names.named_in("东海市泵站由谁负责", both.holds).documents == frozenset({"city"})
    assert both.names.named_in("青禾县泵站由谁负责", both.holds).documents == frozenset({"county"})
