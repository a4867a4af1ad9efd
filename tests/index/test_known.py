"""Vectors that are known already, and batches that outlive their process."""

from pathlib import Path

import numpy as np
import pytest

from index.known import Drafts, Known, Source, digests_of

TEXTS = ["港口", "机场", "铁路", "", "\ud800"]
MATRIX = np.arange(10, dtype=np.float32).reshape(5, 2)


def test_a_digest_tells_texts_apart() -> None:
    digests = digests_of(TEXTS)
    assert digests.shape == (5, 2)
    assert len(np.unique(digests, axis=0)) == 5
    assert digests_of(TEXTS).tolist() == digests.tolist()
    assert digests_of([]).shape == (0, 2)


def test_known_vectors_are_filled_in_from_the_first_source_that_has_them() -> None:
    first = Source(digests_of(TEXTS[:2]), MATRIX[:2])
    second = Source(digests_of(TEXTS[1:4]), MATRIX[1:4] + 100)
    filled = np.full((4, 2), -1, dtype=np.float32)
    done = Known((first, second)).fill(digests_of(["铁路", "未知", "机场", "港口"]), filled)
    assert done.tolist() == [True, False, True, True]
    assert filled.tolist() == [[104, 105], [-1, -1], [2, 3], [0, 1]]


def test_half_a_digest_is_not_enough() -> None:
    digests = digests_of(["港口"])
    other = digests.copy()
    other[0, 1] += np.uint64(1)
    assert Source(digests, MATRIX[:1]).rows(other).tolist() == [-1]


def test_nothing_known_fills_nothing() -> None:
    empty = Source(np.zeros((0, 2), np.uint64), np.zeros((0, 2), np.float32))
    assert Known((empty,)).fill(digests_of(TEXTS), MATRIX.copy()).tolist() == [False] * 5


def test_what_is_kept_is_there_for_the_same_model_only(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "m 1", 2)
    drafts.keep(digests_of(TEXTS[:2]), MATRIX[:2])
    drafts.keep(digests_of(TEXTS[2:]), MATRIX[2:])
    source = Drafts(tmp_path, "m 1", 2).source()
    assert source.matrix[source.rows(digests_of(TEXTS))].tolist() == MATRIX.tolist()
    assert len(Drafts(tmp_path, "m 2", 2).source().digests) == 0
    drafts.clear()
    assert len(drafts.source().digests) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["truncate", "flip", "empty"])
def test_a_damaged_batch_is_left_out(tmp_path: Path, damage: str) -> None:
    drafts = Drafts(tmp_path, "m 1", 2)
    for row in range(2):
        drafts.keep(digests_of(TEXTS[row : row + 1]), MATRIX[row : row + 1])
    path = sorted(tmp_path.glob("drafts/*/*.npz"))[0]
    content = path.read_bytes()
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    path.write_bytes({"truncate": content[:middle], "flip": flipped, "empty": b""}[damage])
    assert len(drafts.source().digests) == 1
