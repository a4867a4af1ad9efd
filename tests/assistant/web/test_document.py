"""The document pane: all of the text, none of the noise, damage and quotes marked (rows O1, I4)."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.document import WINDOW, View, render_document
from assistant.web.escape import escape
from assistant.web.page_words import words
from assistant.web.standing_words import shown_standing
from documents.ingest import parse_document, read_document
from documents.model import Document, Gap, Noise, Repair
from documents.settings import DocumentSettings
from documents.standing import Standing
from index.keys import visible
from tests.fakes_web import TEXT, sample_document, span


class Text(HTMLParser):
    """The text of the paragraphs below the header, and what stands in each `<mark>`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.body, self.marks, self.tags = "", [""], set[str]()
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "tags are nested"
        if tag == "mark":
            self.marks.append("")

    def handle_data(self, data: str) -> None:
        if "header" in self._open or "details" in self._open or data == "⋯":
            return
        self.body += data
        if "mark" in self._open:
            self.marks[-1] += data


def squeezed(text: str) -> str:
    return "".join(visible(text).split())


def page(document: Document, view: View | None = None) -> str:
    return render_document(document, view or View(document.name), words("zh"))


def test_clauses_have_anchors_and_contents() -> None:
    html = page(sample_document())
    for number in range(3):
        assert f'id="clause-{number}"' in html and f'id="goto-{number}"' in html


def test_the_title_stands_once_unless_it_is_cited_and_articles_of_one_rank_look_alike() -> None:
    text = "云溪市绿化\n条例\n第一条 为了绿化，制定本条例。\n第二条 规划\n市园林局负责。\n第三条 本条例即日施行。\n"
    document = replace(parse_document("rules", text), title="云溪市绿化条例")
    html = page(document)
    assert html.count('<p class="repeated">') == 2
    assert page(document, View("rules", 0, 5)).count('<p class="repeated">') == 1
    for label in ("第一条", "第二条", "第三条"):
        assert f"<strong>{label}</strong>" in html


def test_the_quote_is_marked_and_can_be_scrolled_to() -> None:
    start, end = span("市交通局要疏浚示范河航道")
    html = page(sample_document(), View("sample", start, end))
    assert Text(html).marks == ["市交通局要疏浚示范河航道", ""]
    assert html.count('id="quote"') == 1


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    start, end = span("疏浚示范河航道\n市交通局要疏浚")
    html = page(sample_document(), View("sample", start, end))
    assert Text(html).marks == ["疏浚示范河航道", "市交通局要疏浚", ""]
    assert html.count('id="quote"') == 1


def test_damage_is_marked_with_its_title() -> None:
    html = page(sample_document())
    assert 'class="restored" title="复制文本此处受损：原为“&#42;”，补为“河”，把握 97&#37;">河</span>' in html
    assert 'class="masked" title="复制文本此处受损：此字被遮盖，未能补回">航</span>' in html
    assert 'class="lost" title="复制文本此处受损：有文字缺失，未作填补">到年</span>' in html
    assert "有 2 个字被遮盖，补回 1 个；1 处有文字缺失" in html


def test_i4_noise_is_left_out() -> None:
    html = page(sample_document())
    assert "某论坛" not in html and "advert" not in html
    assert html.count('class="omitted"') == 2


def test_i4_the_seed_shows_nothing_of_its_advertisement() -> None:
    path = Path("documents/corpus/dongying-policy-forum-copy.txt")
    document = read_document(path, DocumentSettings())
    html = page(document)
    assert "小清河" in html
    for foreign in ("http", "eowkz", "TUhjnbcbe"):
        assert foreign not in html


def test_o1_tags_in_the_text_are_text() -> None:
    text = '<img src=x onerror=alert(1)>\n<script>alert(2)</script>\n<form action="http://x">'
    document = Document("h", "<b>title</b>", text, text, (), issuer="<i>", number="<u>", date="<s>")
    found = Text(page(document))
    assert found.tags <= {"article", "header", "h2", "p"}
    assert squeezed(found.body) == squeezed(text)


def test_a_long_document_is_shown_around_the_quote() -> None:
    text = "\n".join(f"第{number}行文字" for number in range(40_000))
    start = text.index("第30000行文字")
    html = page(Document("long", "", text, text, ()), View("long", start, start + 5))
    shown = Text(html)
    assert shown.marks[0] == "第3000" and "第30000行文字" in shown.body
    assert len(shown.body) <= WINDOW + 20


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=5)


@given(
    st.text("一二三 <&\n*\u3000", min_size=1, max_size=60), SPANS, SPANS, SPANS, st.integers(0, 60), st.integers(0, 60)
)
def test_every_character_that_is_not_noise_is_shown_once_and_in_order(
    text: str, noises: list[list[int]], gaps: list[list[int]], repaired: list[list[int]], start: int, length: int
) -> None:
    noise = tuple(Noise(a, b, "n") for a, b in noises)
    document = Document(
        name="d",
        title="",
        source=text,
        text=text,
        clauses=(),
        noise=noise,
        gaps=tuple(Gap(a, b, "g", "") for a, b in gaps),
        repairs=tuple(Repair(a, "*", text[a], "r", 0.9) for a, _ in repaired if a < len(text)),
    )
    hidden = {at for item in noise for at in range(item.start, item.end)}
    shown = Text(page(document, View("d", start, start + length)))
    assert squeezed(shown.body) == squeezed("".join(c for at, c in enumerate(text) if at not in hidden))
    quoted = "".join(c for at, c in enumerate(text) if at not in hidden and start <= at < start + length)
    assert squeezed("".join(shown.marks)) == squeezed(quoted)


@pytest.mark.parametrize("view", [View("sample", 5, 5), View("sample", 10**9, 10**9 + 5), View("sample", 0, len(TEXT))])
def test_any_view_renders(view: View) -> None:
    assert "示范" in page(sample_document(), view) or view.start > len(TEXT)


def test_contents_are_links_on_a_page_of_its_own_and_lead_outside_what_is_shown() -> None:
    text = "".join(f"第{number}条 内容{number}。{'字' * 3000}\n" for number in range(1, 101))
    document = parse_document("long", text)
    html = render_document(document, View("long"), words("zh"), address=lambda clause: f"/d?c={clause.locator}&x=1")
    assert "<button" not in html
    assert 'href="#clause-0"' in html
    assert f'href="{escape("/d?c=第100条&x=1")}"' in html


def test_o1_a_standing_is_escaped() -> None:
    standing = shown_standing(Standing("repealed", by="<img src=x>"), {}, "zh")
    html = render_document(sample_document(), View("sample"), words("zh"), standing)
    assert "<img" not in html and "已废止" in html
