"""Places a question asks about that are not the library's own."""

from dataclasses import replace

import pytest

from assistant.library import Library
from assistant.places import foreign_places, place_names
from tests.assistant.fakes import library_of, policy_document

LIBRARY = library_of(policy_document())


@pytest.mark.parametrize(
    ("folded", "places"),
    [
        ("青岛的泵站由谁负责", ("青岛",)),
        ("济南泵站由谁负责", ("济南",)),
        ("西海市的泵站由谁负责", ("西海市",)),
        ("东阳县,泵站由谁负责", ("东阳县",)),
        ("who is responsible for pumps in qingdao", ("青岛",)),
        ("qingdao's pumps", ("青岛",)),
        ("青岛和济南的泵站", ("青岛",)),
    ],
)
def test_a_place_of_another_library(folded: str, places: tuple[str, ...]) -> None:
    assert foreign_places(folded, LIBRARY) == places


@pytest.mark.parametrize(
    "folded",
    [
        "翠湖泵站由谁负责",
        "云溪市的泵站由谁负责",
        "云溪泵站由谁负责",
        "与青岛合作的项目由谁负责",
        "同济南对接由谁负责",
        "cooperation with qingdao",
        "那我市的泵站由谁负责",
        "现在我市的泵站由谁负责",
        "全市的泵站由谁负责",
        "我省的泵站由谁负责",
        "沿海城市的合作由谁负责",
        "省会城市的合作由谁负责",
        "",
    ],
)
def test_partners_and_the_librarys_own_place_are_none(folded: str) -> None:
    assert foreign_places(folded, LIBRARY) == ()


def test_what_is_local_follows_the_library() -> None:
    elsewhere = Library({"other": replace(policy_document(), issuer="西海市人民政府", title="西海市水网方案")})
    assert foreign_places("西海市的泵站由谁负责", elsewhere) == ()
    assert foreign_places("东岭市的泵站由谁负责", elsewhere) == ("东岭市",)


def test_the_list_names_no_place_twice() -> None:
    names = place_names()
    assert len(names) == len(set(names))
    assert {"北京", "青岛"} <= set(names)
