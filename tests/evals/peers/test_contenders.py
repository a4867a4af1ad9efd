"""Every contender that is installed finds the record that is the question; a contract over all of them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from evals.peers.contenders import CONTENDERS

RECORDS = {
    f"r{number}": f"第{number}条 {word}由有关部门负责" for number, word in enumerate("码头 航道 公路 铁路 机场".split())
}


class Letters:
    """Vectors of character counts by hash: equal texts are nearest."""

    name = "letters"
    dimension = 64

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                matrix[row, hashlib.sha256(letter.encode()).digest()[0] % self.dimension] += 1
        lengths = np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        return np.asarray(matrix / lengths, dtype=np.float32)


@pytest.mark.parametrize("name", CONTENDERS)
def test_the_record_that_is_asked_for_comes_first(name: str, tmp_path: Path) -> None:
    try:
        contender = CONTENDERS[name](Letters(), tmp_path)
    except ImportError as error:
        pytest.skip(f"{error.name} is not installed: requirements-peers.txt")
    contender.index(RECORDS)
    for record, text in RECORDS.items():
        found = contender.search(text, 3)
        assert found[0] == record
        assert len(found) == len(set(found)) <= 3
