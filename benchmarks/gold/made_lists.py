"""Lists of people who do not exist, as they stand on a worksheet."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.gold.invented import Person, people

Line = list[str]
_TOWNS = "Bergen Cork Graz Lima Lyon Oslo Porto Turku".split()
_HEADERS: Sequence[Mapping[str, str]] = (
    {"full": "Name", "company": "Company", "title": "Job Title", "email": "Email", "phone": "Phone", "town": "City"},
    {
        "full": "Full Name",
        "company": "Organization",
        "title": "Position",
        "email": "E-mail Address",
        "phone": "Mobile",
        "town": "Town",
    },
    {"full": "Contact", "company": "Account", "title": "Role", "email": "Work Email", "phone": "Tel.", "town": "Place"},
    {"full": "Name", "company": "Firma", "title": "Funktion", "email": "E-Mail", "phone": "Telefon", "town": "Ort"},
    {
        "full": "Nom",
        "company": "Société",
        "title": "Fonction",
        "email": "Courriel",
        "phone": "Téléphone",
        "town": "Ville",
    },
    {
        "full": "Nombre",
        "company": "Empresa",
        "title": "Cargo",
        "email": "Correo electrónico",
        "phone": "Teléfono",
        "town": "Ciudad",
    },
    {"full": "Namn", "company": "Företag", "title": "Titel", "email": "E-post", "phone": "Telefon", "town": "Ort"},
)


@dataclass
class Worksheet:
    """Rows of cells; `leads`: what each lead row says, by header; `others`: lines that are none, by what they are."""

    lines: list[Line] = field(default_factory=list)
    leads: list[dict[str, str]] = field(default_factory=list)
    others: list[tuple[str, Line]] = field(default_factory=list)

    def say(self, kind: str, line: Line) -> None:
        """Adds a line that is no lead."""
        self.lines.append(line)
        self.others.append((kind, line))


@dataclass(frozen=True)
class List:
    """One list: its columns by field, and the people on it."""

    titles: Mapping[str, str]
    fields: Sequence[str]
    persons: Sequence[Person]
    towns: Sequence[str]

    @property
    def header(self) -> Line:
        """Its titles."""
        return [self.titles[name] for name in self.fields]

    def row(self, number: int) -> Line:
        """What it says of a person, by their place from 0."""
        person = self.persons[number]
        return [self.towns[number] if name == "town" else str(getattr(person, name)) for name in self.fields]


def lists(rng: random.Random, count: int) -> list[List]:
    """So many lists with different titles, of 1 to 60 people."""
    made = []
    for titles in rng.sample(_HEADERS, count):
        others = rng.sample(["company", "title", "phone", "town"], rng.randrange(1, 5))
        fields = rng.sample(["full", "email", *others], 2 + len(others))
        persons = people(rng, rng.choice([1, 2, 3, 5, 8, 20, 60]))
        made.append(List(titles, fields, persons, [rng.choice(_TOWNS) for _ in persons]))
    return made


def add_rows(sheet: Worksheet, each: List, numbers: Sequence[int], titles: Sequence[str] = ()) -> None:
    """Rows of a list, with the headers under which they are expected."""
    for number in numbers:
        row = each.row(number)
        sheet.lines.append(row)
        sheet.leads.append({title: cell for title, cell in zip(titles or each.header, row, strict=True) if cell})


def add_list(sheet: Worksheet, each: List) -> None:
    """A list with its header."""
    sheet.lines.append(each.header)
    add_rows(sheet, each, range(len(each.persons)))
