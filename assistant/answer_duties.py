"""Answers to what a unit does, what units share, and counts over the ledger."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from assistant import grammar, ledger
from assistant.compare import compare_clauses
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.refusal import unknown_unit
from assistant.said import units_in
from assistant.text import Sentence, sentences, statement_span
from assistant.turn import Draft, Duty, Turn
from documents.model import Role
from index.keys import search_key

SUBJECT_COVERAGE = 0.6
"""Share of the question's words a clause must hold to be among a unit's duties on that subject."""
RUNNERS_UP = 3
MOST_SENTENCES: Mapping[Role | None, str] = MappingProxyType(
    {None: "most_duties", "joint": "most_duties", "lead": "most_led", "support": "duties_role_support"}
)
"""What is said of the unit with the most, by the role asked for."""


def answer_duties(turn: Turn, desk: Desk) -> Draft:
    """Every clause of the unit in order, with its role and who shares it."""
    understanding = turn.understanding
    if understanding is None:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    if not understanding.units:
        return unknown_unit(turn, desk, understanding.unknown_units)
    if lacks_aspect(understanding.folded, ""):
        return refusal(turn, desk, Outcome.NOT_COVERED)
    in_scope = {unit for unit in understanding.units if ledger.of_unit(turn.duties, (unit,))}
    if not in_scope:
        return unknown_unit(turn, desk, [mention.text for mention in understanding.mentions])
    page = Page(turn, desk)
    told: dict[str, None] = {}
    for units in dict.fromkeys(mention.units for mention in understanding.mentions if mention.units):
        rows = _on_subject(turn, desk, ledger.of_unit(turn.duties, in_scope.intersection(units)))
        group = tuple(unit for unit in units if ledger.of_unit(rows, (unit,)))
        told.update(dict.fromkeys(group))
        if group:
            _duties_of(page, rows, group)
        else:
            page.say("unknown_unit", unit=page.unit_names(units))
    return page.draft(units=tuple(told))


def _on_subject(turn: Turn, desk: Desk, rows: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """The rows on the subject that the question names beside the unit; all of them when none is."""
    numbered = {hit.place.key for hit in turn.hits if hit.evidence is None}
    asked_for = tuple(duty for duty in rows if (duty.document, duty.locator) in numbered)
    if asked_for:
        return asked_for
    fitting = {hit.place.key for hit in turn.hits if hit.coverage >= SUBJECT_COVERAGE and is_supported(turn, hit, desk)}
    chosen = tuple(duty for duty in rows if (duty.document, duty.locator) in fitting)
    return _of_whole_documents(turn, desk, rows) or chosen or rows


def _of_whole_documents(turn: Turn, desk: Desk, rows: Sequence[Duty]) -> tuple[Duty, ...]:
    """The rows of the documents whose titles hold every word of the subject: it is what all of these are about."""
    words = turn.understanding.words if turn.understanding else ()
    titles = {duty.document: search_key(desk.library.documents[duty.document].title) for duty in rows}
    return tuple(duty for duty in rows if words and all(word in titles[duty.document] for word in words))


def _duties_of(page: Page, rows: Sequence[Duty], units: Collection[str]) -> None:
    """The rows of a unit; document by document where those are of several places: one name, but several units."""
    groups = ledger.by_document(rows)
    places = dict.fromkeys(place for group in groups if (place := page.desk.library.facts[group.document].place))
    if len(places) < 2:
        _counted_duties(page, rows, units)
        return
    documents, unit = page.count(len(groups)), page.unit_names(units)
    page.say("duties_of_places", unit=unit, documents=documents, places=page.join_names(places))
    for group in groups:
        page.say("document_line", document=page.document_name(page.desk.library.documents[group.document]))
        _counted_duties(page, group.rows, units)


def _counted_duties(page: Page, rows: Sequence[Duty], units: Collection[str]) -> None:
    role = page.turn.understanding.role if page.turn.understanding else None
    shown = ledger.of_unit(rows, units, role)
    name = page.unit_names(units)
    held = [ledger.held_by(duty, units) for duty in rows]
    led = sum(1 for row in held if row and row.role == "lead")
    supported = sum(1 for row in held if row and row.role == "support")
    if not shown:
        page.say("duties_none", unit=name, role=page.desk.sentence(page.turn.language, f"role_{role}"))
        shown = ledger.of_unit(rows, units)
    if role and shown and ledger.of_unit(rows, units, role):
        page.say(f"duties_role_{role}", unit=name, count=page.count(len(shown)))
    elif led + supported < len(rows):
        page.say("duties_joint", unit=name, count=page.count(len(rows)))
    else:
        page.say("duties", unit=name, count=page.count(len(rows)), led=page.count(led), supported=page.count(supported))
    for duty in shown:
        _duty_line(page, duty, units)


def _duty_line(page: Page, duty: Duty, units: Collection[str]) -> None:
    place = page.desk.library.place(duty.document, duty.locator)
    held = ledger.held_by(duty, units)
    if place is None or held is None:
        return
    others = page.unit_names(row.unit for row in duty.units if row.unit not in units)
    with_others = page.desk.sentence(page.turn.language, "duty_with", units=others) if others else ""
    told = _told(place, units)
    mark = page.cite_units(place) if told is None else page.cite(place, told.start, told.end)
    alone = len(duty.units) == 1 and held.basis != "marked"
    role = page.desk.sentence(page.turn.language, "role_alone") if alone else page.role_name(held)
    page.say("duty_line", mark, role=role, others=with_others, **page.named(place))
    if told is not None:
        page.join("duty_text", quote=told.text)


def _told(place: Place, units: Collection[str]) -> Sentence | None:
    """The sentence that says what the unit does, where no list but the clause's own words name it."""
    if statement_span(place) is not None:
        return None
    held = (one for one in sentences(place) if any(told.unit in units for told in units_in(place, one)))
    return next(held, None)


def answer_compare(turn: Turn, desk: Desk) -> Draft:
    """What the units named share, and how much each has."""
    understanding = turn.understanding
    groups = [mention.units for mention in understanding.mentions if mention.units] if understanding else []
    groups = list(dict.fromkeys(groups))
    if understanding is None or (understanding.unknown_units and len(groups) < 2):
        return unknown_unit(turn, desk, understanding.unknown_units if understanding else ())
    if len(groups) < 2:
        return compare_clauses(turn, desk)
    page = Page(turn, desk)
    shared = ledger.shared_by_all(turn.duties, groups)
    contrasted = grammar.CONTRAST.search(understanding.folded) is not None
    both = page.join_names([page.unit_names(group) for group in groups])
    if shared:
        page.say("shared", units=both, count=page.count(len(shared)))
    else:
        page.say("shared_none", units=both)
    for duty in shared:
        _shared_line(page, duty, groups)
    for group in groups:
        rows = ledger.of_unit(turn.duties, group)
        _side(page, rows, group)
        for duty in () if shared and not contrasted else rows:
            _duty_line(page, duty, group)
    return page.draft(units=tuple(unit for group in groups for unit in group))


def _shared_line(page: Page, duty: Duty, groups: Sequence[Collection[str]]) -> None:
    place = page.desk.library.place(duty.document, duty.locator)
    held = [row for row in (ledger.held_by(duty, group) for group in groups) if row]
    if place is not None:
        roles = page.join_names([f"{page.unit_name(row.unit)} {page.role_name(row)}" for row in held])
        page.say("shared_line", page.cite_units(place), roles=roles, **page.named(place))


def _side(page: Page, rows: Sequence[Duty], units: Collection[str]) -> None:
    held = [ledger.held_by(duty, units) for duty in rows]
    led = sum(1 for row in held if row and row.role == "lead")
    supported = sum(1 for row in held if row and row.role == "support")
    page.say(
        "side",
        unit=page.unit_names(units),
        count=page.count(len(rows)),
        led=page.count(led),
        supported=page.count(supported),
    )


def count_tasks(turn: Turn, desk: Desk) -> Draft:
    """How many tasks name units, group by group."""
    rows = turn.duties
    page = Page(turn, desk)
    groups: dict[tuple[str, str], list[Duty]] = {}
    for duty in rows:
        groups.setdefault((duty.document, duty.locator.rpartition("/")[0]), []).append(duty)
    names = []
    for (document, locator), held in groups.items():
        place = desk.library.place(document, locator)
        group = page.named(place) if place else {"locator": "", "title": desk.library.documents[document].title}
        count = page.count(len(held))
        names.append(desk.sentence(turn.language, "count_breakdown", count=count, **group).strip())
    page.say("count_tasks", count=page.count(len(rows)), breakdown=page.join_names(names, wide=True))
    for duty in rows:
        place = desk.library.place(duty.document, duty.locator)
        if place is not None:
            page.say("clause_name", page.cite_units(place), **page.named(place))
    return page.draft()


def count_units(turn: Turn, desk: Desk) -> Draft:
    """Every unit named, each with the clause that names it first."""
    page = Page(turn, desk)
    units = ledger.every_unit(turn.duties)
    page.say("count_units", count=page.count(len(units)), units=page.unit_names(units))
    seen: set[str] = set()
    for duty in turn.duties:
        place = desk.library.place(duty.document, duty.locator)
        if place is not None and any(held.unit not in seen for held in duty.units):
            page.cite_units(place)
            seen.update(held.unit for held in duty.units)
    return page.draft(units=units)


def most_loaded(turn: Turn, desk: Desk) -> Draft:
    """The unit with the most clauses, or the most led, with the runners-up and its own clauses."""
    if not turn.duties:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    if grammar.LEAST.search(asked(turn)):
        return _least_loaded(turn, desk)
    role = turn.understanding.role if turn.understanding else None
    page = Page(turn, desk)
    loads = ledger.workload(turn.duties)
    loads = tuple(sorted(loads, key=lambda row: -_load(row, role)))
    top = _load(loads[0], role)
    leaders = [row for row in loads if _load(row, role) == top]
    following = page.join_names(
        [
            desk.sentence(
                turn.language, "unit_count", unit=page.unit_name(row.unit), count=page.count(_load(row, role))
            )
            for row in loads[len(leaders) : len(leaders) + RUNNERS_UP]
        ]
    )
    for row in leaders:
        page.say(
            MOST_SENTENCES[role],
            unit=page.unit_name(row.unit),
            count=page.count(top),
            led=page.count(row.led),
            supported=page.count(row.supported),
            next=following,
        )
        for duty in ledger.of_unit(turn.duties, (row.unit,), role):
            _duty_line(page, duty, (row.unit,))
    for row in loads[len(leaders) : len(leaders) + RUNNERS_UP]:
        _cite_first(page, row.unit)
    units = tuple(row.unit for row in leaders)
    return page.draft(units=units, lead=units[0] if role == "lead" and len(units) == 1 else None)


def _least_loaded(turn: Turn, desk: Desk) -> Draft:
    """Every unit with as few clauses as any has, in the role asked for, with those clauses."""
    role = turn.understanding.role if turn.understanding else None
    loads = [row for row in ledger.workload(turn.duties) if _load(row, role)]
    least = min((_load(row, role) for row in loads), default=0)
    units = tuple(row.unit for row in loads if _load(row, role) == least)
    if not units:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    count = page.count(len(units))
    page.say("least_duties", count=count, least=page.count(least), units=page.unit_names(units))
    for unit in units:
        for duty in ledger.of_unit(turn.duties, (unit,), role):
            _duty_line(page, duty, (unit,))
    return page.draft(units=units)


def _cite_first(page: Page, unit: str) -> None:
    """Cites the first clause of a unit that is only named beside."""
    duty = ledger.of_unit(page.turn.duties, (unit,))[0]
    place = page.desk.library.place(duty.document, duty.locator)
    if place is not None:
        page.cite_units(place)


def _load(row: ledger.Workload, role: Role | None) -> int:
    return {"lead": row.led, "support": row.supported}.get(role or "", row.total)


def closest_partners(turn: Turn, desk: Desk) -> Draft:
    """The two units that are named together most, every such pair where several are equal, with their clauses."""
    pairs = ledger.partners(turn.duties)
    if not pairs:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    most = pairs[0][1]
    closest = [pair for pair, count in pairs if count == most]
    page = Page(turn, desk)
    for first, second in closest:
        page.say("most_partners", first=page.unit_name(first), second=page.unit_name(second), count=page.count(most))
        for duty in ledger.shared_by_all(turn.duties, ((first,), (second,))):
            _shared_line(page, duty, ((first,), (second,)))
    return page.draft(units=tuple(dict.fromkeys(unit for pair in closest for unit in pair)))
