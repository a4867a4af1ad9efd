"""A standing is a function of the library and the day; what officials set comes first."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.naming import Naming
from documents.said import Day, Mark, Repeal, Said
from documents.standing import STATUSES, Entry, Standing, standings_of

OLD = Naming("旧", "东海市物业管理办法", "东海市人民政府", "东政发〔2010〕3号", "2010年5月1日")
NEW = Naming("新", "东海市物业管理条例", "东海市人民政府", "东政发〔2020〕8号", "2020年5月1日")
BEFORE, AFTER = date(2020, 6, 30), date(2020, 7, 1)
FORCE = Day("2010-06-01", "自2010年6月1日起施行。")
END = Day("2015-06-01", "有效期5年。")
MARK = Mark("repealed", "", "东海市物业管理条例", "本文已废止")
REPEAL = Repeal("东海市物业管理办法", "东政发〔2010〕3号", "repealed", "", "《东海市物业管理办法》同时废止。")
NOTHING = Said()
REPEALING = Said(Day("2020-07-01", "自2020年7月1日起施行。"), repeals=(REPEAL,))


def old(said: Said, today: date, *, by: Said = NOTHING, set_to: Standing | None = None) -> Standing:
    """The old document's standing beside the new one."""
    return standings_of([Entry(OLD, said, set_to), Entry(NEW, by)], today)["旧"]


def test_nothing_said_is_assumed_to_be_in_force() -> None:
    assert old(Said(), AFTER) == Standing("in_force", "", "", "assumed", "")


def test_in_force_since_it_says() -> None:
    assert old(Said(FORCE), AFTER) == Standing("in_force", "2010-06-01", "", "read", FORCE.evidence)


def test_a_document_not_yet_in_force_says_from_when() -> None:
    standing = old(Said(FORCE), date(2010, 5, 31))
    assert standing == Standing("in_force", "2010-06-01", "", "read", FORCE.evidence)
    assert standing.is_pending(date(2010, 5, 31))
    assert not standing.is_pending(date(2010, 6, 1))
    assert not Standing("expired", "2030-01-01").is_pending(date(2020, 1, 1))


def test_a_term_ends_by_itself() -> None:
    said = Said(FORCE, END)
    assert old(said, date(2015, 5, 31)).in_force
    assert old(said, date(2015, 6, 1)) == Standing("expired", "2015-06-01", "", "read", END.evidence)


def test_another_document_repeals_from_the_day_it_takes_effect() -> None:
    assert old(Said(FORCE), BEFORE, by=REPEALING).in_force
    repealed = Standing("repealed", "2020-07-01", "新", "read", REPEAL.evidence)
    assert old(Said(FORCE), AFTER, by=REPEALING) == repealed


def test_the_repeal_may_have_a_day_of_its_own() -> None:
    by = replace(REPEALING, repeals=(replace(REPEAL, since="2021-01-01"),))
    assert old(Said(), AFTER, by=by).in_force
    assert old(Said(), date(2021, 1, 1), by=by).since == "2021-01-01"


def test_without_such_days_a_repeal_counts_from_the_date_of_the_document() -> None:
    assert old(Said(), AFTER, by=Said(repeals=(REPEAL,))).since == "2020-05-01"
    undated = Entry(replace(NEW, date=""), Said(repeals=(REPEAL,)))
    assert standings_of([Entry(OLD, Said()), undated], AFTER)["旧"] == Standing(
        "repealed", "", "新", "read", REPEAL.evidence
    )


def test_the_first_of_two_repeals_counts() -> None:
    earlier = replace(NEW, name="早", title="别的条例", number="", date="2018年1月1日")
    entries = [Entry(OLD, Said()), Entry(NEW, REPEALING), Entry(earlier, Said(repeals=(REPEAL,)))]
    assert standings_of(entries, AFTER)["旧"].by == "早"
    assert standings_of(entries[::-1], AFTER)["旧"].by == "早"


def test_a_mark_names_the_document_of_the_library_that_it_means() -> None:
    assert old(Said(mark=MARK), AFTER) == Standing("repealed", "", "新", "read", "本文已废止")
    assert old(Said(mark=replace(MARK, by="别处的条例")), AFTER).by == "别处的条例"


def test_a_mark_without_a_day_leaves_the_day_to_the_term_that_it_confirms() -> None:
    mark = Mark("expired", "", "", "有效性：失效")
    assert old(Said(FORCE, END, mark), AFTER) == Standing("expired", "2015-06-01", "", "read", END.evidence)
    assert old(Said(FORCE, END, mark), date(2015, 5, 1)) == Standing("expired", "", "", "read", "有效性：失效")


def test_a_mark_with_a_day_to_come_does_not_hold_yet() -> None:
    assert old(Said(mark=replace(MARK, since="2020-07-01")), BEFORE).in_force
    assert old(Said(mark=replace(MARK, since="2020-07-01")), AFTER).status == "repealed"


def test_no_document_repeals_itself() -> None:
    said = Said(repeals=(replace(REPEAL, title=NEW.title, number=NEW.number),))
    assert standings_of([Entry(NEW, said)], AFTER)["新"].in_force


def test_a_later_document_of_the_same_title_supersedes_nothing_by_itself() -> None:
    again = replace(OLD, name="又", number="东政发〔2020〕9号", date="2020年1月1日")
    assert all(
        standing.in_force for standing in standings_of([Entry(OLD, Said()), Entry(again, Said())], AFTER).values()
    )


RANKS = ["set", "repealed", "mark", "expired"]


@given(
    given=st.sets(st.sampled_from(RANKS)),
    status=st.sampled_from(STATUSES),
    today=st.dates(date(2020, 7, 1), date(2030, 1, 1)),
)
def test_what_is_set_comes_before_a_repeal_before_a_mark_before_a_term(
    given: set[str], status: str, today: date
) -> None:
    chosen = Standing(next(s for s in STATUSES if s == status), "2020-01-01", "", "set")
    mark = Mark("superseded", "", "", "本文已被代替")
    said = Said(FORCE, END if "expired" in given else None, mark if "mark" in given else None)
    found = old(said, today, by=REPEALING if "repealed" in given else Said(), set_to=chosen if "set" in given else None)
    first = next((rank for rank in RANKS if rank in given), "")
    expected = {
        "set": chosen,
        "repealed": Standing("repealed", "2020-07-01", "新", "read", REPEAL.evidence),
        "mark": Standing("superseded", "", "", "read", "本文已被代替"),
        "expired": Standing("expired", "2015-06-01", "", "read", END.evidence),
        "": Standing("in_force", "2010-06-01", "", "read", FORCE.evidence),
    }
    assert found == expected[first]


@pytest.mark.parametrize("status", STATUSES)
def test_only_one_status_is_in_force(status: str) -> None:
    assert Standing(next(s for s in STATUSES if s == status)).in_force == (status == "in_force")
