"""Moments: this one, as the text that is stored and compared, and how long ago one was.

A stored moment is ISO 8601 in UTC with a `Z`, all of one precision, so that text order is time order.
"""

from datetime import UTC, date, datetime, timedelta


def utc_now() -> datetime:
    return datetime.now(UTC)


def now() -> str:
    """This moment, with microseconds."""
    return as_text(utc_now())


def today() -> date:
    """The day in UTC, as days are everywhere."""
    return utc_now().date()


def as_text(moment: datetime, precision: str = "microseconds") -> str:
    """A moment in UTC as it is stored.

    >>> as_text(datetime(2026, 1, 31, 9, 15, tzinfo=UTC), "seconds")
    '2026-01-31T09:15:00Z'
    """
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")


def parsed(text: str) -> datetime:
    """The inverse of `as_text`; raises ValueError for other texts."""
    return datetime.fromisoformat(text)


def since(begin: str, at: str) -> timedelta:
    """How long `at` is after `begin`.

    >>> since("2026-01-31T09:15:00.000000Z", "2026-01-31T09:15:27.500000Z").total_seconds()
    27.5
    """
    return parsed(at) - parsed(begin)


def shifted(text: str, by: timedelta, precision: str = "microseconds") -> str:
    """The moment that is so much later, as text.

    >>> shifted("2026-01-31T09:15:00.000000Z", -timedelta(minutes=15), "seconds")
    '2026-01-31T09:00:00Z'
    """
    return as_text(parsed(text) + by, precision)


def expiry(days: int) -> int:
    """The second of the epoch that is so many days ahead, which is how DynamoDB is told when to delete an item."""
    return int((utc_now() + timedelta(days=days)).timestamp())
