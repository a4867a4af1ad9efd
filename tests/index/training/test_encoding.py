"""The recipe of the ranks: what it trains is what tiktoken reads."""

import lzma
from pathlib import Path

import pytest
from tiktoken import Encoding

from index.encoding import PIECES
from index.training.encoding import byte_alphabet, lines, main, train

TEXT = ["各县区人民政府，市政府各部门、单位：\n", "市交通运输局、市水务局负责港口建设。\n"] * 50


def test_the_alphabet_stands_for_every_byte_once() -> None:
    assert sorted(byte_alphabet().values()) == list(range(256))


def test_training_gives_every_byte_and_merges_up_to_the_vocabulary() -> None:
    ranks = train(iter(TEXT), 300)
    assert len(ranks) == 300
    assert all(bytes([byte]) in ranks for byte in range(256))
    assert sorted(ranks.values()) == list(range(300))


def test_trained_ranks_encode_without_loss_and_join_what_recurs() -> None:
    encoding = Encoding(name="t", pat_str=PIECES, mergeable_ranks=train(iter(TEXT), 320), special_tokens={})
    text = "市交通运输局 ABC 😀\n"
    assert encoding.decode(encoding.encode_ordinary(text)) == text
    assert len(encoding.encode_ordinary("单位")) < len("单位".encode())


def test_training_is_repeatable() -> None:
    assert train(iter(TEXT), 300) == train(iter(TEXT), 300)


def test_lines_stop_at_the_limit(tmp_path: Path) -> None:
    plain = tmp_path / "text.txt"
    plain.write_text("一二\n三四\n五六\n", encoding="utf-8")
    assert list(lines(plain, 6)) == ["一二\n", "三四\n"]


def test_lines_of_a_compressed_file(tmp_path: Path) -> None:
    packed = tmp_path / "text.txt.xz"
    packed.write_bytes(lzma.compress("一二\n".encode()))
    assert list(lines(packed, 100)) == ["一二\n"]


def test_the_command_writes_ranks_in_tiktokens_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output = tmp_path / "text.txt", tmp_path / "ranks.tiktoken"
    source.write_text("".join(TEXT), encoding="utf-8")
    assert main([str(source), "--output", str(output), "--vocabulary", "280"]) == 0
    rows = [line.split() for line in output.read_text(encoding="ascii").splitlines()]
    assert [int(rank) for _, rank in rows] == list(range(280))
    assert "280 ranks" in capsys.readouterr().out
