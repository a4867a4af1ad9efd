"""The library's pages over HTTP: what everybody sees, what officials do, and what nobody else can (O1, U1, G1–G3)."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.web.officials import COOKIE
from assistant.web.security import CONTENT_SECURITY_POLICY
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.settings import DocumentSettings
from tests.assistant.web.library_site import (
    PASSWORD,
    POLICY,
    Office,
    add,
    confirm,
    disk_use,
    finished,
    form_token,
    office,
    send,
    visible_text,
)
from tests.fakes_web import sample_document

pytestmark = pytest.mark.server

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
UPLOAD_BYTES = 300_000
FORMS = ("/library/upload", "/library/add", "/library/discard", "/library/remove", "/library/standing", "/sign-out")
OFFICE_PAGES = ("/library/confirm?id=x", "/library/job?id=x", "/library/job/state?id=x", "/library/remove?name=sample")


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where uploads are kept for the moment: nothing else is in it."""
    folder = tmp_path_factory.mktemp("uploads")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(folder))
        yield folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, uploads: Path) -> Iterator[Office]:
    documents = DocumentSettings(home=tmp_path_factory.mktemp("home"), max_file_bytes=100_000)
    catalogue = Catalogue.open(documents)
    catalogue.put(sample_document())
    settings = WebSettings(officials_password=PASSWORD, upload_bytes=UPLOAD_BYTES, upload_files=5, page_rows=2)
    with office(catalogue, documents, settings) as site:
        yield site
    catalogue.close()


@pytest.fixture
def official(desk: Office) -> Iterator[httpx.Client]:
    with desk.official() as client:
        yield client


@pytest.fixture
def visitor(desk: Office) -> Iterator[httpx.Client]:
    with desk.visitor() as client:
        yield client


def test_everybody_reads_the_list_and_changes_nothing(visitor: httpx.Client) -> None:
    page = visitor.get("/library").text
    shown = visible_text(page)
    assert "关于建设示范河港的意见" in shown and "示范市人民政府 · 示政发〔2020〕8号" in shown
    assert "被遮盖 2 字，缺失 1 处" in shown and "现行有效" in shown
    assert 'method="post"' not in page


@pytest.mark.parametrize("path", FORMS)
def test_u1_without_sign_in_a_form_is_403(desk: Office, visitor: httpx.Client, path: str) -> None:
    before = desk.catalogue.revision()
    token = visitor.get("/sign-in").text
    answer = visitor.post(path, data={"token": token, "name": "sample", "sure": "yes", "status": "repealed"})
    assert answer.status_code == 403 and "先由工作人员登录" in answer.text
    assert desk.catalogue.revision() == before


@pytest.mark.parametrize("path", OFFICE_PAGES)
def test_without_sign_in_an_officials_page_is_403(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 403


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", ["", "0" * 64], ids=["none", "forged"])
def test_g3_without_the_pages_token_a_form_is_403(desk: Office, official: httpx.Client, path: str, token: str) -> None:
    before = desk.catalogue.revision()
    fields = {"token": token, "name": "sample", "sure": "yes", "status": "repealed"}
    answer = official.post(path, data=fields, files=[("files", ("a.txt", b"x"))])
    assert answer.status_code == 403 and "这份表单没有受理" in answer.text
    assert desk.catalogue.revision() == before


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""], ids=["foreign", "null", "none"])
def test_g3_a_form_of_another_site_is_403(desk: Office, official: httpx.Client, path: str, origin: str) -> None:
    before = desk.catalogue.revision()
    fields = {"token": form_token(official), "name": "sample", "sure": "yes", "status": "repealed"}
    answer = official.post(path, data=fields, headers={"origin": origin})
    assert answer.status_code == 403 and "不是从本站页面提交" in answer.text
    assert desk.catalogue.revision() == before
    assert "access-control-allow-origin" not in answer.headers


def test_u1_a_strangers_upload_is_refused_before_it_is_read(desk: Office, uploads: Path) -> None:
    """The refusal comes while most of the declared body has not been sent."""
    before = disk_use(uploads)
    host, port = desk.address.removeprefix("http://").split(":")
    head = (
        f"POST /library/upload HTTP/1.1\r\nhost: {host}:{port}\r\norigin: {desk.address}\r\n"
        f"content-type: multipart/form-data; boundary=b\r\ncontent-length: {UPLOAD_BYTES}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head.encode())
        assert b" 403 " in connection.recv(4096).split(b"\r\n")[0]
    assert disk_use(uploads) == before


def test_u1_a_body_over_the_limit_is_413_and_nothing_is_kept(official: httpx.Client, uploads: Path) -> None:
    before = disk_use(uploads)
    answer = official.post("/library/upload", content=b"x" * (UPLOAD_BYTES + 1))
    assert answer.status_code == 413
    assert disk_use(uploads) == before


def test_u1_too_many_files_are_400_and_nothing_is_kept(official: httpx.Client, uploads: Path) -> None:
    before = disk_use(uploads)
    answer = send(official, [(f"{number}.txt", b"x") for number in range(6)])
    assert answer.status_code == 400 and "一次最多 5 份" in answer.text
    assert disk_use(uploads) == before


def test_no_file_is_said(official: httpx.Client) -> None:
    answer = send(official, [])
    assert answer.status_code == 400 and "没有选择文件" in answer.text


def test_a_file_is_shown_before_it_is_added_and_then_answers(
    desk: Office, official: httpx.Client, uploads: Path
) -> None:
    before = disk_use(uploads)
    page = send(official, [("../../智慧交通.txt", POLICY.encode())]).text
    assert 'value="智慧交通"' in page and "新文件" in page and ".." not in page
    assert "智慧交通" not in desk.catalogue.names()
    result = finished(official, str(confirm(official, page).url))
    assert "已添加" in visible_text(result) and "2 个责任单位" in visible_text(result)
    assert [unit.unit for unit in desk.catalogue.document("智慧交通").clauses[-1].units] == ["市交通局", "市公安局"]
    assert disk_use(uploads) == before


def test_the_same_name_becomes_a_version_and_shows_what_changed(desk: Office, official: httpx.Client) -> None:
    add(official, ("版本.txt", POLICY.encode()))
    page = send(official, [("另一个名字.txt", POLICY.replace("120", "150").encode())], name="版本").text
    assert "更新为第 2 版" in page
    result = finished(official, str(confirm(official, page).url))
    assert "已更新" in result and "/document/changes?name=%E7%89%88%E6%9C%AC" in result
    changes = official.get("/document/changes", params={"name": "版本"}).text
    assert "<del>120</del><ins>150</ins>" in changes
    assert "120" in desk.catalogue.document("版本", 1).text
    assert "内容相同" in add(official, ("版本.txt", POLICY.replace("120", "150").encode()))


def test_a_name_that_is_held_is_not_replaced_without_being_asked(desk: Office, official: httpx.Client) -> None:
    page = send(official, [("新来的.txt", POLICY.encode())]).text
    again = confirm(official, page, **{"name-0": "sample"})
    assert again.status_code == 400 and "请再核对一次" in again.text and "更新为第 2 版" in again.text
    assert len(desk.catalogue.versions("sample")) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name-0": "乙"}, "名称相同"),
        ({"name-0": "  "}, "没有名称"),
        ({"name-0": "../<b>甲"}, "请再核对一次"),
        ({"keep-0": "", "keep-1": ""}, "没有选中任何文件"),
    ],
    ids=["twice", "none", "unsafe", "nothing"],
)
def test_names_that_cannot_be_used_are_asked_for_again(
    official: httpx.Client, changed: dict[str, str], sentence: str
) -> None:
    page = send(official, [("甲.txt", b"x"), ("乙.txt", b"y")]).text
    answer = confirm(official, page, **changed)
    assert answer.status_code == 400 and sentence in answer.text


def test_what_cannot_be_read_is_refused_with_its_sentence_and_the_rest_is_added(
    desk: Office, official: httpx.Client, uploads: Path
) -> None:
    before = disk_use(uploads)
    result = add(
        official, ("好.txt", POLICY.encode()), ("空.txt", b""), ("坏.docx", b"PK\x03\x04"), ("大.txt", b"x" * 100_001)
    )
    shown = visible_text(result)
    assert "已添加" in shown and "文件是空的" in shown and "坏" in shown
    assert str(uploads) not in result and "Traceback" not in result
    assert {"空", "坏", "大"}.isdisjoint(desk.catalogue.names()) and "好" in desk.catalogue.names()
    assert disk_use(uploads) == before


def test_files_given_up_are_deleted(official: httpx.Client, uploads: Path) -> None:
    before = disk_use(uploads)
    page = send(official, [("弃.txt", b"x")])
    assert disk_use(uploads) > before
    identity = page.url.params["id"]
    official.post("/library/discard", data={"token": form_token(official), "id": identity})
    assert disk_use(uploads) == before
    assert official.get("/library/confirm", params={"id": identity}).status_code == 404


def test_removing_asks_first(desk: Office, official: httpx.Client) -> None:
    add(official, ("移除.txt", POLICY.encode()))
    assert "全部版本（1 个）都会删除" in official.get("/library/remove", params={"name": "移除"}).text
    unsure = official.post("/library/remove", data={"token": form_token(official), "name": "移除"})
    assert unsure.status_code == 400 and "移除" in desk.catalogue.names()
    done = official.post("/library/remove", data={"token": form_token(official), "name": "移除", "sure": "yes"})
    assert "文件已移除" in done.text and "移除" not in desk.catalogue.names()


def test_a_standing_is_set_shown_and_taken_back(desk: Office, official: httpx.Client, visitor: httpx.Client) -> None:
    add(official, ("旧办法.txt", POLICY.encode()))

    def set_to(status: str, **more: str) -> httpx.Response:
        fields = {"token": form_token(official), "name": "旧办法", "status": status, **more}
        return official.post("/library/standing", data=fields)

    assert "已保存" in set_to("repealed", by="《关于建设示范河港的意见》", since="2024-03-05").text
    page = visitor.get("/document", params={"name": "旧办法"}).text
    assert "已废止" in page and "自 2024-03-05 起" in page and 'href="/document?name=sample"' in page
    assert "找到 0 份" in visitor.get("/library", params={"standing": "in", "q": "旧办法"}).text
    assert "已废止" in visitor.get("/library", params={"standing": "out"}).text
    assert set_to("repealed", since="last year").status_code == 400
    assert set_to("gone").status_code == 400
    for field, sentence in (
        ({"by": "旧办法"}, "一份文件不能被自己废止或代替"),
        ({"by": "没有的文件"}, "文件库中没有这个名称或标题的文件"),
        ({"since": "0202-01-01"}, "请核对年份"),
    ):
        refused = set_to("repealed", **field)
        assert refused.status_code == 400 and sentence in refused.text and "#manage" in refused.text
    set_to("")
    assert "已废止" not in visitor.get("/document", params={"name": "旧办法"}).text


def test_unknown_documents_are_404_with_a_sentence(official: httpx.Client) -> None:
    for answer in (
        official.get("/document", params={"name": "没有"}),
        official.get("/document", params={"name": "sample", "version": "9"}),
        official.get("/document/changes", params={"name": "sample", "old": "8", "new": "9"}),
        official.get("/library/remove", params={"name": "没有"}),
        official.post("/library/remove", data={"token": form_token(official), "name": "没有", "sure": "yes"}),
        official.post("/library/standing", data={"token": form_token(official), "name": "没有", "status": "expired"}),
    ):
        assert answer.status_code == 404 and 'role="alert"' in answer.text and "没有" in visible_text(answer.text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "示政发〔2020〕8號"}, True),
        ({"q": "示范　河港"}, True),
        ({"q": "2020年"}, True),
        ({"q": "并不存在的词"}, False),
        ({"standing": "out", "q": "示范河港"}, False),
        ({"page": "99", "q": "示范河港"}, True),
        ({"page": "-1", "q": "示范河港"}, True),
        ({"page": "²", "q": "示范河港"}, True),
        ({"page": "9" * 5000, "q": "示范河港"}, True),
    ],
    ids=["traditional", "two words", "date", "nothing", "standing", "beyond", "negative", "superscript", "endless"],
)
def test_the_list_is_searched(visitor: httpx.Client, query: dict[str, str], found: bool) -> None:
    answer = visitor.get("/library", params=query)
    assert answer.status_code == 200
    assert ("name=sample" in answer.text) == found


def test_a_value_that_the_list_does_not_know_is_said(desk: Office, visitor: httpx.Client) -> None:
    refused = visitor.get("/library", params={"standing": "abolished"})
    assert refused.status_code == 400 and "效力没有“abolished”这个选项" in refused.text
    desk.catalogue.put(parse_document("废止的", "效力试验办法\n一、内容\n正文。\n"))
    desk.catalogue.set_standing("废止的", "repealed")
    for status, found in (("repealed", True), ("expired", False), ("in_force", False)):
        shown = visitor.get("/library", params={"standing": status, "q": "效力试验"}).text
        assert ("效力试验办法</a>" in shown) is found
    desk.catalogue.remove("废止的")
    missing = visitor.get("/document", params={"name": "sample", "clause": "99"})
    assert missing.status_code == 404 and "没有“99”这一条" in missing.text
    assert visitor.get("/document", params={"name": "sample", "version": "x"}).status_code == 404


def test_documents_of_one_title_are_told_apart(desk: Office, visitor: httpx.Client) -> None:
    for number in ("6", "7"):
        text = f"同名试验办法\n云政发〔2024〕{number}号\n一、内容\n正文。\n"
        desk.catalogue.put(parse_document(f"same-{number}", text))
    shown = visible_text(visitor.get("/library", params={"q": "同名试验"}).text)
    assert "同名试验办法 （云政发〔2024〕6号）" in shown and "同名试验办法 （云政发〔2024〕7号）" in shown
    for number in ("6", "7"):
        desk.catalogue.remove(f"same-{number}")


def test_before_a_file_is_read_only_what_is_known_is_said(desk: Office, official: httpx.Client) -> None:
    add(official, ("原样.txt", POLICY.encode()))
    page = send(
        official,
        [
            ("原样.txt", POLICY.encode()),
            ("坏.docx", b"PK"),
            ("无后缀", b"x"),
            ("空.txt", b""),
            ("副本.txt", POLICY.encode()),
        ],
    ).text
    same, broken, bare, empty, copy = (visible_text(row) for row in page.split("<tr>")[2:])
    assert "内容未变，不会产生新版本" in same and "读取后才知道" not in same
    assert "新文件" in broken and "读取后才知道" in broken
    assert "不能添加" in bare and "不支持这种格式" in bare
    assert "不能添加" in empty and "文件是空的" in empty
    assert "与“原样”的内容完全相同" in copy
    assert 'name="keep-2" value="yes" aria-label="添加" disabled' in page and "tag good" not in page
    desk.catalogue.remove("原样")


def test_pages_follow_each_other(desk: Office, visitor: httpx.Client) -> None:
    for number in range(3):
        desk.catalogue.put(parse_document(f"page-{number}", f"翻页文件{number}\n一、内容\n正文。\n"))
    first, second = (visitor.get("/library", params={"q": "翻页文件", "page": page}).text for page in ("1", "2"))
    assert [name in first for name in ("page-0", "page-1", "page-2")] == [True, True, False]
    assert [name in second for name in ("page-0", "page-1", "page-2")] == [False, False, True]


def test_o1_a_hostile_title_is_text_on_every_page(desk: Office, official: httpx.Client) -> None:
    text = f"{HOSTILE}\n一、{HOSTILE}\n（责任单位：{HOSTILE}局）\u202e\u200b\n"
    name = HOSTILE
    for version in (text, text + "二、新\n"):
        document = parse_document(name, version)
        desk.catalogue.put(document)
    desk.catalogue.set_standing(name, "repealed", by=f"《{HOSTILE}x》", since="")
    for answer in (
        official.get("/library"),
        official.get("/library", params={"q": HOSTILE}),
        official.get("/document", params={"name": name, "clause": HOSTILE}),
        official.get("/document", params={"name": name, "version": "1"}),
        official.get("/document/changes", params={"name": name}),
        official.get("/library/remove", params={"name": name}),
        official.get("/document", params={"name": HOSTILE + "x"}),
        send(official, [(f"{HOSTILE}.txt", b"x")]),
    ):
        assert "<script>alert" not in answer.text and "<img" not in answer.text, answer.url
        assert "\u202e" not in answer.text and "\u200b" not in answer.text
    desk.catalogue.remove(name)


@pytest.mark.parametrize(
    "path",
    [
        "/library",
        "/document?name=sample",
        "/document?name=x",
        "/document/changes?name=sample",
        "/sign-in",
        "/pages/pages.css",
    ],
)
def test_o5_every_page_carries_the_headers(visitor: httpx.Client, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert path.startswith("/pages") or headers["cache-control"] == "no-store"


def test_the_language_is_kept_across_links(visitor: httpx.Client) -> None:
    page = visitor.get("/library", params={"lang": "en", "q": "示范河港"}).text
    assert '<html lang="en">' in page and "in force" in page
    assert 'href="/document?name=sample&amp;lang=en"' in page and 'href="/ledger?lang=en"' in page
    assert '<html lang="zh">' in visitor.get("/library").text


def test_a_browser_that_prefers_english_gets_it(desk: Office) -> None:
    with desk.visitor("en-US") as client:
        assert '<html lang="en">' in client.get("/library").text
        assert '<html lang="zh">' in client.get("/library", params={"lang": "zh"}).text


def test_without_a_password_the_library_is_read_only_and_says_so(tmp_path: Path) -> None:
    documents = DocumentSettings(home=tmp_path)
    catalogue = Catalogue.open(documents)
    with office(catalogue, documents, WebSettings()) as site, site.visitor() as client:
        assert "没有设置工作人员口令" in client.get("/library").text
        assert "没有设置工作人员口令" in (page := client.get("/sign-in").text) and 'type="password"' not in page
        assert client.post("/library/upload", files=[("files", ("a.txt", b"x"))]).status_code == 403
        assert "文件库是空的" in client.get("/library").text
    catalogue.close()


def test_a_fault_is_a_sentence_without_its_trace(
    desk: Office, visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[object]:
        raise RuntimeError(f"secret {desk.address}")

    monkeypatch.setattr(desk.catalogue, "holdings", broken)
    answer = visitor.get("/library")
    assert answer.status_code == 500 and "系统出错" in answer.text and "secret" not in answer.text


def test_signing_out_ends_it(official: httpx.Client) -> None:
    cookie = official.cookies[COOKIE]
    assert official.post("/sign-out", data={"token": form_token(official)}).url.path == "/library"
    official.cookies.set(COOKIE, cookie)
    assert official.get("/library/remove", params={"name": "sample"}).status_code == 403


def test_files_that_wait_are_deleted_when_the_server_stops(tmp_path: Path, uploads: Path) -> None:
    documents = DocumentSettings(home=tmp_path)
    catalogue = Catalogue.open(documents)
    before = disk_use(uploads)
    with office(catalogue, documents, WebSettings(officials_password=PASSWORD)) as site, site.official() as client:
        send(client, [("等.txt", b"x" * 1000)])
        assert disk_use(uploads) == before + 1000
    assert disk_use(uploads) == before
    catalogue.close()
