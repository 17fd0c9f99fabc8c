"""A list of thirteen columns, eight of which are no fields, as the tests of the page find it."""

import csv
from pathlib import Path

HEADERS = (
    *("First Name", "Last Name", "Company", "Email", "Phone"),
    *("Country", "City", "Owner", "Event", "Source", "Interest", "Rating", "Met on"),
)
PLACES = (("Germany", "Berlin"), ("France", "Lyon"), ("Italy", "Torino"), ("Germany", "Hamburg"))
OWNERS, INTERESTS = ("Kim Osei", "Lena Brandt"), ("Pumps", "Valves", "Service")
LEADS = 40
ODD_RATING = "very good"
"""Of the last lead; all others have numbers."""


def write_list(folder: Path) -> Path:
    """40 leads: half of them from Germany, 10 each from France and Italy; ratings 1 to 5, and one that is no number."""
    path = folder / "spring-fair.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADERS, *map(_row, range(LEADS))])
    return path


def _row(number: int) -> tuple[str, ...]:
    country, city = PLACES[number % len(PLACES)]
    name = chr(ord("A") + number % 26) + chr(ord("a") + number // 26)
    return (
        *(f"Mira{name.lower()}", f"Quist{name.lower()}", f"{name} Pumpworks", f"mira.{number}@example.com"),
        *(f"+49 30 1234 {number:04}", country, city, OWNERS[number % 2], "Spring Fair", "Booth"),
        *(INTERESTS[number % 3], ODD_RATING if number == LEADS - 1 else str(1 + number % 5)),
        f"2026-03-{1 + number % 28:02}",
    )
