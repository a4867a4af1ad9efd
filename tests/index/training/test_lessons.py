"""What is drawn for a lesson, and how words are weighed."""

import numpy as np
import pytest

from index.training.bags import Bags
from index.training.lessons import Library, Renderings, Sampler, Told, rarities, shares

COUNT = 40


def bags_of(rows: list[list[int]]) -> Bags:
    return Bags.joined([np.array(row, dtype=np.int64) for row in rows], [len(row) for row in rows])


def rows_of(bags: Bags) -> list[list[int]]:
    return [bags.tokens[first:last].tolist() for first, last in zip(bags.starts, bags.starts[1:], strict=False)]


def library() -> Library:
    """COUNT passages of two sentences: passage p holds tokens 10p..10p+3 and 10p+4..10p+7, under the heading p, 1."""
    sentences = bags_of(
        [list(range(10 * p + 4 * half, 10 * p + 4 * half + 4)) for p in range(COUNT) for half in (0, 1)]
    )
    headings = bags_of([[p, 1] for p in range(COUNT)])
    return Library(sentences, sentences, np.arange(0, 2 * COUNT + 1, 2), headings)


def sampler(rarity: float = 1.0) -> Sampler:
    return Sampler(1, np.full(10 * COUNT, rarity), {"zh": bags_of([[399]])})


@pytest.mark.parametrize(("hidden", "length"), [(0.0, 8), (1.0, 4)])
def test_a_sentence_is_drawn_with_its_passage(hidden: float, length: int) -> None:
    sentences, passages, places = sampler().passages(library(), 20, hidden)
    for sentence, passage, place in zip(rows_of(sentences), rows_of(passages), places, strict=True):
        assert {token // 10 for token in sentence + passage} == {place // 2}
        assert len(passage) == length
        assert set(sentence).isdisjoint(passage) is (hidden == 1.0)


def test_neighbours_are_drawn_together_each_passage_once() -> None:
    _, _, places = sampler().passages(library(), 22, 0.0, together=4)
    drawn = (places // 2).reshape(-1, 4)
    assert len(drawn) == 5
    assert (np.diff(drawn) == 1).all()
    assert (drawn[:, 0] % 4 == 0).all()
    assert len(np.unique(drawn)) == drawn.size


@pytest.mark.parametrize(("size", "drawn"), [(8, 8), (2 * COUNT, COUNT)])
def test_a_batch_or_library_smaller_than_a_run_is_drawn_as_one(size: int, drawn: int) -> None:
    _, _, places = sampler().passages(library(), size, 0.0, together=COUNT + 5)
    assert len(places) == drawn
    assert (np.diff(places // 2) == 1).all()


def test_a_heading_is_drawn_with_what_stands_under_it() -> None:
    headings, passages = sampler().headed(library(), 10)
    for heading, passage in zip(rows_of(headings), rows_of(passages), strict=True):
        assert passage == list(range(10 * heading[0], 10 * heading[0] + 8))


def test_crops_windows_and_thinning_keep_order_and_leave_something() -> None:
    bags = bags_of([list(range(20)), [7], [1, 2]])
    draw = sampler()
    for some in (draw.cropped(bags, 0.3), draw.thinned(bags, 0.9), draw.windowed(bags, 5), sampler(0.1).keywords(bags)):
        for row, left in zip(rows_of(bags), rows_of(some), strict=True):
            assert left
            assert left == [token for token in row if token in left]
    assert all(len(row) <= 5 for row in rows_of(draw.windowed(bags, 5)))


def test_common_tokens_are_left_out_of_keywords() -> None:
    rarity = np.ones(10)
    rarity[3] = 0.0
    assert rows_of(Sampler(1, rarity, {}).keywords(bags_of([[1, 3, 2], [3, 3]]))) == [[1, 2], [3, 3]]


@pytest.mark.parametrize(("share", "expected"), [(0.0, [[1], [2, 3]]), (1.0, [[1, 399], [2, 3, 399]])])
def test_a_share_is_framed_as_questions(share: float, expected: list[list[int]]) -> None:
    assert rows_of(sampler().framed(bags_of([[1], [2, 3]]), "zh", share)) == expected


def test_words_are_rendered_by_one_of_their_renderings() -> None:
    renderings = Renderings(bags_of([[5], [6, 7], [8]]), np.array([0, 2, 3]), bags_of([[1], [2]]))
    own, english, words = sampler().rendered(renderings, 2)
    for row, rendered, word in zip(rows_of(own), rows_of(english), words, strict=True):
        assert row == [word + 1]
        assert rendered in ([[5], [6, 7]] if word == 0 else [[8]])


def test_what_the_teacher_says_stays_with_its_text() -> None:
    told = Told(bags_of([[place] for place in range(9)]), np.arange(9, dtype=np.float32)[:, None])
    bags, targets = sampler().told(told, 5)
    assert bags.tokens.tolist() == targets[:, 0].tolist()


def test_rarity_falls_with_the_share() -> None:
    share = shares([bags_of([[0, 0, 1]]), bags_of([[0]])], 3)
    assert share.tolist() == [0.75, 0.25, 0.0]
    assert rarities(share, 0.25).tolist() == [0.25, 0.5, 1.0]
