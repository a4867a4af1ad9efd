"""Makes `lexicon.npz`: `python -m documents.lexicon_training NEWS.txt.xz LAWS.txt.xz -o documents/lexicon.npz`.

Texts are UTF-8, optionally xz-compressed; documents in a file are separated by blank lines where it has any, else by
line ends. One document in `HELD_OUT` is left out of the counts (chosen by its checksum, so that the choice survives
any reordering); `--evaluate` masks characters in those and reports how well they are restored. Needs about 4 GB of
memory and 2 minutes for 60 million characters.
"""

import argparse
import lzma
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from documents.lexicon import (
    DATA_FILE,
    HASH_BITS,
    REACH,
    SHAPES,
    Lexicon,
    hash_contexts,
    normalise,
    read_alphabet,
    to_levels,
    to_planes,
)
from documents.lexicon_evaluation import evaluate, score

HELD_OUT = 50
"""One document in this many is kept for evaluation."""

CODE_BITS = 16
"""Bits that a character's code takes beside a context's hash."""


@dataclass(frozen=True)
class Pruning:
    """Which contexts, and which characters in them, are worth their bytes."""

    least_count: tuple[int, int, int, int] = (20, 10, 16, 60)
    """A character seen less often in a context of 1, 2, 3, 4 characters is dropped there, in occurrences."""
    least_lift: float = 8.0
    """A listed character is kept where its share of the context is this many times its share of all text, > 0."""
    unlisted_share: float = 0.05
    """An unlisted character with a smaller share of a context is dropped there, in [0, 1]."""
    rare_count: tuple[int, int] = (4, 2)
    """The same for a listed character in a context of 1 or 2 characters on one side, in occurrences: where the usual
    characters are ruled out, the rare ones decide."""
    rare_lift: float = 3.0
    """What `least_lift` is for it, > 0."""
    rare_total: int = 1000
    """How often such a context must have been seen, in occurrences."""


def read_documents(path: Path) -> Iterator[str]:
    """The documents of a text file, optionally compressed."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        text = file.read()
    separator = r"\n\s*\n" if re.search(r"\n\s*\n", text.strip()) else r"\n"
    return (document for document in re.split(separator, text) if document.strip())


def held_out(document: str) -> bool:
    """Whether this document is kept out of the counts."""
    return zlib.crc32(document.encode("utf-8")) % HELD_OUT == 0


def encode(documents: Iterable[str]) -> npt.NDArray[np.uint16]:
    """Documents -> one array of normalised characters, line ends around it on both sides."""
    edge = "\n" * REACH
    return np.frombuffer(f"{edge}{normalise(chr(10).join(documents))}{edge}".encode("utf-16-le"), np.uint16)


def context_hashes(characters: npt.NDArray[np.uint16], shape: int) -> npt.NDArray[np.uint64]:
    """The hash of the context of this shape around each character that is `REACH` from either edge."""
    left, right = SHAPES[shape]
    size = len(characters) - 2 * REACH
    keys = np.zeros(size, np.uint64)
    for offset in (*range(-left, 0), *range(1, right + 1)):
        keys <<= np.uint64(16)
        keys |= characters[REACH + offset : REACH + offset + size]
    return hash_contexts(keys, shape)


Columns = dict[str, npt.NDArray[np.generic]]


def count_shape(
    characters: npt.NDArray[np.uint16], listed: npt.NDArray[np.bool_], shape: int, pruning: Pruning
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(context << CODE_BITS | character, how often both, how often the context), for entries worth keeping.

    A context is kept where a listed character is worth keeping in it; one of a single character always is.
    """
    pairs = context_hashes(characters, shape) << np.uint64(CODE_BITS)
    pairs |= characters[REACH:-REACH]
    pairs.sort()
    pairs, counts = _runs(pairs)
    _, members = _runs(pairs >> np.uint64(CODE_BITS))
    starts = np.cumsum(members) - members
    totals = np.repeat(np.add.reduceat(counts, starts), members)
    size = sum(SHAPES[shape])
    least = pruning.least_count[size - 1]
    codes = pairs & np.uint64((1 << CODE_BITS) - 1)
    rare = (totals >= pruning.rare_total) & listed[codes]
    if size == 1:
        kept = (counts >= least) | (rare & (counts >= pruning.rare_count[0]))
    else:
        usual = np.bincount(characters, minlength=1 << CODE_BITS) / len(characters)
        lift = counts / (usual[codes] * totals)
        worthy = listed[codes] & (lift >= pruning.least_lift)
        if 0 in SHAPES[shape] and size == 2:
            worthy &= counts >= least
            worthy |= rare & (counts >= pruning.rare_count[1]) & (lift >= pruning.rare_lift)
        else:
            worthy &= counts >= least
        useful = np.repeat(np.add.reduceat(worthy, starts), members) > 0
        kept = worthy | (useful & ~listed[codes] & (counts >= np.maximum(least, pruning.unlisted_share * totals)))
    return pairs[kept], counts[kept], totals[kept]


def _runs(ordered: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Each value of a sorted array once, and how often it stands there."""
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return ordered[starts], np.diff(starts, append=len(ordered))


def count(characters: npt.NDArray[np.uint16], alphabet: Sequence[str], pruning: Pruning) -> Columns:
    """The lexicon's columns from one long text."""
    listed = np.zeros(1 << CODE_BITS, bool)
    listed[[ord(char) for char in alphabet]] = True
    shapes = [count_shape(characters, listed, shape, pruning) for shape in range(len(SHAPES))]
    pairs, counts, totals = (np.concatenate(column) for column in zip(*shapes, strict=True))
    order = np.argsort(pairs)
    pairs, counts, totals = pairs[order], counts[order], totals[order]
    contexts, sizes = _runs(pairs >> np.uint64(CODE_BITS))
    common, frequencies = np.unique(characters, return_counts=True)
    return {
        "common": common,
        "frequencies": frequencies.astype(np.uint32),
        "contexts": contexts,
        "totals": totals[np.cumsum(sizes) - sizes].astype(np.uint32),
        "sizes": sizes.astype(np.uint16),
        "characters": (pairs & np.uint64((1 << CODE_BITS) - 1)).astype(np.uint16),
        "counts": counts.astype(np.uint32),
    }


def save(columns: Columns, path: Path) -> None:
    """Writes the columns in few bytes: contexts as differences, numbers as levels, wide integers as byte planes."""
    contexts = columns["contexts"].astype(np.uint64)
    ranks = np.argsort(np.argsort(-columns["frequencies"].astype(np.int64), kind="stable"), kind="stable")
    places = np.searchsorted(columns["common"], columns["characters"])
    np.savez_compressed(
        path,
        allow_pickle=False,
        common=columns["common"],
        frequencies=columns["frequencies"],
        contexts=to_planes(np.diff(contexts, prepend=np.uint64(0)), HASH_BITS // 8),
        sizes=columns["sizes"],
        ranks=to_planes(ranks[places].astype(np.uint64), 2),
        totals=to_levels(columns["totals"]),
        counts=to_levels(columns["counts"]),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 when the lexicon was written or measured, 1 when a file could not be read or written."""
    parser = argparse.ArgumentParser(prog="python -m documents.lexicon_training", description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT", help="training text, .txt or .txt.xz")
    parser.add_argument(
        "-o", "--output", type=Path, default=DATA_FILE, help="the lexicon's file (default: the shipped one)"
    )
    parser.add_argument(
        "--evaluate", action="store_true", help="only measure the lexicon at OUTPUT on held-out documents"
    )
    options = parser.parse_args(arguments)
    try:
        if options.evaluate:
            _evaluate(options.texts, Lexicon.load(options.output))
        else:
            _train(options.texts, options.output)
    except (OSError, ValueError, lzma.LZMAError) as error:
        print(f"lexicon_training: {error}", file=sys.stderr)
        return 1
    return 0


def _train(texts: Sequence[Path], output: Path) -> None:
    documents = (document for path in texts for document in read_documents(path) if not held_out(document))
    save(count(encode(documents), read_alphabet(), Pruning()), output)
    print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


def _evaluate(texts: Sequence[Path], lexicon: Lexicon) -> None:
    documents = [document for path in texts for document in read_documents(path) if held_out(document)]
    for name, trials in evaluate(documents, lexicon).items():
        for threshold in (0.5, 0.8, 0.9, 0.95, 0.99):
            precision, coverage = score(trials, threshold)
            print(f"{name}\tmasks {len(trials)}\tfrom {threshold}\tprecision {precision:.4f}\tcoverage {coverage:.4f}")


if __name__ == "__main__":
    sys.exit(main())
