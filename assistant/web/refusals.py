"""Why a file or a standing was refused, for readers of Chinese: documents/ writes their sentences in English."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.turn import Language

_NUMBER = re.compile(r"\d[\d,]*")


def standing_refusal(message: str, language: Language) -> str:
    """The sentence that says why a standing is not set, in `language`; as it is where no translation is known."""
    return refusal(message, "", language)


@cache
def chinese_refusals() -> Mapping[str, str]:
    """Words of a reader's sentence → the Chinese sentence."""
    with (Path(__file__).parent / "refusals.zh.toml").open("rb") as file:
        return {words: str(sentence) for words, sentence in tomllib.load(file).items()}


def refusal(message: str, filename: str, language: Language) -> str:
    """The reader's `message` about `filename` in `language`; as it is where no translation is known."""
    told = message.removeprefix(f"{filename}: ")
    if language == "en":
        return told
    sentence = next((zh for words, zh in chinese_refusals().items() if words in told), None)
    if sentence is None:
        return told
    return sentence.format(*_NUMBER.findall(told), "", "")
