"""The ledger's pages over plain HTTP: views, links, what is said where nothing fits, and hostile text."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from assistant.ledger_book import Shares
from assistant.web.ledger_page import ledger_router
from assistant.web.ledger_page_chart import heat_rows, strongest_pairs
from assistant.web.ledger_page_room import Room
from assistant.web.officials import Officials
from assistant.web.pages import Pages
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from tests.assistant.fakes import SEED_NAME, policy_document, seed_document
from tests.assistant.ledger_rows import document_of, task
from tests.assistant.web.ledger_site import ledger_site, locators, shown
from tests.web_server import serving

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The shipped document, the made-up city's plan, and one that was repealed."""
    held = Catalogue(f"sqlite:///{tmp_path_factory.mktemp('site') / 'catalogue.sqlite3'}")
    for document in (seed_document(), policy_document()):
        held.put(document)
    held.put(document_of([task("1", ("市发展改革委", "lead"), title="旧任务")], name="old"))
    held.set_standing("old", "repealed")
    yield held
    held.close()


@pytest.fixture(scope="module")
def site(catalogue: Catalogue) -> Iterator[httpx.Client]:
    with ledger_site(catalogue) as client:
        yield client


def page(site: httpx.Client, path: str, status: int = 200, **query: str) -> str:
    answer = site.get(path, params=query)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_shipped_document_by_hand(site: httpx.Client) -> None:
    html = page(site, "/ledger", document=SEED_NAME)
    assert "共 28 项任务，涉及 33 个责任单位" in shown(html)
    assert [locator.rpartition("/")[2] for locator in locators(html)] == [str(number) for number in range(1, 29)]


def test_a_deep_link_opens_its_view(site: httpx.Client) -> None:
    html = page(site, "/ledger", unit="发改委", role="lead", document=SEED_NAME)
    assert locators(html) == ["二/(一)/5", "二/(七)/23", "二/(七)/24", "二/(八)/28"]
    assert '<option value="lead" selected>' in html and 'name="unit" value="发改委"' in html
    words = shown(html)
    assert "单位：发改委" in words and "角色：牵头" in words
    assert "首位" in words and "列第一位（惯例，标“首位”）" in words


def test_the_busiest_unit_by_hand(site: httpx.Client) -> None:
    words = shown(page(site, "/ledger/unit", name="发改委", document=SEED_NAME))
    assert words.startswith("市发展改革委 · 责任清单")
    assert "共 8 项 牵头 4 配合 4" in words
    assert "协同推进能源基础设施建设" in words, "the clause's own words stand beside"
    brief = shown(page(site, "/ledger/unit", name="发改委", document=SEED_NAME, brief="1"))
    assert "市发展改革委责任单" in brief and "共 8 项 牵头 4 · 配合 4" in brief
    assert "协同推进能源基础设施建设" not in brief


def test_a_units_deadlines_stand_beside_its_tasks(site: httpx.Client) -> None:
    html = page(site, "/ledger/unit", name="市水利局")
    assert re.search(r'class="due".*?<strong>2025年底前</strong>', html, re.DOTALL)
    due = page(site, "/ledger", deadline="any")
    assert locators(due) == ["第二章/第三条"]


def test_documents_no_longer_in_force_are_left_out_counted_and_shown_when_asked(site: httpx.Client) -> None:
    html = page(site, "/ledger", unit="发改委")
    assert "旧任务" not in html
    assert "另有 1 份不再有效的文件、1 项任务未列出" in shown(html)
    everything = page(site, "/ledger", unit="发改委", in_force="all")
    assert "旧任务" in everything and "已废止" in shown(everything)
    assert locators(page(site, "/ledger", in_force="no")) == ["1"]
    unit = shown(page(site, "/ledger/unit", name="发改委"))
    assert "共 8 项" in unit and "1 项任务未列出" in unit


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({"unit": "市税务管理局"}, 404, "没有条款列有“市税务管理局”。 最接近的是： 市税务局"),
        ({"unit": "银河舰队指挥中枢"}, 404, "没有条款列有“银河舰队指挥中枢”。"),
        ({"document": "none"}, 404, "没有“none”这份文件。 最接近的是："),
        ({"role": "boss"}, 400, "没有“boss”这种角色。可选： 牵头 配合 共同负责"),
        ({"unit": "税务局", "role": "lead"}, 200, "没有任务同时符合以上条件。 各条件单独筛选时： 单位：税务局 — 1 项"),
        ({"keyword": "航天员"}, 200, "没有符合这一条件的任务。"),
        ({"keyword": "旧任务"}, 200, "符合条件的 1 项任务都出自 1 份不再有效的文件。"),
    ],
)
def test_where_nothing_fits_a_sentence_says_why(
    site: httpx.Client, query: dict[str, str], status: int, sentence: str
) -> None:
    assert sentence in shown(page(site, "/ledger", status, **query))
    if "unit" in query and status == 404:
        assert sentence in shown(page(site, "/ledger/unit", 404, name=query["unit"]))


def test_every_link_of_a_problem_leads_somewhere(site: httpx.Client) -> None:
    html = page(site, "/ledger", 404, unit="市税务管理局", role="support")
    (target,) = re.findall(r'最接近的是：.*?href="([^"]+)">市税务局<', html, re.DOTALL)
    assert locators(site.get(unescape(target)).text) == ["二/(七)/25"]


def test_sorting_and_paging_keep_the_filter(site: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(site, "/ledger", document=SEED_NAME, sort="-units")
    counts = [len(row) for row in locators(html)]
    assert len(counts) == 28 and locators(html)[0] == "二/(六)/22"
    header = re.search(r'aria-sort="descending"><a href="([^"]+)"', html)
    assert header and "document=" in header[1]


def test_the_chart_reconciles_with_the_table(site: httpx.Client) -> None:
    html = page(site, "/ledger", document=SEED_NAME, view="chart")
    bars = re.findall(
        r'<th scope="row" lang="zh"><a [^>]*>([^<]+)</a></th>\s*<td class="number"><a [^>]*>(\d+)</a>', html
    )
    assert len(bars) == 33
    assert sum(int(count) for _, count in bars) == 80, "as many as clauses name units, each once"
    assert bars[0] == ("市发展改革委", "8")
    assert "共 28 项任务，涉及 33 个责任单位" in shown(html)
    cell = re.search(r'<td class="h\d"><a href="([^"]+)" title="市发展改革委、市投资促进局：3 项">3</a>', html)
    assert cell and len(locators(site.get(unescape(cell[1])).text)) == 3


def test_heat_by_hand() -> None:
    pairs = {
        ("甲", "甲"): 9,
        ("乙", "乙"): 4,
        ("丙", "丙"): 1,
        ("甲", "乙"): 4,
        ("乙", "甲"): 4,
        ("甲", "丙"): 1,
        ("丙", "甲"): 1,
    }
    counted = Shares((), pairs, ("甲", "乙", "丙", "丁"))
    rows = heat_rows(counted)
    assert [row.unit for row in rows] == ["甲", "乙", "丙"], "丁 stands with nobody"
    assert [(cell.count, cell.level) for cell in rows[0].cells] == [(9, -1), (4, 5), (1, 2)]
    assert strongest_pairs(counted) == (("甲", "乙", 4),)
    assert heat_rows(Shares((), {("甲", "甲"): 3}, ("甲",))) == () == strongest_pairs(Shares((), {}, ()))


def test_all_units_and_a_name_of_several(site: httpx.Client, tmp_path: Path) -> None:
    assert len(re.findall(r'<th scope="row"', page(site, "/ledger/unit"))) == 37
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    catalogue.put(
        document_of([task("1", ("县财政局", "lead")), task("2", ("市财政局", "lead"), ("县财政局", "support"))])
    )
    with ledger_site(catalogue) as other:
        both = shown(page(other, "/ledger/unit", name="财政局"))
        assert "“财政局”可能指以下单位" in both and "县财政局 2 1" in both and "市财政局 1 1" in both
        assert locators(page(other, "/ledger", unit="财政局")) == ["1", "2"]
        assert "共 1 项" in shown(page(other, "/ledger/unit", name="市财政局"))
    catalogue.close()


def test_english_pages_name_units_in_both(site: httpx.Client) -> None:
    words = shown(page(site, "/ledger", unit="Transport Bureau", lang="en"))
    assert "Responsibility ledger" in words and "Municipal Transport Bureau" in words
    html = page(site, "/ledger/unit", name="市交通运输局", lang="en", document=SEED_NAME)
    assert "lang=en" in html and "leads 4" in shown(html)


def test_offices_of_two_cities_are_not_counted_as_one(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    for name, city in (("a", "云溪市"), ("b", "林川市")):
        rows = [
            task("1", ("市财政局", "lead"), title=f"{city}任务"),
            task("2", ("市财政局", "support"), ("市税务局", "lead")),
        ]
        catalogue.put(
            replace(document_of(rows, name=name), issuer=f"{city}人民政府", title="关于税源的意见", number=f"{name}1号")
        )
    with ledger_site(catalogue) as site:
        html = page(site, "/ledger/unit", name="市财政局")
        words = shown(html)
        assert "出自不同地方文件的“市财政局”是不同地方的单位" in words and "共 4 项" not in words
        assert "关于税源的意见（a1号） 云溪市人民政府 共 2 项 · 牵头 1 · 配合 1" in words
        assert "林川市 · 市财政局" in words and "document=b" in html and "共事单位" not in words
        brief = shown(page(site, "/ledger/unit", name="市财政局", brief="1"))
        assert "不同地方的单位" in brief and "关于税源的意见（b1号） · 林川市人民政府" in brief
        alone = shown(page(site, "/ledger/unit", name="市财政局", document="b"))
        assert "共 2 项" in alone and "不同地方的单位" not in alone
        exported = site.get("/ledger/export", params={"unit": "市财政局", "by": "unit", "format": "csv"}).text
        assert '"关于税源的意见（a1号）"' in exported and '"林川市人民政府"' in exported
        table = shown(page(site, "/ledger"))
        assert "关于税源的意见（a1号）" in table and "关于税源的意见（b1号）" in table
    catalogue.close()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"in_force": "x"}, "效力没有“x”这个选项。可选： 仅现行有效 仅失效的 全部"),
        ({"status": "x"}, "进展没有“x”这个选项"),
        ({"view": "x"}, "责任清单没有“x”这种看法。可选： 分工图 未列责任单位"),
    ],
    ids=["in force", "status", "view"],
)
def test_a_choice_that_is_none_is_said(site: httpx.Client, query: dict[str, str], sentence: str) -> None:
    answer = site.get("/ledger", params=query)
    assert answer.status_code == 400 and sentence in shown(answer.text)
    if "in_force" in query:
        assert "效力没有“x”这个选项" in shown(page(site, "/ledger/unit", 400, name="市发展改革委", **query))
    assert page(site, "/ledger", in_force="yes")


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    rows = [task("1", (HOSTILE, "lead"), ("市甲局", "support"), title=HOSTILE), task("2", ("市甲局", "lead"))]
    catalogue.put(document_of(rows, name="plan"))
    with ledger_site(catalogue) as site:
        for path in (
            "/ledger",
            "/ledger?view=chart",
            "/ledger/unit",
            "/ledger/unit?name=市甲局",
            "/ledger/unit?name=市甲局&brief=1",
        ):
            html = page(site, path)
            assert "alert(1)" in html
            assert "<img" not in html and "\u202e" not in html
            assert not re.findall(r"<script(?! src=\"/pages/)", html)
        for part in ("unit", "keyword", "document", "group", "role", "deadline", "sort", "page", "view", "with"):
            html = site.get("/ledger", params={part: HOSTILE}).text
            assert "<img" not in html and "<script>" not in html
    catalogue.close()


def test_an_empty_library_and_one_without_duties(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    with ledger_site(catalogue) as site:
        for path in ("/ledger", "/ledger/unit", "/ledger?view=gaps", "/ledger?view=chart"):
            assert "文件库是空的" in shown(page(site, path))
        catalogue.put(document_of([task("1", title="无主")]))
        assert "没有列明责任单位的条款" in shown(page(site, "/ledger"))
        catalogue.put(document_of([task("一/1", ("市甲局", "lead")), task("一/2", title="无主")], name="second"))
        assert "共 1 项任务" in shown(page(site, "/ledger"))
        assert "无主" in shown(page(site, "/ledger", view="gaps", document="second"))
    catalogue.close()


def test_long_ledgers_are_paged(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    catalogue.put(document_of([task(f"{number}", ("市甲局", "lead")) for number in range(1, 121)]))
    with ledger_site(catalogue) as site:
        first = page(site, "/ledger")
        assert len(locators(first)) == 50 and "第 1 页，共 3 页" in shown(first) and "共 120 项任务" in shown(first)
        following = re.search(r'rel="next" href="([^"]+)"', first)
        assert following and locators(site.get(unescape(following[1])).text)[0] == "51"
        assert locators(page(site, "/ledger", page="99")) == [str(number) for number in range(101, 121)]
        for wrong in ("0", "-1", "x", "９", "1" * 40):
            assert locators(page(site, "/ledger", page=wrong))[0] == "1"
        assert "第 1 页，共 3 页" in shown(page(site, "/ledger/unit", name="市甲局"))
    catalogue.close()


def test_the_rows_are_read_before_the_first_page_asks(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = threading.Event()
    monkeypatch.setattr(Room, "open", lambda room: opened.set())
    application = FastAPI()
    application.include_router(ledger_router(catalogue, Pages(Officials(WebSettings())), warm=True))
    with serving(application):
        assert opened.wait(10)
