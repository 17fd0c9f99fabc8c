"""Columns of others beside the person's own: what of theirs gets into a field, and fax columns that pass for phones."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.gold.claims import Misses
from benchmarks.gold.headers_of_locales import field_of
from benchmarks.gold.locales import as_programs_write, domain, locales, somebody, thing
from easycrm.folding import digits_of
from easycrm.leads.lead import FIELDS
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

_OWN = [("fullName", "Name"), ("firstName", "First Name"), ("lastName", "Last Name"), ("email", "Email"),
        ("phone", "Phone"), ("mobile", "Mobile"), ("company", "Company"), ("title", "Job Title")]  # fmt: skip
_TABLES = 40
"""Of each set."""

_LAST_DIGITS = 8

SETS = {
    "owners": "fullName=Contact Owner,email=Owner Email|fullName=Account Manager,email=Account Manager Email,"
    "phone=Account Manager Phone|fullName=Salesperson,email=Salesperson/Email|fullName=Lead Owner,phone=Owner Phone|"
    "email=Assigned To Email,fullName=Assigned To|fullName=Kundenbetreuer,email=Kundenbetreuer E-Mail|"
    "fullName=Commercial,email=E-mail du commercial|fullName=Propietario,email=Correo del propietario",
    "hosts": "email=Host Email,fullName=Host Name|fullName=Hosted By,email=Host E-mail,phone=Host Phone|"
    "email=Gastgeber E-Mail,fullName=Gastgeber|fullName=Nom de l'hôte,email=E-mail de l'hôte|email=Anfitrión Email",
    "assistants": "fullName=Assistant,phone=Assistant's Phone,email=Assistant Email|phone=Asst. Phone,fullName=Asst|"
    "fullName=Sekretariat,phone=Telefon Sekretariat|fullName=Assistante,phone=Téléphone de l'assistante|"
    "fullName=Secretary Name,phone=Secretary Telephone",
    "faxes": "phone=Fax|phone=Business Fax,mobile=Home Fax|phone=Other Fax|phone=Telefax|phone=Fax geschäftlich|"
    "phone=Télécopie|phone=Faxnummer|phone=Fax (work)",
    "pagers": "phone=Pager|phone=Pager Number|mobile=Beeper|phone=Car Phone|phone=Telex|"
    "phone=Autotelefon|phone=TTY/TDD",
    "next of kin": "fullName=Next of Kin,phone=Next of Kin Phone|fullName=Emergency Contact Name,"
    "phone=Emergency Contact Phone,email=Emergency Contact Email|fullName=Spouse,mobile=Spouse Mobile|"
    "fullName=Notfallkontakt,phone=Notfallnummer|fullName=Contacto de emergencia,phone=Teléfono de emergencia|"
    "fullName=Parent/Guardian Name,email=Parent/Guardian Email,phone=Parent/Guardian Phone",
    "payers": "fullName=Payer Name,email=Payer Email|fullName=Purchaser,email=Purchaser Email|fullName=Billed To,"
    "email=Invoice Email|fullName=Buyer First and Last Name,email=Order Placed By Email|"
    "fullName=Rechnungsempfänger,email=Rechnungsempfänger E-Mail|fullName=Payeur,email=E-mail du payeur",
    "referrers": "email=Referrer Email,fullName=Referrer|fullName=Referred By,email=Referred By Email|"
    "fullName=Empfohlen von,email=E-Mail des Empfehlenden|fullName=Parrain,email=E-mail du parrain|email=CC Email",
    "events": "fullName=Event Organizer,email=Organizer Email|text=Event Name,place=Venue,phone=Venue Phone|"
    "number=Attendee #,text=Campaign Name|text=Ad Name,text=Form Name|fullName=Speaker,email=Speaker Email|"
    "text=Webinar Topic,email=Support Email|fullName=Created By,date=Created At|number=Order #,text=Ticket Type",
}
"""Set -> several layouts, each of columns: what stands in them, and their header."""

_REPEATED = frozenset({"owners", "hosts", "events"})
"""Sets in which a few persons are named again and again."""


class Taken(NamedTuple):
    """Of one set: values of others, those that got into a field, own values, and those that are in no field."""

    counts: Counter[str]
    misses: Misses


def others_in_fields(rng: random.Random) -> dict[str, Taken]:
    """Set -> what of it got into fields."""
    return {name: _taken(rng, name) for name in SETS}


def print_taken(taken: dict[str, Taken], misses: int) -> None:
    print(f"\nColumns of others beside the person's own\n  {'':22} {'values':>8} {'in a field':>11} "
          f"{'own values':>11} {'own lost':>9}")  # fmt: skip
    for name, (counts, lines) in taken.items():
        print(f"  {name:22} {counts['values']:8,} {counts['taken']:11,} {counts['own']:11,} {counts['lost']:9,}")
        for line in dict.fromkeys(lines[:misses]):
            print(f"    missed {line}")


def faxes(rng: random.Random) -> tuple[int, int, Misses]:
    """Fax columns, those of them that are claimed for a field, and which: beside a phone and alone."""
    headers = [(language, text) for language, words in locales().items() for text in words["fax"]]
    claimed, misses = 0, []
    for language, text in headers:
        written = as_programs_write(rng, text) if rng.random() < 0.2 else text
        with_phone = rng.random() < 0.5
        rows = [_fax_row(rng, language, with_phone) for _ in range(15)]
        names = ["Name", "Phone", written] if with_phone else ["Name", written]
        column = map_columns(label_columns(names), gather(len(names), rows))[-1]
        claimed += bool(field_of(column))
        misses += [f"{language} {written!r} as {field_of(column)}"] if field_of(column) else []
    return len(headers), claimed, misses


def _fax_row(rng: random.Random, language: str, with_phone: bool) -> list[str]:
    person, other = (somebody(rng, language, domain(rng)) for _ in range(2))
    phone = [person["phone"] if rng.random() < 0.7 else ""] if with_phone else []
    return [person["fullName"], *phone, other["phone"]]


def _taken(rng: random.Random, name: str) -> Taken:
    result = Taken(Counter(), [])
    layouts = SETS[name].split("|")
    for number in range(_TABLES):
        theirs = [_column(text) for text in layouts[number % len(layouts)].split(",")]
        _count_table(rng, name, theirs, result)
    return result


def _column(text: str) -> tuple[str, str]:
    what, _, header = text.partition("=")
    return what, header


def _count_table(rng: random.Random, name: str, theirs: list[tuple[str, str]], result: Taken) -> None:
    own = _own(rng)
    columns = [*((True, *column) for column in own), *((False, *column) for column in theirs)]
    if rng.random() < 0.5:
        columns = [*columns[len(own) :], *columns[: len(own)]]
    rows = list(_rows(rng, name, columns))
    mapped = map_columns(label_columns([header for *_, header in columns]), gather(len(columns), rows))
    for cells in rows:
        _count_row(mapped, columns, cells, result)


def _own(rng: random.Random) -> list[tuple[str, str]]:
    """A name in one column or two, and some of the rest: what is missing, others' columns would fill."""
    absent = {*rng.choice([("firstName", "lastName"), ("fullName",)]), rng.choice(["phone", "mobile"])}
    absent |= {name for name in ("email", "phone", "company", "title") if rng.random() < 0.15}
    return [column for column in _OWN if column[0] not in absent]


def _rows(rng: random.Random, name: str, columns: Sequence[tuple[bool, str, str]]) -> Iterator[list[str]]:
    staff = [somebody(rng, "de", "registry-office") for _ in range(rng.randrange(2, 5))]
    for _ in range(rng.randrange(12, 31)):
        person = somebody(rng, "en", domain(rng))
        other = rng.choice(staff) if name in _REPEATED else somebody(rng, "de", "registry-office")
        yield ["" if rng.random() < 0.15 else _value(rng, person if is_own else other, what)
               for is_own, what, _ in columns]  # fmt: skip


def _value(rng: random.Random, of: dict[str, str], what: str) -> str:
    return of.get(what) or thing(rng, what)


def _count_row(
    mapped: Sequence[MappedColumn], columns: Sequence[tuple[bool, str, str]], cells: Sequence[str], result: Taken
) -> None:
    """Whether a word of another's cell is in a field, and whether the person's own cells are."""
    values = standardise(mapped, cells, "GB", "L1").values
    texts = {field: values[field] for field in FIELDS if field in values}
    for (is_own, what, header), cell in zip(columns, cells, strict=True):
        if not cell.strip("- "):
            continue
        is_there = any(_says(text, cell, what) for text in texts.values())
        result.counts["own" if is_own else "values"] += 1
        if is_own and not is_there:
            result.counts["lost"] += 1
            result.misses.append(f"{header!r} lost: {cell!r}")
        elif not is_own and is_there:
            result.counts["taken"] += 1
            result.misses.append(f"{header!r} in a field: {cell!r}")


def _says(text: str, cell: str, what: str) -> bool:
    """Whether a field's text is the cell, a name in it, or its number."""
    if what in ("phone", "mobile"):
        return digits_of(text)[-_LAST_DIGITS:] == digits_of(cell)[-_LAST_DIGITS:]
    return text == cell or (what == "fullName" and text in cell.split())
