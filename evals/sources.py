"""`--system` → the system to ask and what the manifest says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from documents.model import Document
from evals.assistant_system import AssistantSystem
from evals.manifest import assistant_facts
from evals.question import Question
from evals.settings import EvalSettings
from evals.systems import ChatEndpoint, Predictions, Program, is_url
from evals.workers import Source


@dataclass(frozen=True)
class Chosen:
    """What `--system` and `--model` name; without them this project's assistant."""

    system: str = ""
    model: str = "default"

    def facts(self) -> dict[str, object]:
        """The system as the manifest names it; a password in an address is left out."""
        if not self.system:
            return assistant_facts()
        if is_url(self.system):
            return {"kind": "endpoint", "url": without_user(self.system), "model": self.model}
        return {"kind": "predictions" if self._is_file() else "program", "named": self.system}

    def source(self, questions: Sequence[Question], library: Mapping[str, Document], settings: EvalSettings) -> Source:
        """How to come by the system that answers `questions`."""
        if not self.system:
            return Source(AssistantSystem.open)
        if is_url(self.system):
            return Source(lambda: ChatEndpoint(self.system, self.model, library, settings), threads=True)
        if self._is_file():
            return Source(lambda: Predictions(Path(self.system), questions, library), threads=True)
        return Source(lambda: Program(self.system, questions, library, settings), threads=True)

    def _is_file(self) -> bool:
        return self.system.endswith(".jsonl") and " " not in self.system


def without_user(url: str) -> str:
    """The address less user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
