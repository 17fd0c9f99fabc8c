"""Cells that say nothing, or speak of several people, beside those that only look like it: right, marked or wrong."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.gold.claims import Misses, print_misses
from benchmarks.gold.invented import Person, people
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

_PERSONS = 150
_HEADERS = ("First name", "Last name", "Name", "Email", "Company", "Job title", "Phone")
_MARKS = frozenset(("severalPeople", "dittoMark"))
_PROGRAMS = "nan NaN NaT <NA> null NULL (null) undefined \\N False #N/A".split()
_PEOPLE = "Nan Null None True Na Do Dito".split()
_DITTOS = [
    '"',
    "''",
    "〃",
    "″",
    '-"-',
    "ditto",
    "Ditto",
    "dto.",
    "do.",
    "idem",
    "siehe oben",
    "come sopra",
    "同上",
    "jw.",
]
_JOINTS = (" & ", " and ", " und ", " et ", " og ", " + ", "; ", " / ", "\n")
_BETWEEN_EMAILS = (", ", "; ", " / ", "\n", " ")


class Case(NamedTuple):
    """A row by its headers, what its fields are to be, and whether it is to be marked, or held as nobody's."""

    cells: dict[str, str]
    values: dict[str, str]
    mark: str = ""
    is_nobody: bool = False


def print_cells(rng: random.Random, misses: int) -> None:
    """The table of outcomes by kind of cell; then some of what was missed."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lines: Misses = []
    for kind, make in _KINDS.items():
        for person, other in _pairs(rng):
            case = make(rng, person, other)
            outcome = _outcome(case)
            counts[kind][outcome] += 1
            if outcome != "right":
                lines.append(f"{kind}: {case.cells}")
    print(f"\nCells\n  {'':34} {'cases':>8} {'right':>8} {'marked otherwise':>18} {'wrong in silence':>17}")
    for kind, each in counts.items():
        print(f"  {kind:34} {sum(each.values()):8} {each['right']:8} {each['marked']:18} {each['wrong']:17}")
    print_misses(lines, misses)


def _pairs(rng: random.Random) -> Iterator[tuple[Person, Person]]:
    return zip(people(rng, _PERSONS), people(rng, _PERSONS), strict=True)


def _outcome(case: Case) -> str:
    """`right`: the fields are as they are to be, with the mark that the row deserves alone; `marked`: with others."""
    row = standardise(map_columns(label_columns(_HEADERS)), [case.cells.get(key, "") for key in _HEADERS], "SG", "L1")
    if case.is_nobody:
        return "right" if row.is_test else "wrong"
    marks = {flag for flags in row.flags.values() for flag in flags}
    if row.is_test or any(row.values.get(key, "") != text for key, text in case.values.items()):
        return "wrong"
    wanted = {case.mark} - {""}
    if marks & _MARKS == wanted:
        return "right"
    return "marked" if marks else "wrong"


def _parts(person: Person) -> dict[str, str]:
    return {"First name": person.first, "Last name": person.last, "Email": person.email}


def _blank(rng: random.Random, person: Person, _other: Person) -> Case:
    header, field = rng.choice([("Last name", "lastName"), ("Company", "company"), ("Job title", "title")])
    return Case(_parts(person) | {header: rng.choice(_PROGRAMS)}, {field: "", "firstName": person.first})


def _called_like_a_blank(rng: random.Random, person: Person, _other: Person) -> Case:
    name = rng.choice(_PEOPLE)
    if rng.random() < 0.5:
        return Case(_parts(person) | {"First name": name}, {"firstName": name, "lastName": person.last})
    return Case(_parts(person) | {"Last name": name}, {"firstName": person.first, "lastName": name})


def _ditto(rng: random.Random, person: Person, _other: Person) -> Case:
    header, field = rng.choice([("Company", "company"), ("Job title", "title"), ("Phone", "phone")])
    return Case(_parts(person) | {header: rng.choice(_DITTOS)}, {field: "", "lastName": person.last}, "dittoMark")


def _two_names(rng: random.Random, person: Person, other: Person) -> Case:
    return Case(
        {"Name": rng.choice(_JOINTS).join((person.full, other.full)), "Email": person.email}, {}, "severalPeople"
    )


def _couple(rng: random.Random, person: Person, other: Person) -> Case:
    joint = rng.choice(_JOINTS[:6])
    return Case({"Name": f"{person.first}{joint}{other.full}", "Email": person.email}, {}, "severalPeople")


def _two_contacts(rng: random.Random, person: Person, other: Person) -> Case:
    cell = rng.choice((", ", "; ", "\n")).join(f"{one.full} <{one.email}>" for one in (person, other))
    return Case({rng.choice(("Name", "Email")): cell}, {"email": person.email}, "severalPeople")


def _two_emails(rng: random.Random, person: Person, other: Person) -> Case:
    second = other.email if rng.random() < 0.5 else f"{other.first.lower()}@{person.email.partition('@')[2]}"
    cells = _parts(person) | {"Email": rng.choice(_BETWEEN_EMAILS).join((person.email, second))}
    return Case(cells, {"email": person.email}, "severalPeople")


def _one_with_two_emails(rng: random.Random, person: Person, _other: Person) -> Case:
    first, last = person.first.lower(), person.last.lower()
    company = person.email.partition("@")[2]
    second = rng.choice(
        [
            f"{first}{rng.randrange(99)}@mail.example",
            f"{first[0]}{last}@{company}",
            f"info@{company}",
            f"{last}@home.example",
        ]
    )
    cells = _parts(person) | {"Email": rng.choice(_BETWEEN_EMAILS).join((person.email, second))}
    return Case(cells, {"email": person.email, "lastName": person.last})


def _one_with_more(rng: random.Random, person: Person, other: Person) -> Case:
    more = rng.choice(
        [f" y {other.last}", f" / {person.title}", f", {person.title}", f"-{other.last}", f" ({person.company})"]
    )
    return Case({"Name": person.full + more, "Email": person.email}, {"email": person.email})


def _test_lead(rng: random.Random, _person: Person, _other: Person) -> Case:
    left, right = rng.choice([("<", ">"), ("{{", "}}"), ("[", "]"), ("%", "%"), ("<test lead: dummy data for ", ">")])
    cells = {header: f"{left}{header.lower().replace(' ', '_')}{right}" for header in ("Name", "Email", "Company")}
    return Case(cells, {}, is_nobody=True)


def _called_test(rng: random.Random, person: Person, _other: Person) -> Case:
    name = rng.choice(("Test", "Tester", "Muster", "Sample", "Demo"))
    cells = {"First name": person.first, "Last name": name, "Email": person.email, "Company": f"{name} GmbH"}
    return Case(cells, {"firstName": person.first, "lastName": name, "company": f"{name} GmbH"})


_KINDS: dict[str, Callable[[random.Random, Person, Person], Case]] = {
    "blanks of programs": _blank,
    "people called like them": _called_like_a_blank,
    "ditto marks": _ditto,
    "two names in a cell": _two_names,
    "couples": _couple,
    "two contacts in a cell": _two_contacts,
    "two people's emails": _two_emails,
    "one person's two emails": _one_with_two_emails,
    "one name and more": _one_with_more,
    "test leads and templates": _test_lead,
    "people called Test": _called_test,
}
