"""A standing in words."""

from datetime import timedelta

import pytest

from assistant.web.standing_words import shown_standing, today
from documents.standing import STATUSES, Standing, Status


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_words_in_both_languages(status: Status) -> None:
    zh, en = (shown_standing(Standing(status), {}, language) for language in ("zh", "en"))
    assert zh.label and en.label and zh.label != en.label
    assert zh.good == (status == "in_force")


def test_what_begins_tomorrow_is_not_yet_in_force() -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    shown = shown_standing(Standing(since=tomorrow, basis="read"), {}, "zh")
    assert (shown.label, shown.good, shown.since) == ("尚未施行", False, f"自 {tomorrow} 起")
    assert shown_standing(Standing(since=today().isoformat()), {}, "zh").good


def test_a_document_of_the_library_is_named_by_its_title_and_can_be_opened() -> None:
    held = shown_standing(Standing("repealed", by="new"), {"new": "新办法"}, "zh")
    other = shown_standing(Standing("repealed", by="某办法"), {"new": "新办法"}, "zh")
    assert (held.by, held.by_title) == ("new", "新办法")
    assert (other.by, other.by_title) == ("", "某办法")
