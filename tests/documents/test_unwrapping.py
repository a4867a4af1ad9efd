"""Sentences broken by the width of a page, put together again."""

from documents.statements import Joined
from documents.unwrapping import unwrapped


def joined(words: str) -> Joined:
    return Joined(words, range(100, 100 + len(words)))


def test_full_lines_go_on_and_the_places_stay() -> None:
    first, second = "由市自然资源和规划局牵头，市住房城乡", "建设局配合。"
    whole = unwrapped(joined(f"{first}\n　{second}"))
    assert whole is not None
    assert whole.words == first + second
    assert whole.span(0, 1) == (100, 101)
    assert whole.span(len(first), len(first) + 1) == (100 + len(first) + 2, 100 + len(first) + 3)


def test_headings_sentences_labels_and_cells_end_their_lines() -> None:
    full = "市教育局负责全市各级各类学校的安全管理"
    assert unwrapped(joined(f"（一）加强管理\n{full}")) is None
    assert unwrapped(joined(f"{full}。\n市公安局配合")) is None
    assert unwrapped(joined(f"{full}\n（二）市公安局配合")) is None
    assert unwrapped(joined(f"{full}\n甲\t市公安局配合")) is None
    assert unwrapped(joined("市教育局\n市公安局")) is None
    assert unwrapped(joined("甲" * 80 + "\n乙")) is None
