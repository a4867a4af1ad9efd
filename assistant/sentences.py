"""The sentences people read, from prompts/sentences.zh.toml and sentences.en.toml."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from assistant.turn import Language


@dataclass(frozen=True)
class Sentences:
    """Every sentence by language and key."""

    texts: Mapping[Language, Mapping[str, str]]

    def get(self, language: Language, key: str, **values: object) -> str:
        """The sentence `key` with `{name}` fields filled in. Raises KeyError for a key or field that is not there."""
        return self.texts[language][key].format(**values)


@functools.cache
def sentences() -> Sentences:
    """The sentences of both languages, read once."""
    return Sentences({"zh": _read("zh"), "en": _read("en")})


def _read(language: Language) -> dict[str, str]:
    text = resources.files("prompts").joinpath(f"sentences.{language}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}
