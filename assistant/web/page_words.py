"""The page's own sentences, in Chinese and English, read from words.zh.toml and words.en.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.turn import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Words:
    """Every sentence of the page in one language. Braces are filled by `str.format`."""

    language: Language
    title: str
    subtitle: str
    welcome: str
    start_from: str
    question_label: str
    question_hint: str
    send: str
    clear: str
    you_asked: str
    evidence: str
    related: str
    nearest: str
    damaged: str
    restored_title: str
    masked_title: str
    lost_title: str
    omitted_title: str
    legend: str
    legend_restored: str
    legend_masked: str
    legend_lost: str
    damage_count: str
    contents: str
    ledger: str
    library_page: str
    in_ledger: str
    library: str
    library_hint: str
    library_more: str
    back: str
    close: str
    gone: str
    working: str
    failed: str
    example_lead: str
    example_unit: str
    example_clause: str
    stages: Mapping[str, str]
    """What is being done, by the name of the pipeline's stage."""

    def stage(self, name: str) -> str:
        """The stage's words, or its own name where none were written."""
        return self.stages.get(name, name)


@cache
def words(language: Language) -> Words:
    """The page's sentences in `language`."""
    with (Path(__file__).parent / f"words.{language}.toml").open("rb") as file:
        return Words(language=language, **tomllib.load(file))
