"""Documents of one title told apart: by number, else by date, else by the name that the library holds them under."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from documents.holdings import Holding


def marks(holdings: Iterable[Holding]) -> dict[str, str]:
    """Name → what tells the document from others of its title; only of documents whose title repeats."""
    alike: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        alike["".join(_title(holding).split())].append(holding)
    return {name: mark for group in alike.values() if len(group) > 1 for name, mark in _marks_within(group).items()}


def labels(holdings: Iterable[Holding]) -> dict[str, str]:
    """Name → title, with its mark in brackets where the title repeats; the name where a document has no title."""
    held = list(holdings)
    told = marks(held)
    return {one.name: marked(_title(one), told.get(one.name, "")) for one in held}


def marked(title: str, mark: str) -> str:
    """The title with its mark behind it."""
    return f"{title}（{mark}）" if mark else title


def _title(holding: Holding) -> str:
    return holding.title or holding.name


def _marks_within(group: list[Holding]) -> dict[str, str]:
    """The first of number and date that a document has and no other of the group, else its name."""
    numbers = Counter(one.number for one in group)
    dates = Counter(one.date for one in group)
    return {
        one.name: (one.number if one.number and numbers[one.number] == 1 else "")
        or (one.date if one.date and dates[one.date] == 1 else "")
        or one.name
        for one in group
    }
