"""Whom the sentence that answers makes responsible, where its clause names others in other sentences.

Responsibility in prose sits in sentences: `供水管网由甲牵头…；燃气管道由乙牵头，会同丙…` is one clause of two tasks.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.extract import Scored
from assistant.library import Place
from assistant.text import Sentence, statement_span
from assistant.words import fold
from documents.model import Responsibility
from documents.prose import read_prose
from documents.units import unit_lexicon
from index.keys import search_key

NEAR_SHARE = 0.7
"""A sentence that names units answers in place of the best one, which names none, from this share of its score."""
_GOES_ON = re.compile("[并和与及同]|会同|联合|配合")
"""How a stretch begins that tells of the units in front of it too: `甲负责…，并会同乙…`."""
_STRETCH = re.compile("[^，,；;]+[，,；;]?")


@dataclass(frozen=True)
class Said:
    """The sentence that answers, and the clause's units that it names, in its order."""

    sentence: Sentence
    units: tuple[Responsibility, ...]


def said_of(place: Place, ranked: Sequence[Scored], question: str, words: Collection[str]) -> Said | None:
    """The sentence on what is asked whose units are only some of the clause's.

    None where the whole clause is asked about, by its number or title, where it lists its units apart, and where all
    of them stand in that sentence or in none that fits.
    """
    title = fold(place.clause.title)
    if not ranked or not words or (len(title) > 3 and title in question) or statement_span(place) is not None:
        return None
    near = (one.sentence for one in ranked if one.score >= NEAR_SHARE * ranked[0].score)
    said = next((Said(one, units) for one in near if (units := units_in(place, one))), None)
    if said is None:
        return None
    said = replace(said, units=_of_stretch(place, said, words))
    return said if {held.unit for held in said.units} < {held.unit for held in place.clause.units} else None


def units_in(place: Place, sentence: Sentence) -> tuple[Responsibility, ...]:
    """The clause's units that a sentence of it names as responsible, in its order, with the roles it gives them.

    One that the clause names in several sentences is recorded where it stands first, so each sentence is read again.
    """
    held = {one.unit: one for one in place.clause.units}
    found = {one.unit: one for one in place.clause.units if sentence.start <= one.start < sentence.end}
    for one in read_prose(place.document.text[sentence.start : sentence.end], unit_lexicon()):
        if one.unit in held and one.unit not in found:
            told = one if one.role == held[one.unit].role == "lead" else held[one.unit]
            found[one.unit] = replace(told, start=sentence.start + one.start, end=sentence.start + one.end)
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _of_stretch(place: Place, said: Said, words: Collection[str]) -> tuple[Responsibility, ...]:
    """Of `汛情由甲发布，灾情由乙发布` the unit of the stretch that alone holds what is asked; else all."""
    stretches = list(_stretches(place, said))
    if len(stretches) < 2 or any(held.role == "lead" for held in said.units):
        return said.units
    holding = [units for text, units in stretches if any(word in text for word in _telling(words, stretches))]
    return holding[0] if len(holding) == 1 else said.units


def _stretches(place: Place, said: Said) -> Iterator[tuple[str, tuple[Responsibility, ...]]]:
    """The stretches of the sentence that name units, as search keys, each with its units and those it goes on from."""
    text = place.document.text
    before: tuple[Responsibility, ...] = ()
    for found in _STRETCH.finditer(text, said.sentence.start, said.sentence.end):
        units = tuple(held for held in said.units if found.start() <= held.start < found.end())
        if units:
            before = (*before, *units) if _GOES_ON.match(found.group()) else units
            yield search_key(found.group()), before


def _telling(words: Collection[str], stretches: Sequence[tuple[str, tuple[Responsibility, ...]]]) -> list[str]:
    """The words that stand in one of the stretches only."""
    return [word for word in words if sum(word in text for text, _ in stretches) == 1]
