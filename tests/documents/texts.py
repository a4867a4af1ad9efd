"""Policy texts made up for property tests: trees of numbered headings, and lines as damaged copies hold them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

Writer = Callable[[tuple[int, ...]], str]
"""The numbers from the outside in, the heading's own last → its label with whatever divides it from the title."""

HAN_DIGITS = "零一二三四五六七八九"
WORDS = st.text(alphabet="建设推进完善机制城乡融合创新服务", min_size=2, max_size=12)
SENTENCES = WORDS.map(lambda words: words + "。")


def han(number: int) -> str:
    """1 to 199 as Chinese counts: 十, 十五, 二十, 一百零三, 一百一十."""
    if number >= 100:
        rest = number - 100
        tens = f"一百零{HAN_DIGITS[rest]}" if rest < 10 else f"一百{HAN_DIGITS[rest // 10]}十"
        return "一百" if rest == 0 else tens + (HAN_DIGITS[rest % 10] if rest > 10 and rest % 10 else "")
    if number < 10:
        return HAN_DIGITS[number]
    tens = "" if number < 20 else HAN_DIGITS[number // 10]
    return f"{tens}十{HAN_DIGITS[number % 10] if number % 10 else ''}"


def wide(text: str) -> str:
    """ASCII digits, brackets and dots as full-width ones."""
    return text.translate({ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789()."})


@dataclass(frozen=True)
class Style:
    """How a document numbers its headings, one writer a level. `continuous`: levels that count on across groups."""

    name: str
    written: tuple[Writer, ...]
    labels: tuple[Writer, ...]
    """What a locator keeps of each."""
    continuous: frozenset[int] = frozenset()


def _last(write: Callable[[int], str]) -> Writer:
    return lambda numbers: write(numbers[-1])


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _widened(writer: Writer) -> Writer:
    return lambda numbers: wide(writer(numbers))


def _spaced(writers: tuple[Writer, ...], space: str) -> tuple[Writer, ...]:
    return tuple(_followed(writer, space) for writer in writers)


def _followed(writer: Writer, space: str) -> Writer:
    return lambda numbers: writer(numbers) + space


_LABELS: tuple[Writer, ...] = (
    _last(han),
    _last(lambda number: f"({han(number)})"),
    _last(str),
    _last(lambda number: f"({number})"),
    _last(lambda number: chr(ord("①") + number - 1)),
)
_USUAL: tuple[Writer, ...] = (
    _last(lambda number: f"{han(number)}、"),
    _last(lambda number: f"({han(number)})"),
    _last(lambda number: f"{number}."),
    _last(lambda number: f"({number})"),
    _last(lambda number: chr(ord("①") + number - 1)),
)
_WIDE: tuple[Writer, ...] = (_USUAL[0], *map(_widened, _USUAL[1:4]), _USUAL[4])
_STATUTE = (_last(lambda number: f"第{han(number)}章"), _last(lambda number: f"第{han(number)}条"), _LABELS[1])
_SECTIONS = (_STATUTE[0], _last(lambda number: f"第{han(number)}节"), *_STATUTE[1:])

_DECIMAL: tuple[Writer, ...] = (_dotted,) * 3
_DECIMAL_WRITTEN = (_last(lambda number: f"{number}."), *_spaced(_DECIMAL[1:], " "))

STYLES = (
    Style("usual", _USUAL, _LABELS),
    Style("usual, tasks counted through", _USUAL, _LABELS, frozenset({2})),
    Style("usual, sections counted through", _USUAL, _LABELS, frozenset({1})),
    Style("full width", _WIDE, _LABELS),
    Style("full width, counted through", _WIDE, _LABELS, frozenset({1, 2})),
    Style("comma after digits", (_USUAL[0], _last(lambda number: f"{number}、")), (_LABELS[0], _LABELS[2])),
    Style("statute", _spaced(_STATUTE, "　"), _STATUTE, frozenset({1})),
    Style("statute with sections", _spaced(_SECTIONS, " "), _SECTIONS, frozenset({2})),
    Style("decimal", _DECIMAL_WRITTEN, _DECIMAL),
    Style("decimal, full width", tuple(map(_widened, _DECIMAL_WRITTEN)), _DECIMAL),
    Style("decimal without dots", _spaced(_DECIMAL, " "), _DECIMAL),
)


@dataclass(frozen=True)
class Node:
    """A heading with the paragraphs under it and the headings below it. `run_in`: its text goes on in its line."""

    title: str
    paragraphs: tuple[str, ...] = ()
    run_in: bool = False
    below: tuple["Node", ...] = ()


def nodes(depth: int) -> st.SearchStrategy[Node]:
    """Trees of at most `depth` levels."""
    below = st.lists(nodes(depth - 1), max_size=3).map(tuple) if depth > 1 else st.just(())
    return st.builds(Node, WORDS, st.lists(SENTENCES, max_size=2).map(tuple), st.booleans(), below)


@dataclass
class Written:
    """A tree as text, with the locator, title and own text that each heading must be read back with."""

    style: Style
    lines: list[str] = field(default_factory=list)
    expected: list[tuple[str, str, str]] = field(default_factory=list)
    _counted: dict[int, int] = field(default_factory=dict)

    def write(self, tree: tuple[Node, ...], numbers: tuple[int, ...] = (), locator: str = "") -> "Written":
        level = len(numbers)
        for position, node in enumerate(tree, start=1):
            self._counted[level] = self._counted.get(level, 0) + 1
            own = (*numbers, self._counted[level] if level in self.style.continuous else position)
            label = self.style.labels[level](own)
            here = f"{locator}/{label}" if locator else label
            heading = self.style.written[level](own) + node.title + ("。" * node.run_in)
            paragraphs = list(node.paragraphs)
            if node.run_in and paragraphs:
                heading += paragraphs.pop(0)
            self.lines += [heading, *paragraphs]
            self.expected.append((here, node.title, "\n".join([heading, *paragraphs])))
            self.write(node.below, own, here)
        return self

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


@st.composite
def written_trees(draw: st.DrawFn, style: Style) -> Written:
    """A text in `style` with one to five headings at the top."""
    trees = draw(st.lists(nodes(len(style.written)), min_size=1, max_size=5))
    if style.name == "decimal without dots":
        trees = [Node(tree.title, (), False, tree.below or (Node("机制"),)) for tree in trees]
    return Written(style).write(tuple(trees))


FRAGMENTS = (
    "一、总体要求",
    "二、重点任务",
    "(一)加快建设。",
    "（二）完善机制",
    "1.推进交通建设。扩建机场。",
    "２．发展现代农业。",
    "（1）试点先行；",
    "①摸清底数。",
    "第一章　总　则",
    "第一条　为了规范管理，制定本办法。",
    "2.1 道路网",
    "附件1",
    "附件：1．任务清单",
    "（责任单位：市发展改革委、财政局，各县（市、区）人民政府）",
    "(牵头单位:市交通运输局;配合单位:市水务局、市财*局)",
    "（市教育局牵头，市财政局、市人社局配合）",
    "责任单位：省委组织部、宣传部，省民政厅",
    "各市人民*府，省*府各部门：",
    "到年，建成*河大桥。",
    "鲁*发〔〕8号",
    "深入贯彻*的十九大精神，领*企业带动。",
    "首页 » 新闻 » 正文",
    "上一篇 下一篇",
    "东海市论坛",
    "— 3 —",
    "7",
    "点击 http://ad.example.com/a.html 领取",
    "某某市人民政府",
    "2023年5月6日",
    "（此件公开发布）",
    "目　录",
    "# 关于机场建设的意见",
    "** 重点 **",
    "  \u200b\u3000",
    "",
)
LINE_ENDS = ("\n", "\n", "\r\n", "\n\n", "\f", " ", "")


def copies() -> st.SearchStrategy[str]:
    """Texts of such lines in any order, with damage, noise and stray characters."""
    line = st.sampled_from(FRAGMENTS) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
    return st.lists(st.tuples(line, st.sampled_from(LINE_ENDS)), max_size=25).map(
        lambda lines: "".join(line + end for line, end in lines)
    )
