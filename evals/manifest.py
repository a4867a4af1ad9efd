"""What a run was made of: enough to say whether two runs can be compared and how to repeat one."""

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from assistant.settings import AssistantSettings
from evals.dataset import TestSet
from evals.question import Question
from index.embedding import open_embedder
from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent
PACKAGES = ("numpy", "chromadb", "bm25s", "rjieba")
"""What ranks and segments: another version may answer otherwise."""
PLACES = ("home",)
"""Settings that say where something lies: they change no answer, and are nobody else's business."""


@dataclass(frozen=True)
class Manifest:
    """Every field is the same for the same inputs; when it ran stands beside it, not in it."""

    set: str
    set_sha256: str
    """Of the file."""
    questions_sha256: str
    """Of the questions that were asked, which `--where` narrows."""
    questions: int
    where: Sequence[str]
    documents: Mapping[str, str]
    """Name → hash of the file and of the parser that read it."""
    system: Mapping[str, object]
    """What was asked."""
    commit: str
    """Of the project, with + where files differ from it; empty outside a repository."""
    python: str = field(default_factory=platform.python_version)
    packages: Mapping[str, str] = field(default_factory=lambda: {name: version(name) for name in PACKAGES})

    @classmethod
    def of(
        cls,
        test_set: TestSet,
        asked: Sequence[Question],
        where: Sequence[str],
        documents: Mapping[str, str],
        system: Mapping[str, object],
    ) -> "Manifest":
        """The manifest of a run of `asked`, the part of `test_set` that `where` lets through."""
        questions = hashlib.sha256(repr(tuple(asked)).encode("utf-8", "replace")).hexdigest()
        return cls(
            test_set.name, test_set.digest, questions, len(asked), list(where), dict(documents), system, commit()
        )

    def difference(self, other: "Manifest") -> str:
        """Why answers of `other` are not answers of this run; empty where they are.

        The commit and the packages may differ: what they change is what a comparison is for.
        """
        if self.set_sha256 != other.set_sha256:
            return f"the sets differ: {self.set} is {self.set_sha256[:12]}, {other.set} is {other.set_sha256[:12]}"
        if self.questions_sha256 != other.questions_sha256:
            return f"other questions were asked: {_chosen(self)} here, {_chosen(other)} there"
        if dict(self.documents) != dict(other.documents):
            names = sorted(dict(self.documents.items() ^ other.documents.items()))
            return f"the library differs in {', '.join(names[:5])}"
        return ""


def assistant_facts() -> dict[str, object]:
    """The project's own assistant as a manifest names it: the embedding model and every setting."""
    settings = IndexSettings.from_environment()
    numbers = {"index": asdict(settings), "assistant": asdict(AssistantSettings.from_environment())}
    shown = {
        room: {name: value for name, value in held.items() if name not in PLACES} for room, held in numbers.items()
    }
    return {"kind": "assistant", "model": open_embedder(settings).name, "settings": shown}


def facts(manifest: Manifest, started: datetime) -> list[tuple[str, str]]:
    """The manifest for a person: name and value."""
    return [
        ("Started", started.isoformat(timespec="seconds")),
        ("Set", f"{manifest.set}, {manifest.questions} questions, SHA-256 {manifest.set_sha256}"),
        ("Only", ", ".join(manifest.where) or "all questions"),
        ("Documents", "; ".join(f"{name} ({content[:12]})" for name, content in manifest.documents.items())),
        ("System", ", ".join(f"{name} {value}" for name, value in manifest.system.items() if isinstance(value, str))),
        ("Commit", manifest.commit or "not in a repository"),
        ("Python", manifest.python),
        ("Packages", ", ".join(f"{name} {held}" for name, held in manifest.packages.items())),
    ]


def commit() -> str:
    """The commit that the project's files are at."""
    head, changed = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
    return head + ("+" if head and changed else "")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _chosen(manifest: Manifest) -> str:
    return f"{manifest.questions} ({', '.join(manifest.where) or 'all'})"
