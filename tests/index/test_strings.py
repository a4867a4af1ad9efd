"""Strings that lie in a file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.strings import Strings, write_strings


@given(st.lists(st.text(max_size=8) | st.text(alphabet="\ud800港\u2028\n\x00", max_size=4), max_size=8))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, strings: list[str]) -> None:
    path: Path = tmp_path_factory.mktemp("strings") / "texts.bin"
    read = Strings(path, write_strings(path, iter(strings)))
    assert list(read) == strings
    assert [read[place] for place in range(len(strings))] == strings
    assert read[-2:] == strings[-2:]
    with pytest.raises(IndexError):
        read[len(strings)]
