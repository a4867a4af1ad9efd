"""The time that offices keep: China's, whatever the clock of the computer is set to."""

from datetime import UTC, date, datetime, timedelta, timezone

OFFICE = timezone(timedelta(hours=8))
"""China keeps one time all year."""


def office_day() -> date:
    """Today in China."""
    return datetime.now(UTC).astimezone(OFFICE).date()


def office_minute(when: str) -> str:
    """An ISO time (UTC where it names no zone) as `2026-03-01 16:05` in China; as it is where it is none."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(OFFICE).isoformat(" ", "minutes")[:16]
