"""Makes a policy text as txt and as web pages, for the readers' tests; make_docx.py and make_pdf.py make the others.

The labels of the text are written out by `numbered`, which knows nothing of the readers' own counting.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

PORTAL_FOLDER = Path(__file__).with_name("portals")
"""Pages of three kinds: of a publishing system, with nothing named, and of the 2000s, laid out by tables."""
NAVIGATION = ("首页", "政务公开", "政务服务", "互动交流", "走进我市")
HAN = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Level:
    """One level of automatic numbering, as Word writes it down."""

    style: str
    pattern: str
    suffix: str = "tab"
    restarts: bool = True


@dataclass(frozen=True)
class Item:
    """A paragraph; `level` is its depth in the numbering, None for one without a number."""

    text: str
    level: int | None = None
    centred: bool = False


@dataclass(frozen=True)
class Rows:
    """A table."""

    cells: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = field(default=())


@dataclass(frozen=True)
class Policy:
    """A document by its blocks."""

    title: str
    blocks: tuple[Item | Rows, ...]
    levels: tuple[Level, ...]


def han(number: int) -> str:
    """1 to 99 as Chinese counts."""
    tens, ones = divmod(number, 10)
    return ("" if tens <= 1 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "japaneseCounting": han,
    "decimal": str,
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1),
}


def numbered(policy: Policy) -> Iterator[str | Rows]:
    """Every block, labels written in front of the numbered ones."""
    counts = [0] * len(policy.levels)
    for block in policy.blocks:
        if isinstance(block, Rows):
            yield block
        elif block.level is None:
            yield block.text
        else:
            counts[block.level] += 1
            for deeper in range(block.level + 1, len(counts)):
                counts[deeper] = 0 if policy.levels[deeper].restarts else counts[deeper]
            label = policy.levels[block.level].pattern
            for depth, level in enumerate(policy.levels):
                label = label.replace(f"%{depth + 1}", _WRITERS[level.style](counts[depth]))
            spaced = policy.levels[block.level].suffix != "nothing" and label[-1] not in "、．.）)⑴①②③④⑤⑥⑦⑧⑨⑩"
            yield f"{label} {block.text}" if spaced else label + block.text


def as_lines(policy: Policy) -> list[str]:
    """The text, a paragraph or table row a line."""
    lines: list[str] = []
    for block in numbered(policy):
        lines += ["\t".join(row) for row in block.cells] if isinstance(block, Rows) else [block]
    return lines


def as_text(policy: Policy) -> bytes:
    return "\n".join(as_lines(policy)).encode()


def _body(policy: Policy, paragraph: str) -> str:
    """The blocks in a page's markup; `paragraph` holds a place for the text."""
    parts = []
    for block in numbered(policy):
        if isinstance(block, Rows):
            rows = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) for row in block.cells)
            parts.append(f'<table border="1"><tbody>{"".join(f"<tr>{row}</tr>" for row in rows)}</tbody></table>')
        else:
            parts.append(paragraph.format(escape(block)))
    return "\n".join(parts)


def _page(name: str, policy: Policy, paragraph: str) -> str:
    """The portal's page with the policy in it."""
    listed = "".join(f'<li><a href="/{place}/index.html">{link}</a></li>' for place, link in enumerate(NAVIGATION))
    cells = "".join(f'<td><a href="{place}.asp">{link}</a></td>' for place, link in enumerate(NAVIGATION))
    page = (PORTAL_FOLDER / f"{name}.html").read_text(encoding="utf-8")
    filled = {"@TITLE@": policy.title, "@LINKS@": listed, "@CELLS@": cells, "@BODY@": _body(policy, paragraph)}
    for place, text in filled.items():
        page = page.replace(place, text)
    return page


def as_modern_page(policy: Policy) -> bytes:
    """A publishing system's page: content in a container known by name, tools, downloads, related news, footer."""
    return _page("modern", policy, '<p style="text-indent: 2em"><span style="font-size: 16pt">{}</span></p>').encode()


def as_plain_page(policy: Policy) -> bytes:
    """A page with nothing named: one section among others, tools and neighbours in the text's own container."""
    return _page("plain", policy, "<div>\n    　　{}\n</div>").encode()


def as_old_page(policy: Policy) -> bytes:
    """A page in GB2312, laid out by tables, paragraphs parted by <br>."""
    return _page("old", policy, "&nbsp;&nbsp;&nbsp;&nbsp;{}<br><br>").encode("gb18030")


PORTALS: dict[str, Callable[[Policy], bytes]] = {
    "modern": as_modern_page,
    "plain": as_plain_page,
    "old": as_old_page,
}
