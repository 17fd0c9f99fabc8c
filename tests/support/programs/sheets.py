"""Invented rows in a program's layout, with what each lead may have in each field."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from easycrm.folding import folded
from tests.support.programs.invented_people import OTHERS, REGIONS, Person, number, people
from tests.support.programs.layouts import PHONES, Layout, LayoutColumn

ROWS = 16
FIELDS = ("firstName", "lastName", "title", "company", "email", "phone")
_FILLED = 0.7
_HALF = 0.5
_LAST_PLACE = {"email": 2}
_ALWAYS = ("firstName", "lastName", "fullName", "email", "emails", "country", "iso", "calling")


class Row(NamedTuple):
    """Cells in the order of the columns, and by field what the lead may have: more than one where people differ."""

    cells: list[str]
    accepted: dict[str, set[str]]


class Sheet(NamedTuple):
    """Headers and rows. `country`: the one that is chosen for the upload."""

    headers: list[str]
    rows: list[Row]
    country: str

    @property
    def cells(self) -> list[list[str]]:
        return [row.cells for row in self.rows]


class Wishes(NamedTuple):
    """What a sheet is to be like.

    `language`: of the headers; `region_of`: people of another language; `half` of the lead's own cells are blank; half
    of the numbers are `national`, written as within their country; the upload is from `abroad`, which the rows say;
    with `bare_ids`, ids are digits alone, which have to be told from phones.
    """

    language: str = "en"
    region_of: str = ""
    half: bool = False
    bare_ids: bool = False
    national: bool = False
    abroad: bool = False


def made_sheet(layout: Layout, rng: random.Random, wishes: Wishes) -> Sheet:
    """Rows of people of one region; with `abroad`, numbers are national wherever the sheet says of which country."""
    region = rng.choice(REGIONS[wishes.region_of or wishes.language])
    country = "AU" if wishes.abroad else region.country
    is_national = wishes.national or (wishes.abroad and layout.holds("country", "iso"))
    rows = [_row(layout, rng, person, wishes, is_national) for person in people(rng, region, ROWS)]
    return Sheet(layout.headers(wishes.language), rows, country)


class _Cell(NamedTuple):
    """A column with what its cell says, and what that is on a lead."""

    column: LayoutColumn
    text: str
    value: str


def _row(layout: Layout, rng: random.Random, person: Person, wishes: Wishes, is_national: bool) -> Row:
    kinds = _Kinds(rng, person, wishes, is_national and rng.random() < _HALF, layout.holds("calling"))
    cells = [_cell(kinds, column, rng, wishes) for column in layout.columns]
    own = [cell for cell in cells if cell.text and cell.column.field]
    accepted = {field: _accepted(own, field) for field in ("title", "company", "email", "phone")} | _names(own, person)
    return Row([cell.text for cell in cells], accepted)


def _cell(kinds: "_Kinds", column: LayoutColumn, rng: random.Random, wishes: Wishes) -> _Cell:
    is_blank = rng.random() > (_HALF if wishes.half and column.field else _FILLED)
    if is_blank and (column.kind not in _ALWAYS or (wishes.half and column.field)):
        return _Cell(column, "", "")
    return _Cell(column, *kinds.cell(column))


def _accepted(own: Sequence[_Cell], field: str) -> set[str]:
    cells = [cell for cell in own if cell.column.field == field]
    sure = [cell for cell in cells if cell.column.sure]
    last = _LAST_PLACE.get(field, len(PHONES))
    first = min((cell.column.place for cell in sure), default=0)
    best = {cell.value for cell in sure if min(cell.column.place, last) == min(first, last)} or {""}
    return best | {cell.value for cell in cells if not cell.column.sure}


def _names(own: Sequence[_Cell], person: Person) -> dict[str, set[str]]:
    """First and last name of their own columns; of the full name where both are blank, and maybe where one is."""
    written = {cell.column.field for cell in own}
    sure = {cell.column.field for cell in own if cell.column.sure}
    is_whole_sure = "fullName" in sure and written.isdisjoint(("firstName", "lastName"))
    return {
        field: ({text} if field in written or "fullName" in written else set())
        | (set() if field in sure or is_whole_sure else {""})
        for field, text in (("firstName", person.first), ("lastName", person.last))
    }


class _Kinds:
    """What one person's cells of each kind say."""

    def __init__(self, rng: random.Random, person: Person, wishes: Wishes, is_national: bool, is_bare: bool) -> None:
        self._rng = rng
        self._id = "id" if wishes.bare_ids else "token"
        self._person = person
        self._is_national = is_national
        self._is_bare = is_bare

    def cell(self, column: LayoutColumn) -> tuple[str, str]:
        """The text of a cell, and the value that it is on a lead."""
        kind, person = column.kind, self._person
        own = {"firstName": person.first, "lastName": person.last, "fullName": person.full, "company": person.company}
        if kind in own:
            return own[kind], own[kind]
        if kind == "title":
            title = person.title if column.sure else self._rng.choice(["Attendee", "Presenter"])
            return title, title
        if column.field == "email":
            return self._email(column)
        return self._phone(kind) if column.field == "phone" else (self._other(kind), "")

    def _email(self, column: LayoutColumn) -> tuple[str, str]:
        person = self._person
        mailbox, _, domain = person.email.partition("@")
        email = {1: person.email, 2: person.home_email}.get(column.place, f"{mailbox}{column.place}@{domain}")
        match column.kind:
            case "emails":
                return f"{email} ::: {mailbox}.old@{domain}", email
            case "list.email":
                return f'["{email}"]', email
        return email, email

    def _phone(self, kind: str) -> tuple[str, str]:
        first, second = (self._number(kind == "mobile") for _ in range(2))
        text = f"{first[0]} ::: {second[0]}" if kind == "phones" else first[0]
        return text, first[1]

    def _number(self, is_mobile: bool) -> tuple[str, str]:
        made = number(self._rng, self._person.region.country, is_mobile)
        text = made.national if self._is_national else self._rng.choice([made.e164, made.international])
        return made.significant if self._is_bare else text, made.e164

    def _other(self, kind: str) -> str:
        role, _, part = kind.rpartition(".")
        if role:
            return self._somebody_else(role, part)
        if kind in ("fax", "pager", "carPhone"):
            return self._number(False)[0]
        makers: Mapping[str, Callable[[], str]] = {
            "country": lambda: self._person.region.name,
            "iso": lambda: self._person.region.country,
            "geo": lambda: self._person.region.country,
            "calling": lambda: f"+{number(self._rng, self._person.region.country, True).e164[1:3]}",
        }
        return makers[kind]() if kind in makers else thing(self._rng, self._id if kind == "id" else kind)

    def _somebody_else(self, role: str, part: str) -> str:
        """An owner has many people, a buyer a few; an assistant, a spouse or a referrer one."""
        many = {"owner": OTHERS[:2], "buyer": OTHERS[2:5]}.get(role)
        full = self._rng.choice(many) if many else f"{self._rng.choice(OTHERS).split()[0]} {_surname(self._rng)}"
        first, last = full.split()
        match part:
            case "name":
                return full
            case "first":
                return first
            case "last":
                return last
            case "email":
                return f"{folded(first)}.{folded(last)}@seller.example"
            case "id":
                return f"005{sum(map(ord, full)):012}"
        return self._number(False)[0]


def _surname(rng: random.Random) -> str:
    return "".join(rng.choices(["qua", "xen", "yst", "zum", "vro"], k=2)).capitalize()


def thing(rng: random.Random, kind: str) -> str:
    """A value of a kind that speaks of no person."""
    day = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    makers: Mapping[str, Callable[[], str]] = {
        "id": lambda: str(rng.randrange(10**9, 10**11)),
        "date": lambda: day,
        "time": lambda: clock,
        "datetime": lambda: f"{day} {clock}",
        "duration": lambda: f"{rng.randrange(59)}m {rng.randrange(59)}s",
        "number": lambda: str(rng.randrange(100)),
        "amount": lambda: f"{rng.randrange(9999)}.{rng.randrange(100):02}",
        "coordinate": lambda: f"{rng.randrange(90)}.{rng.randrange(10**6):06}",
        "ip": lambda: ".".join(str(rng.randrange(1, 255)) for _ in range(4)),
        "url": lambda: f"https://www.pages.example/{rng.randrange(10**6)}",
        "postcode": lambda: f"{rng.randrange(1000, 99999)}",
        "street": lambda: f"{rng.choice(['Mill Lane', 'Harbour Road', 'High Street'])} {rng.randrange(1, 200)}",
        "token": lambda: f"{rng.randrange(16**8):08x}q",
        "nick": lambda: f"{rng.choice(['sunny', 'rocket', 'pixel', 'mango'])}{rng.randrange(100)}",
        "blank": lambda: "",
    }
    return makers[kind]() if kind in makers else rng.choice(_WORDS[kind])


_WORDS: Mapping[str, Sequence[str]] = {
    "text": ["asked for a brochure", "follow up next week", "likes the second model", "wants a quote"],
    "tag": ["newsletter", "spring fair", "web form", "* myContacts", "import"],
    "status": ["open", "active", "qualified", "approved", "verified"],
    "yes": ["yes", "no", "true", "false"],
    "city": ["Northbridge", "Eastwick", "Millbrook", "Sandport"],
    "state": ["North", "South", "CA", "BY"],
    "department": ["Finance", "Logistics", "Research"],
    "industry": ["Machinery", "Retail", "Software"],
    "gender": ["female", "male"],
    "language": ["en", "de", "fr"],
    "currency": ["eur", "usd"],
    "honorific": ["Mr", "Ms", "Dr."],
    "suffix": ["Jr.", "III"],
    "middle": ["J.", "K.", "M."],
}
