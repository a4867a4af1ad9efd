"""`python -m evals word-counts`: counts in how many sentences of general text each Chinese word stands.

The assistant weighs a question's words by it (`assistant/word_rarity.py`). Counts go out, no text does.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import rjieba

from assistant.word_rarity import COUNTS_FILE, SENTENCES
from evals.commands import Commands
from evals.results import refuse_unwritable, write_results
from evals.settings import EvalSettings
from index.keys import search_key
from index.training.sources import opened, sentences_of

RAREST = 7000
"""A word is kept that stands in at least one of this many sentences: rarer ones all count as the rarest kept."""
_HAN = re.compile("[一-鿿]+")


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("word-counts", help="count words in general text, for how rare a question's are")
    parser.add_argument("texts", type=Path, nargs="+", metavar="TEXT", help="UTF-8, plain or .xz, Chinese at large")
    parser.add_argument("-o", "--output", type=Path, default=COUNTS_FILE, metavar="FILE")
    parser.set_defaults(run=_count, log=None)


def _count(options: argparse.Namespace, _settings: EvalSettings) -> int:
    refuse_unwritable(options.output)
    sentences, counts = counted(line for path in options.texts for line in opened(path))
    kept = frequent(sentences, counts)
    write_results(options.output, as_lines(sentences, kept))
    print(f"{len(kept)} words of {sentences} sentences in {options.output}")
    return 0


def counted(lines: Iterable[str]) -> tuple[int, Counter[str]]:
    """(sentences read, Chinese word → sentences that hold it)."""
    counts: Counter[str] = Counter()
    sentences = 0
    for line in lines:
        for sentence in sentences_of(line):
            sentences += 1
            counts.update({word for word in rjieba.cut(search_key(sentence)) if _HAN.fullmatch(word)})
    return sentences, counts


def frequent(sentences: int, counts: Counter[str]) -> dict[str, int]:
    """The words that are not rarer than RAREST, the commonest first; of equals by the word."""
    kept = [(word, count) for word, count in counts.items() if count * RAREST >= sentences]
    return dict(sorted(kept, key=lambda entry: (-entry[1], entry[0])))


def as_lines(sentences: int, counts: dict[str, int]) -> str:
    """The file: the number of sentences, then a word a line with its count, with a tab between."""
    return "".join(f"{word}\t{count}\n" for word, count in {SENTENCES: sentences, **counts}.items())
