"""A view of the ledger as an address: the one place that knows the names of its GET parameters.

Deep links, forms, exports and the chat's links are all made of `LedgerAsked`, so each opens the same view.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from assistant.grammar import Kind
from assistant.turn import Turn
from documents.model import Role
from index.keys import visible

PATH = "/ledger"
MAX_VALUE = 200
"""Characters of a parameter that are read."""
_NAMES = {"beside": "with"}
"""Parameters whose name is a word of Python."""


@dataclass(frozen=True)
class LedgerAsked:
    """A view as a person asked for it: nothing is resolved, an empty value asks for nothing."""

    unit: str = ""
    """By any of its names."""
    beside: str = ""
    """Another unit that the clause must name too; `with` in the address."""
    role: str = ""
    document: str = ""
    group: str = ""
    """A locator (that clause and all below it), else words of the heading."""
    keyword: str = ""
    deadline: str = ""
    """`any`, `none`, else words of the deadline."""
    status: str = ""
    """Of the last note on the task; only officials are answered by it."""
    in_force: str = ""
    """`yes` (in force alone), `no`, `all`; empty: in force alone, unless a document is named."""
    sort: str = ""
    """A column, with `-` before it to turn it round; document order where empty."""
    view: str = ""
    """`chart`, `gaps`, else the table."""
    page: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "LedgerAsked":
        """What an address asks; unknown parameters and what nobody can see are left out."""
        given = {part: parameters.get(_NAMES.get(part, part), "") for part in _PARTS}
        shown = {part: visible(value)[:MAX_VALUE].strip() for part, value in given.items()}
        return cls(**{**shown, "document": given["document"][:MAX_VALUE]})  # a name is what it is

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that ask for something, by their names in the address."""
        return {_NAMES.get(part, part): getattr(self, part) for part in _PARTS if getattr(self, part)}

    def changed(self, **values: str) -> "LedgerAsked":
        """This view with other values, from its first page."""
        return replace(self, **{"page": "", **values})

    def query(self, **further: str) -> str:
        """`?unit=…&role=…`, empty where nothing is asked; `further` parameters come last."""
        pairs = {**self.parameters, **{name: value for name, value in further.items() if value}}
        return f"?{urlencode(pairs)}" if pairs else ""

    def url(self, **further: str) -> str:
        return PATH + self.query(**further)


_PARTS = tuple(part.name for part in fields(LedgerAsked))
PARAMETERS = tuple(_NAMES.get(part, part) for part in _PARTS)
"""The names of all parameters of a view."""
_OF_UNITS = frozenset({Kind.DUTIES, Kind.CONFIRM, Kind.COMPARE})
_OF_ALL = frozenset({Kind.MOST, Kind.PARTNERS})


def unit_url(name: str, **further: str) -> str:
    """The address of a unit's page."""
    return f"{PATH}/unit?{urlencode({'name': name, **{key: value for key, value in further.items() if value}})}"


def ledger_url(turn: Turn) -> str:
    """The address of the ledger's view that an answered question is about; empty where it is about none.

    One unit: its duties, in the role asked for. Two units: the clauses that name both. Which unit has the most, which
    two work together most: the chart. How many tasks or units there are: the whole table.
    """
    asked = turn.understanding
    if asked is None or turn.outcome is None or not turn.citations:
        return ""
    document = turn.document or ""
    groups = {mention.units: mention.text for mention in asked.mentions if mention.units}
    if asked.kind in _OF_UNITS and groups and len(groups) <= 2:
        names = [units[0] if len(units) == 1 else text for units, text in groups.items()]
        return _of_units(names, asked.role, document).url()
    if asked.kind in _OF_ALL:
        return LedgerAsked(view="chart", document=document, role=asked.role or "").url()
    if asked.kind is Kind.COUNT and not asked.terms and not groups:
        return LedgerAsked(document=document).url()
    return ""


def _of_units(names: list[str], role: Role | None, document: str) -> LedgerAsked:
    beside = names[1] if len(names) > 1 else ""
    return LedgerAsked(unit=names[0], beside=beside, role="" if beside else role or "", document=document)
