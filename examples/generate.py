"""Writes the example files, `trade-fair.xlsx` and `newsletter.csv`, into this folder or the one given.

All of it is generated and fictional: names are composed from short lists, companies are made up, every domain is
one that RFC 2606 reserves, and phone numbers come from ranges that their country keeps for fiction. Singapore has no
such range, so its numbers are random: valid in form, anybody's or nobody's. README.md counts what is in each file.

The same versions of Python and openpyxl give the same bytes. Run it as `.venv/bin/python examples/generate.py`.
"""

import csv
import io
import random
import re
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from invented import FAMILY_FIRST, INTERESTS, LATER, LEGAL_FORMS, NOTES, RATINGS, Person, Phone, domain, invent_people
from openpyxl import Workbook
from openpyxl.styles import Font

SEED = 2606
OPENING = datetime(2026, 3, 17, 9, 30)
ROLES = ("info", "info", "sales", "sales")

WORKSHEETS = {  # worksheet -> header -> what goes below it
    "Badge scans": {
        "Full Name": "full_name",
        "Company": "company",
        "Position": "title",
        "E-mail": "email",
        "Mobile": "phone",
        "Interest": "interest",
        "Rating": "rating",
        "Scanned at": "scanned",
    },
    "Business cards": {
        "Firma": "company",
        "Surname": "family",
        "First name": "given",
        "Position": "title",
        "Phone": "phone",
        "Email": "email",
        "Country": "country",
        "Booth notes": "notes",
        "Follow-up date": "follow_up",
    },
    "Seminar": {
        "E-Mail Address": "email",
        "Attendee": "full_name",
        "Organisation": "company",
        "Role": "title",
        "Contact No.": "phone",
        "Country": "country",
        "Interest": "interest",
        "Follow-up": "follow_up",
        "Rating": "rating",
        "Comments": "notes",
    },
}
NEWSLETTER = {
    "E-Mail": "email",
    "Name": "full_name",
    "Organisation": "company",
    "Telephone": "phone",
    "Topics": "topics",
    "Subscribed on": "subscribed",
}


class Visit(NamedTuple):
    """A person on a list. `left`: what they left there: `email`, `phone`, a useless phone (`card`) or `nothing`."""

    person: Person
    left: str = "email"


def main(folder: Path) -> None:
    """Writes both files into the folder."""
    rng = random.Random(SEED)
    people = invent_people(rng, 262)
    save(workbook(rng, trade_fair(rng, people)), folder / "trade-fair.xlsx")
    write_csv(rng, newsletter(rng, people), folder / "newsletter.csv")


# --- Who is on which list


def trade_fair(rng: random.Random, people: list[Person]) -> dict[str, list[Visit]]:
    """The visits on each worksheet, in no order. Slices that overlap are people on two worksheets."""
    mailed, phoned, bare = people[:195], people[195:227], people[227:236]
    role = [guest._replace(email=f"{box}@{domain(2)}") for guest, box in zip(people[236:240], ROLES, strict=True)]
    badges = [
        *left("email", mailed[:95] + rng.sample(mailed[:95], 8) + role[:2]),
        *left("phone", phoned[:15] + phoned[:2]),
        *left("nothing", bare[:3]),
        *left("card", bare[3:4]),
    ]
    cards = [
        *left("email", mailed[84:145] + rng.sample(mailed[84:145], 5) + role[1:3]),
        *left("phone", phoned[10:23] + phoned[20:22]),
        *left("nothing", bare[4:7] + bare[4:5]),
    ]
    seminar = [
        *left("email", mailed[135:] + rng.sample(mailed[:84], 6) + rng.sample(mailed[135:], 4) + role[3:] * 2),
        *left("phone", phoned[18:] + mailed[:3]),
        *left("nothing", bare[7:8]),
        *left("card", bare[8:]),
    ]
    lists = zip(WORKSHEETS, (badges, cards, seminar), strict=True)
    return {name: rng.sample(visits, len(visits)) for name, visits in lists}


def newsletter(rng: random.Random, people: list[Person]) -> list[Visit]:
    """Subscribers: some were at the fair, some work elsewhere since then, some subscribed twice."""
    known, strangers = rng.sample(people[:195], 34), people[240:]
    moved = [reader._replace(company=other.company) for reader, other in zip(known[:12], strangers, strict=False)]
    readers = moved + known[12:] + strangers + rng.sample(known[12:] + strangers, 4)
    return left("email", rng.sample(readers, len(readers)))


def left(what: str, people: list[Person]) -> list[Visit]:
    return [Visit(guest, what) for guest in people]


# --- How it was written down


def record(rng: random.Random, visit: Visit, with_country: bool) -> dict[str, Any]:
    """What somebody wrote down of a visit."""
    guest = visit.person
    if visit.left == "nothing":
        return {"full_name": full_name(guest), "given": guest.given, "family": guest.family, "company": guest.company}
    return {
        **written_name(rng, guest, titled=visit.left == "email" and not guest.email.startswith(ROLES)),
        "company": written_company(rng, guest),
        "title": rng.choice([guest.title, guest.title, guest.title.upper(), None]),
        "email": written_email(rng, guest.email) if visit.left == "email" else None,
        "phone": written_phone(rng, visit, with_country),
        "country": guest.country,
        "interest": rng.choice([*INTERESTS, "; ".join(rng.sample(INTERESTS, 2)), None]),
        "rating": rng.choice([*RATINGS, None]),
        "scanned": OPENING + timedelta(days=rng.randrange(3), minutes=rng.randrange(480)),
        "notes": rng.choice([*NOTES, None, None]),
        "follow_up": rng.choice([later(rng), later(rng), later(rng), *LATER, None]),
        "topics": "; ".join(rng.sample(INTERESTS, rng.randint(1, 2))),
        "subscribed": (date(2025, 9, 1) + timedelta(days=rng.randrange(200))).isoformat(),
    }


def later(rng: random.Random) -> date:
    return OPENING.date() + timedelta(days=rng.randrange(3, 45))


def full_name(guest: Person) -> str:
    first, last = sorted((guest.given, guest.family), key=lambda name: name not in FAMILY_FIRST)
    return f"{first} {last}"


def written_name(rng: random.Random, guest: Person, titled: bool) -> dict[str, str]:
    """A name as people write it; `titled` adds an academic title at times, which no rule for names promises to drop."""
    given, family, full = guest.given, guest.family, full_name(guest)
    forms = [full] * 6 + [f"{family}, {given}", full.upper(), f" {full}"] + [f"Dr. {full}"] * titled
    family = rng.choice([family] * 5 + [family.upper(), f"{family} "])
    return {"full_name": rng.choice(forms), "given": given, "family": family}


def written_company(rng: random.Random, guest: Person) -> str | None:
    name = guest.company
    legal = f"{name} {LEGAL_FORMS.get(guest.country, 'Inc.')}"
    return rng.choice([name, name, name, legal, legal, legal, name.upper(), f"{name} ", None])


def written_email(rng: random.Random, email: str) -> str:
    box, _, host = email.partition("@")
    forms = [email, email, email, email.upper(), f"{box.title()}@{host}", f" {email}"]
    if not host.isascii():
        forms = [email, f"{box}@{host.encode('idna').decode()}"]
    return rng.choice(forms)


def written_phone(rng: random.Random, visit: Visit, with_country: bool) -> str | int | None:
    """A phone as people write it: always readable when it is all that they left."""
    phone = visit.person.phone
    plain = phone_forms(phone)
    if visit.left == "phone":
        return rng.choice(plain)
    if visit.left == "card":
        return "see card"
    return rng.choice([*plain, *plain, *careless_forms(phone, with_country), None, None])


def phone_forms(phone: Phone) -> list[str]:
    """Forms that anyone in Singapore can dial."""
    code, trunk, groups = phone
    forms = [f"+{code} {' '.join(groups)}", f"+{code}{''.join(groups)}", f"+{code}-{'-'.join(groups)}"]
    if trunk:
        return [*forms, f"+{code} ({trunk}){groups[0]} {' '.join(groups[1:])}"]
    if code == "65":
        return [*forms, " ".join(groups), "".join(groups), f"({code}) {'-'.join(groups)}"]
    return forms


def careless_forms(phone: Phone, with_country: bool) -> list[str | int]:
    """Forms that need a guess: a number cell, two zeros for the plus, an extension, national beside a country."""
    code, trunk, groups = phone
    if code == "65":
        return [int("".join(groups)), f"65 {' '.join(groups)}", f"+65 {' '.join(groups)} ext. 12", "n/a"]
    national = f"{trunk}{groups[0]}/{''.join(groups[1:])}" if code == "49" else f"{trunk}{' '.join(groups)}"
    zeros = [f"00{code} {' '.join(groups)}"] * (code != "1")  # from Singapore 001 itself dials abroad
    return [*zeros, "-"] + [national] * with_country


# --- Files


def workbook(rng: random.Random, visits: dict[str, list[Visit]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns in WORKSHEETS.items():
        records = [record(rng, visit, "Country" in columns) for visit in visits[name]]
        add_worksheet(book, name, columns, records)
    return book


def add_worksheet(book: Workbook, name: str, columns: dict[str, str], records: list[dict[str, Any]]) -> None:
    sheet = book.create_sheet(name)
    sheet.append(list(columns))
    for written in records:
        sheet.append([written.get(key) for key in columns.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 24
    sheet.freeze_panes = "A2"


def save(book: Workbook, path: Path) -> None:
    """Saves the workbook without the time of day, which openpyxl and zip write into it."""
    book.properties.creator = "EasyCRM examples"
    book.properties.created = OPENING
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as written, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in written.infolist():
            out.writestr(timeless(part.filename), dated(written.read(part)))


def timeless(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, OPENING.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    return info


def dated(content: bytes) -> bytes:
    modified = f"{OPENING.isoformat()}Z</dcterms:modified>".encode()
    return re.sub(rb"[-0-9T:.]+Z</dcterms:modified>", modified, content)


def write_csv(rng: random.Random, visits: list[Visit], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\n")
        rows.writerow(NEWSLETTER)
        for visit in visits:
            written = record(rng, visit, with_country=False)
            rows.writerow([written[key] for key in NEWSLETTER.values()])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
