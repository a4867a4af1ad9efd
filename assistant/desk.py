"""What the stages have at hand: the library, the search, the sentences and the settings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.library import Library
from assistant.sentences import Sentences
from assistant.settings import AssistantSettings
from assistant.turn import Language
from index.model import Evidence


class Searcher(Protocol):
    """The face of the index that this room uses."""

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]: ...

    def terms(self, question: str) -> Mapping[str, float]: ...

    def renderings(self, text: str) -> tuple[str, ...]: ...

    def phrases(self, question: str) -> tuple[tuple[int, int], ...]: ...


@dataclass(frozen=True)
class Desk:
    """Read-only for the length of one turn."""

    library: Library
    searcher: Searcher
    sentences: Sentences
    settings: AssistantSettings

    def sentence(self, language: Language, key: str, **values: object) -> str:
        """The sentence `key` in `language`, filled in."""
        return self.sentences.get(language, key, **values)
