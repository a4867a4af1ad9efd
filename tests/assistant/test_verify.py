"""Verifying: a sound draft leaves as it is, and one spoiled in any way does not leave at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.outcome import Outcome
from assistant.turn import Citation, Draft, Turn
from assistant.verify import is_verbatim, unsupported_numbers, verify
from tests.assistant.fakes import POLICY_NAME, composed_turn, desk_over, place_of, policy_document

DESK = desk_over()
PLAN = policy_document()
TURN = composed_turn("翠湖泵站改造由哪个单位牵头?", DESK)
SECOND = place_of(PLAN, "第二章/第四条")


def sound() -> Draft:
    assert TURN.draft is not None
    return TURN.draft


def verified(draft: Draft, turn: Turn = TURN) -> Turn:
    return verify(replace(turn, draft=draft), DESK)


def cited_as(**changes: object) -> Draft:
    """The sound draft with its first citation changed."""
    first, *rest = sound().citations
    return replace(sound(), citations=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def first() -> Citation:
    return sound().citations[0]


SPOILED: dict[str, Callable[[], Draft]] = {
    "a character of the quote altered": lambda: cited_as(quote=first().quote.replace("翠", "碧")),
    "the quote cut short": lambda: cited_as(quote=first().quote[:-1]),
    "an empty quote": lambda: cited_as(quote="", end=first().start),
    "the span moved by one": lambda: cited_as(start=first().start + 1, end=first().end + 1),
    "a span outside its clause": lambda: cited_as(
        start=SECOND.clause.start + 4,
        end=SECOND.clause.end,
        quote=PLAN.quote(SECOND.clause.start + 4, SECOND.clause.end),
    ),
    "a span reaching out of its clause": lambda: cited_as(
        end=SECOND.clause.start + 2, quote=PLAN.quote(first().start, SECOND.clause.start + 2)
    ),
    "a span turned round": lambda: cited_as(start=first().end, end=first().start),
    "a span beyond the text": lambda: cited_as(start=10**6, end=10**6 + 4),
    "a clause that does not exist": lambda: cited_as(locator="第九章/第九十条"),
    "a document that is not held": lambda: cited_as(document="another"),
    "another clause's locator": lambda: cited_as(locator="第二章/第四条"),
    "a unit that no cited clause names": lambda: replace(sound(), units=(*sound().units, "市公安局")),
    "a unit of a clause that is not cited": lambda: replace(sound(), units=(*sound().units, "市商务局")),
    "a lead that no cited clause names": lambda: replace(sound(), lead="市公安局"),
    "a supporting unit as lead": lambda: replace(sound(), lead="市财政局"),
    "a lead that is not among the units": lambda: replace(sound(), units=("市财政局",)),
    "a number that stands in no quote": lambda: replace(sound(), answer=sound().answer + "总投资9.9亿元。"),
    "a year that stands in no quote": lambda: replace(sound(), answer=sound().answer + "2099年完成。"),
    "a number of a clause that is neither cited nor named": lambda: replace(
        sound(), answer=sound().answer + "占地450亩。"
    ),
    "no citation": lambda: replace(sound(), citations=()),
    "no citation and no claim but words": lambda: replace(
        sound(), answer="市水利局牵头。", citations=(), units=(), lead=None
    ),
    "a false citation beside a true one": lambda: replace(
        sound(), citations=(*sound().citations, replace(first(), quote="没有这句话"))
    ),
}


def test_the_untouched_draft_leaves_whole() -> None:
    turn = verified(sound())
    assert turn.outcome is Outcome.ANSWERED
    assert (turn.answer, turn.citations, turn.related) == (sound().answer, sound().citations, sound().related)
    assert (turn.units, turn.lead) == (sound().units, "市水利局")
    assert turn.units == ("市水利局", "市财政局", "市大数据局")


@pytest.mark.parametrize("way", SPOILED)
def test_a_draft_spoiled_in_any_way_is_withheld(way: str) -> None:
    spoiled = SPOILED[way]()
    assert spoiled != sound()
    turn = verified(spoiled)
    assert turn.outcome is Outcome.NOT_COVERED
    assert (turn.citations, turn.units, turn.lead, turn.items) == ((), (), None, ())
    assert turn.answer.startswith(DESK.sentence("zh", "not_covered"))
    for claim in ("市公安局", "9.9", "2099", "450", "市水利局牵头"):
        assert claim not in turn.answer
    assert "第二章/第三条" in [related.locator for related in turn.related]


def test_a_refusal_passes_as_it_is() -> None:
    draft = Draft(Outcome.TEXT_LOST, "丢失处：1234", items=())
    turn = verified(draft)
    assert (turn.outcome, turn.answer, turn.draft) == (Outcome.TEXT_LOST, "丢失处：1234", draft)


def test_a_turn_without_a_draft_passes() -> None:
    assert verify(Turn("?"), DESK) == Turn("?")


@pytest.mark.parametrize(
    ("answer", "unsupported"),
    [
        ("市水利局牵头。[1]", ()),
        ("市水利局牵头。[99]", ()),
        ("共 3 项。", ()),
        ("共 4 项。", ("4",)),
        ("总投资2.6亿元", ()),
        ("总投资2.7亿元", ("2.7",)),
        ("2.6和45立方米,1,200家", ("1,200",)),
        ("云政发〔2023〕15号", ()),
        ("没有数字", ()),
    ],
)
def test_numbers_are_counted_quoted_or_named(answer: str, unsupported: tuple[str, ...]) -> None:
    clause = place_of(PLAN, "第二章/第三条").clause
    citation = Citation(POLICY_NAME, clause.locator, clause.title, clause.text, clause.start, clause.end)
    draft = Draft(Outcome.ANSWERED, answer, citations=(citation,), counted=("3",))
    assert unsupported_numbers(draft, DESK) == unsupported


def test_a_number_may_come_from_the_name_of_a_clause_that_is_named() -> None:
    named = Draft(Outcome.ANSWERED, "见 二/(一)/4", named=(("d", "二/(一)/4"),))
    library = {"d": replace(PLAN, name="d", clauses=(replace(PLAN.clauses[3], locator="二/(一)/4"),))}
    desk = replace(DESK, library=replace(DESK.library, documents=library))
    assert unsupported_numbers(named, desk) == ()
    assert unsupported_numbers(replace(named, named=()), desk) == ("4",)


def test_a_quote_is_verbatim_at_its_span_only() -> None:
    assert is_verbatim(first(), DESK)
    assert not is_verbatim(replace(first(), quote=first().quote + "。"), DESK)
    assert not is_verbatim(replace(first(), document="none"), DESK)


@given(st.integers(-5, 1200), st.integers(-5, 1200))
def test_no_other_span_passes_for_the_quote(start: int, end: int) -> None:
    moved = replace(first(), start=start, end=end)
    if is_verbatim(moved, DESK):
        assert PLAN.quote(start, end) == first().quote
        clause = place_of(PLAN, first().locator).clause
        assert clause.start <= start < end <= clause.end


@given(st.text(alphabet="0123456789.,%年亿 甲[]", max_size=20))
def test_no_number_is_added_unseen(added: str) -> None:
    turn = verified(replace(sound(), answer=sound().answer + added))
    assert turn.outcome is (
        Outcome.NOT_COVERED if unsupported_numbers(replace(sound(), answer=added), DESK) else turn.outcome
    )
    assert turn.outcome in (Outcome.ANSWERED, Outcome.NOT_COVERED)
    if turn.outcome is Outcome.ANSWERED:
        assert turn.answer.endswith(added)
