"""Which lines of a web page are the document: not its navigation, tools, lists of downloads, footers.

The document is what stands in the smallest container that holds every line that reads like a document's body, so that
nothing of the body can be lost; known portals name that container. What then stands outside the body's first and last
line and consists of links is navigation. Furniture that is plain text at the edges is left to documents/noise.py,
which marks it as a range.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from documents.marks import STATE
from documents.metadata import is_publication, reads_like_title, without_publication
from documents.numbering import match_label

_CONTENT_NAMES = frozenset(
    "trs_editor trs_ueditor trs_web view trs_view_document ucap-content ucapcontent zoom zoomcon pages_content"
    " article_content article-content articlecontent article_con article-con news_content newscontent v_news_content"
    " vsb_content vsb_content_2 bt_content main_content xxgk_content detail_content content_body con_text txtcontent"
    " conttext j-fontcontent mycontent fontzoom bodytext post_content entry-content".split()
)
"""Classes and ids that publishing systems of Chinese portals give to a document's container."""
_FURNITURE_NAMES = frozenset(
    "footer foot copyright copyrights nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs dqwz"
    " position location curmb share sharebox bdsharebuttonbox bshare social print toolbar tools tool sidebar side"
    " related relate recommend xgyd xgwj xgxx search searchbox login qrcode ewm erweima pagination pager fenye"
    " download downloads attachment attachments fujian fjxz xgfj fontsize ziti hot hits rank banner topbar".split()
)
"""Names that a page gives to what is not the document."""
_LARGEST_FURNITURE = 0.1
"""A container so named that holds more of the body than this share is none."""
_SURE_CONTENT = 0.8
"""A container known by name is the document when it holds at least this share of the body's characters."""
_SENTENCE = 30
"""A line with a full stop and at least so many characters is of the body."""
_HEADINGS = ("h1", "h2", "h3")
_CONTAINERS = frozenset("div td th section article main body form html center fieldset li".split())
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|rar|zip|jpg|png|txt)\s*(?:[\[(（【].*)?$", re.IGNORECASE)
_DATE = re.compile(
    r"^[\d〇零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$"
)
_INDEX_BOX = re.compile(r"(?:^|\t)\s*索\s*引\s*号")
"""The box of index number, publisher and subject class above a document on a portal."""
_LONGEST_FIELD, _LONGEST_FIELD_NAME = 200, 8
_NAME_PARTS = re.compile(r"[^0-9a-z_-]+")
_TITLE_PARTS = re.compile(r"\s*[|_]\s*|\s+[-—–]+\s+|-{2,}|——")
_SHORTEST_TITLE = 5


@dataclass(frozen=True)
class PageLine:
    """A line of a page, the element it stands in, and how many of its characters are links."""

    text: str
    element: Element
    linked: int

    @property
    def is_links(self) -> bool:
        return self.linked * 2 > len(self.text)


def document_lines(lines: Sequence[PageLine], titles: Sequence[str]) -> list[str]:
    """The document's lines, its title in front. `titles`: what the page calls itself, the most exact first.

    A field above it that says the document is no longer in force stays, as the first line.
    """
    page = lines
    lines = _without_furniture(_without_index_boxes(lines))
    body = [line for line in lines if _is_body(line)]
    if not body:
        return [line.text for line in lines]
    container = _container(body)
    inside = _without_navigation([line for line in lines if _stands_in(line.element, container)])
    first = next(place for place, line in enumerate(lines) if _stands_in(line.element, container))
    title = _title(lines[:first], titles)
    above = page[: next(place for place, line in enumerate(page) if line is inside[0])]
    return [*_state(above), *_missing(title, inside), *(line.text for line in inside)]


def _state(lines: Sequence[PageLine]) -> list[str]:
    """The first such field: a cell of a box, a line, or two lines for its name and what it says."""
    plain = [line.text for line in lines if not line.is_links and len(line.text) <= _LONGEST_FIELD]
    joined = (f"{name}\t{said}" for name, said in itertools.pairwise(plain) if len(name) <= _LONGEST_FIELD_NAME)
    found = next((match for text in (*plain, *joined) if (match := STATE.search(text))), None)
    return [" ".join(found.group().split())] if found else []


def _is_body(line: PageLine) -> bool:
    if line.is_links:
        return False
    if match_label(line.text) or _DATE.match("".join(line.text.split())):
        return True
    return "\t" in line.text or ("。" in line.text and len(line.text) >= _SENTENCE) or line.text.endswith(("：", ":"))


def _names(element: Element) -> set[str]:
    written = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    whole = {part for part in _NAME_PARTS.split(written) if part}
    return whole | {part for name in whole for part in re.split("[-_]", name) if part}


def _without_index_boxes(lines: Sequence[PageLine]) -> list[PageLine]:
    boxes = {line.element for line in lines if line.element.tag == "table" and _INDEX_BOX.search(line.text)}
    return [line for line in lines if line.element not in boxes]


def _without_furniture(lines: Sequence[PageLine]) -> list[PageLine]:
    """Without the lines in containers that are named for furniture and hold next to nothing of the body."""
    held: dict[Element, int] = {}
    named: dict[Element, bool] = {}
    body = 0
    for line in lines:
        weight = len(line.text) if _is_body(line) else 0
        body += weight
        for above in _upwards(line.element):
            if above not in named:
                named[above] = bool(_names(above) & _FURNITURE_NAMES)
            if named[above]:
                held[above] = held.get(above, 0) + weight
    furniture = {element for element, weight in held.items() if weight <= _LARGEST_FURNITURE * body}
    return [line for line in lines if not any(above in furniture for above in _upwards(line.element))]


def _upwards(element: Element) -> Iterator[Element]:
    """`element` and everything around it."""
    yield element
    yield from element.iterancestors()


def _stands_in(element: Element, container: Element) -> bool:
    return any(above is container for above in _upwards(element))


def _container(body: Sequence[PageLine]) -> Element:
    """The named container if it holds nearly all of the body, else the smallest that holds all of it."""
    whole = sum(len(line.text) for line in body)
    sought = [line for line in body if any(_names(above) & _CONTENT_NAMES for above in _upwards(line.element))]
    sure = sum(len(line.text) for line in sought) >= _SURE_CONTENT * whole
    common = _smallest_around([line.element for line in (sought if sure else body)])
    return next((above for above in _upwards(common) if above.tag in _CONTAINERS), common)


def _smallest_around(elements: Sequence[Element]) -> Element:
    path = list(_upwards(elements[0]))
    place = 0
    depth = {element: depth for depth, element in enumerate(path)}
    for element in elements[1:]:
        place = max(place, next(depth[above] for above in _upwards(element) if above in depth))
    return path[place]


def _without_navigation(lines: Sequence[PageLine]) -> list[PageLine]:
    """Without lists of downloads, and without links in front of the body or behind it."""
    places = [place for place, line in enumerate(lines) if _is_body(line)]
    first, last = places[0], places[-1]
    return [
        line
        for place, line in enumerate(lines)
        if not line.is_links or (_may_be_text(line) and (first < place < last or line.text.startswith("附")))
    ]


def _may_be_text(line: PageLine) -> bool:
    """A line of links that names no file to download."""
    return not _FILE_NAME.search(line.text)


def _title(above: Sequence[PageLine], titles: Sequence[str]) -> list[str]:
    """The title's lines: a heading above the document that the page's head knows, else what the head itself says."""
    known = "".join("".join(titles).split())
    own = [line for line in above if not line.is_links and not is_publication(line.text)]
    headings = [line for line in own if _is_heading(line) or reads_like_title(line.text)]
    shown = [line.text for line in headings if "".join(line.text.split()) in known or line.element.tag == "h1"]
    if shown:
        return list(dict.fromkeys(shown))
    parts = [part for title in titles[:1] for part in _TITLE_PARTS.split(without_publication(title))]
    parts = [part for part in parts if not is_publication(part)]
    longest = max(parts, key=len, default="")
    return [longest] if len(longest) >= _SHORTEST_TITLE else []


def _is_heading(line: PageLine) -> bool:
    return any(around.tag in _HEADINGS for around in _upwards(line.element))


def _missing(title: Sequence[str], inside: Sequence[PageLine]) -> list[str]:
    """`title`, unless the document's first lines already say it, or another one: the page's head may be wrong."""
    before_body = itertools.takewhile(lambda line: not _is_body(line), inside)
    if any(_is_heading(line) or reads_like_title(line.text) for line in before_body if not is_publication(line.text)):
        return []
    opening = "".join("".join(line.text.split()) for line in inside[:8])
    return [] if "".join("".join(title).split()) in opening else list(title)
