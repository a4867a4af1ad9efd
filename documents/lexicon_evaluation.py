"""Measures how well masks are restored: hides characters of undamaged documents and compares.

Each document meets several filters, one at a time; a filter masks one to four of the document's own characters
wherever they stand: of `COMMON`, the characters of state that forum filters mask most (`common`), of the alphabet
(`listed`), or of all others that are not grammar (`unlisted`).
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.alphabet import Weighing
from documents.lexicon import Lexicon, read_alphabet, read_grammar
from documents.repair import restore_masks
from documents.settings import DocumentSettings

POLICY_WORDS = re.compile("政府|黄河|党委|军民|公安|民主|部门|国务院|管理|规划")
"""A document that holds two of these reads like a policy."""
COMMON = frozenset("黄政党军公警民主国法官权")
"""Characters that forum filters are most often seen to mask in texts of government."""
LENGTHS = range(800, 20_000)
"""Lengths of the documents that are masked, in characters."""
MOST_HIDDEN = 4
"""The most characters that one filter hides."""
ROUNDS = 10
"""How many filters each document meets."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ANY = replace(DocumentSettings(), restore_confidence=1e-9)


@dataclass(frozen=True)
class Trial:
    """One mask: the best reading and the author's character."""

    confidence: float
    read: str
    truth: str
    rule: str

    @property
    def right(self) -> bool:
        return self.read == self.truth


def evaluate(
    documents: Iterable[str], lexicon: Lexicon, weighing: Weighing | None = None, seed: int = 1
) -> dict[str, list[Trial]]:
    """Trials by kind of filter, over those of the documents that read like a policy."""
    chosen = [text for text in documents if len(text) in LENGTHS and len(POLICY_WORDS.findall(text)) >= 2]
    chosen = [text for text in chosen if not re.search(r"[*＊×□■●○]", text)] * ROUNDS
    listed, grammar = frozenset(read_alphabet()), frozenset(read_grammar())
    generator = random.Random(seed)
    trials: dict[str, list[Trial]] = {"common": [], "listed": [], "unlisted": []}
    for text in chosen:
        present = sorted(char for char in set(text) if _HAN.match(char))
        for name, choices in (
            ("common", [char for char in present if char in COMMON]),
            ("listed", [char for char in present if char in listed]),
            ("unlisted", [char for char in present if char not in listed | grammar]),
        ):
            hidden = generator.sample(choices, min(len(choices), generator.randint(1, MOST_HIDDEN)))
            trials[name] += restore(text, frozenset(hidden), lexicon, weighing)
    return trials


def restore(text: str, hidden: frozenset[str], lexicon: Lexicon, weighing: Weighing | None = None) -> list[Trial]:
    """Masks every occurrence of the hidden characters and reads the masks."""
    masked = "".join("*" if char in hidden else char for char in text)
    _, repairs = restore_masks(masked, (), settings=_ANY, lexicon=lexicon, weighing=weighing)
    return [Trial(repair.confidence, repair.after, text[repair.start], repair.rule) for repair in repairs]


def score(trials: Sequence[Trial], threshold: float) -> tuple[float, float]:
    """(how many of the restored were right, how many were restored) from this confidence on, both in [0, 1]."""
    restored = [trial for trial in trials if trial.confidence >= threshold]
    right = sum(trial.right for trial in restored)
    return right / len(restored) if restored else 1.0, len(restored) / len(trials) if trials else 0.0
