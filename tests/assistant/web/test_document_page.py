"""A document's own page: the clause asked for, long documents in parts, versions, contents as links."""

from collections.abc import Iterator

import httpx
import pytest

from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.settings import DocumentSettings
from tests.assistant.web.library_site import office, visible_text
from tests.fakes_web import sample_document

pytestmark = pytest.mark.server

LONG = "长文件\n" + "".join(f"第{number}条 内容{number}。{'字' * 900}\n" for number in range(1, 301))


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    documents = DocumentSettings(home=tmp_path_factory.mktemp("home"))
    catalogue = Catalogue.open(documents)
    catalogue.put(sample_document())
    catalogue.put(parse_document("long", LONG))
    for text in ("甲\n一、旧\n内容一。\n", "甲\n一、旧\n内容二。\n二、新\n", "甲\n一、旧\n内容二。\n"):
        catalogue.put(parse_document("versions", text))
    with office(catalogue, documents, WebSettings()) as site, site.visitor() as client:
        yield client
    catalogue.close()


def test_a_clause_is_opened_with_its_words_marked(visitor: httpx.Client) -> None:
    page = visitor.get("/document", params={"name": "sample", "clause": "一/(二)"}).text
    marked = page.split('<mark id="quote">')[1]
    assert "扩建机场" in visible_text("<p>" + marked.split("</mark>")[0])
    assert 'href="#clause-2"' in page and "advert" not in page


def test_a_clause_that_is_not_there_is_said(visitor: httpx.Client) -> None:
    page = visitor.get("/document", params={"name": "sample", "clause": "九"}).text
    assert "没有“九”这一条" in page and "疏浚示范河航道" in page


def test_damage_is_marked(visitor: httpx.Client) -> None:
    page = visitor.get("/document", params={"name": "sample"}).text
    assert 'class="restored"' in page and 'class="masked"' in page and 'class="lost"' in page


def test_every_clause_of_a_long_document_can_be_reached(visitor: httpx.Client) -> None:
    """From part to part by the links that lead on, each clause is shown at least once."""
    seen, address = "", "/document?name=long"
    for _ in range(10):
        page = visitor.get(address).text
        seen += page.split('<div class="sheet page">')[1]
        forward = [line for line in page.splitlines() if "后一部分" in line]
        if not forward:
            break
        address = forward[0].split('href="')[1].split('"')[0].replace("&amp;", "&")
        assert "只显示一部分" in page
    else:
        raise AssertionError("the links lead nowhere")
    text = visible_text(seen)
    assert [number for number in range(1, 301) if f"内容{number}。" not in text.replace(" ", "")] == []
    assert "前一部分" in page


def test_versions_are_listed_and_old_ones_say_so(visitor: httpx.Client) -> None:
    current = visitor.get("/document", params={"name": "versions"}).text
    assert "共 3 个版本" in current and "仅供查阅" not in current
    old = visitor.get("/document", params={"name": "versions", "version": "1"}).text
    assert "这是第 1 版，已被第 3 版取代" in old and "内容一" in old and "现行有效" not in old


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ("第 2 版与第 3 版", "删去")),
        ({"old": "1", "new": "2"}, ("第 1 版与第 2 版", "新增")),
        ({"old": "1", "new": "3"}, ("第 1 版与第 3 版", "修改")),
        ({"old": "2", "new": "2"}, ("第 2 版与第 2 版", "没有差别")),
        ({"old": "x", "new": "²"}, ("第 2 版与第 3 版", "删去")),
    ],
    ids=["last two", "first two", "first and last", "the same", "no numbers"],
)
def test_changes_between_two_versions(visitor: httpx.Client, query: dict[str, str], shown: tuple[str, str]) -> None:
    page = visible_text(visitor.get("/document/changes", params={"name": "versions", **query}).text)
    assert all(part in page for part in shown)


def test_a_single_version_has_nothing_to_compare(visitor: httpx.Client) -> None:
    assert "只有一个版本" in visitor.get("/document/changes", params={"name": "sample"}).text
