"""What can be asked, and the words of grammar.toml that ask it. Nothing here knows any document."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a question asks for."""

    LEAD = "lead"
    UNITS = "units"
    DUTIES = "duties"
    CLAUSE = "clause"
    FACT = "fact"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    COUNT = "count"
    COMPARE = "compare"
    CONFIRM = "confirm"
    PARTNERS = "partners"
    """Which two units work together most."""
    MOST = "most"
    """Which unit has the most tasks."""
    EACH = "each"
    """How many tasks each unit has."""
    BESIDE = "beside"
    """Whom a unit works with."""
    UNASSIGNED = "unassigned"
    """Which tasks name no responsible unit."""
    DUE = "due"
    """Which tasks have a deadline."""
    ABOUT = "about"
    """The document itself: its issuer, title, number, date, how it is built, whether it is in force."""
    HOLDINGS = "holdings"
    """Which documents the library holds."""


def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Set name → one pattern of all its expressions, Chinese and English."""
    sets = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    fragments: dict[str, str] = sets.pop("fragments")
    return {name: _joined([*words["zh"], *words["en"]], fragments) for name, words in sets.items()}


def _joined(expressions: list[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    joined = "|".join(expressions)
    for name, fragment in fragments.items():
        joined = joined.replace(f"{{{name}}}", fragment)
    return re.compile(joined)


_SETS = _patterns()

SUPPORT = _SETS["support"]
LEADING = _SETS["leading"]
LEAD = _SETS["lead"]
UNITS = _SETS["units"]
ASKS_UNIT = _SETS["asks_unit"]
ACTS = _SETS["acts"]
LOCATED = _SETS["located"]
CHOICE = _SETS["choice"]
DUTIES = _SETS["duties"]
CLAUSE = _SETS["clause"]
COUNT = _SETS["count"]
NUMBER = _SETS["number"]
DATE = _SETS["date"]
LIST = _SETS["list"]
TOGETHER = _SETS["together"]
COMMON = _SETS["common"]
CONTRAST = _SETS["contrast"]
CONFIRM = _SETS["confirm"]
ABOUT = _SETS["about"]
ABOUT_NAMED = _SETS["about_named"]
STANDING = _SETS["standing"]
HOLDINGS = _SETS["holdings"]
HOLDINGS_ABOUT = _SETS["holdings_about"]
HOLDINGS_STATE = _SETS["holdings_state"]
EFFECT = _SETS["effect"]
LAPSED = _SETS["lapsed"]
OTHER_DOCUMENT = _SETS["other_document"]
PRONOUN_DOCUMENT = _SETS["pronoun_document"]
INTERROGATIVE = _SETS["interrogative"]
COUNTS_UNITS = _SETS["counts_units"]
COUNTS_TASKS = _SETS["counts_tasks"]
COUNTS_PARTS = _SETS["counts_parts"]
COUNTS_ALL_PARTS = _SETS["counts_all_parts"]
SUPERLATIVE = _SETS["superlative"]
LEAST = _SETS["least"]
PARTNERS = _SETS["partners"]
BESIDE = _SETS["beside"]
EACH = _SETS["each"]
UNASSIGNED = _SETS["unassigned"]
DUE = _SETS["due"]
FOLLOW_UP = _SETS["follow_up"]
CONDITION = _SETS["condition"]
NEW_TOPIC = _SETS["new_topic"]
PRONOUN = _SETS["pronoun"]
REFERRING = _SETS["referring"]
PRONOUN_UNIT = _SETS["pronoun_unit"]
POLITE = _SETS["polite"]
CREATIVE = _SETS["creative"]
ASKS = re.compile(f"{_SETS['asks'].pattern}|{_SETS['interrogative'].pattern}")

ORDINAL = re.compile(
    r"第(?P<han>[一二三四五六七八九十]{1,3}|\d{1,2})(?:个|项|家|位|条|的|是|呢|$)|排第(?P<place>[一二三四五六七八九十]|\d{1,2})"
    r"|(?P<latter>后者|最后一?(?:个|项|家)|后(?:面|边)(?:的|那)个?)|(?P<former>前者|前(?:面|边)(?:的|那)个?)"
    r"|\bthe (?P<english>first|second|third|fourth|fifth|last)\b"
)
LIST_ORDINAL = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:个|家|位)")
"""An ordinal that counts in a list that was shown, where `第四项` and `第四条` may be the text's own numbers."""
ENGLISH_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ENGLISH_NUMBERS = {word: place for place, word in enumerate(_NUMBER_WORDS.split(), 1)}

PART_END = re.compile(r"[。！？!?；\n]+")
"""What ends one of several questions in a message."""
CONNECTIVE = re.compile(r"和|与|跟|同|以及|、|,|\band\b|\bor\b|\bvs\b|\bversus\b")
"""What stands between two things that are compared."""
