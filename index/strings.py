"""Many strings in one file: their bytes one after the other, and where each ends. Read as they are asked for."""

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

Ends = npt.NDArray[np.int64]
ENCODING, ERRORS = "utf-8", "surrogatepass"


class Strings(Sequence[str]):
    """Strings that lie in a file; nothing is held in memory but where each ends."""

    def __init__(self, path: Path, ends: Ends) -> None:
        """`ends` are those that `write_strings` returned for the file at `path`."""
        self._ends = ends
        if len(ends) and ends[-1]:
            with path.open("rb") as stream:
                self._bytes: mmap.mmap | bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        else:
            self._bytes = b""

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode(ENCODING, ERRORS)


def write_strings(path: Path, strings: Iterable[str]) -> Ends:
    """Write `strings` to `path`; returns `[strings]`, where each ends, in bytes."""
    lengths: list[int] = []
    with path.open("wb") as stream:
        for string in strings:
            lengths.append(stream.write(string.encode(ENCODING, ERRORS)))
    return np.cumsum(np.array(lengths, dtype=np.int64), dtype=np.int64)
