"""What is suspicious about a document, in the words of the library page."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from assistant.turn import Language
from documents.suspicion import Suspicion, sources


def shown_doubts(found: Iterable[Suspicion], titles: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """A sentence for each finding; a document that titles are taken from is named by its title of `titles`."""
    return tuple(_sentence(one, titles, language) for one in found)


def _sentence(one: Suspicion, titles: Mapping[str, str], language: Language) -> str:
    evidence = next((titles.get(source) or source for source in sources([one])), one.evidence)
    return _words(language)[one.kind].format(count=one.count, evidence=evidence)


@cache
def _words(language: Language) -> Mapping[str, str]:
    with (Path(__file__).parent / f"doubts.{language}.toml").open("rb") as file:
        return {kind: str(words) for kind, words in tomllib.load(file).items()}
