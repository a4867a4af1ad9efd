"""China's time, eight hours before UTC's, over midnight too."""

from assistant.office_time import office_minute


def test_times_by_hand() -> None:
    assert office_minute("2026-01-01T00:00:00+00:00") == "2026-01-01 08:00"
    assert office_minute("2026-02-28T16:30:59") == "2026-03-01 00:30"
    assert office_minute("yesterday") == "yesterday"
