"""The committed examples are what their generator writes, harm nobody, and are counted right in their README."""

import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import openpyxl
import phonenumbers
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FIELDS = {
    "email": {"E-mail", "Email", "E-Mail Address", "E-Mail"},
    "name": {"Full Name", "First name", "Surname", "Attendee", "Name"},
    "phone": {"Mobile", "Phone", "Contact No.", "Telephone"},
}
FAIR = ["Badge scans", "Business cards", "Seminar"]
ROLES = {"info", "sales"}
KINDS = ("email", "role", "phone", "cells")
RESERVED_DOMAIN = re.compile(r"(.+\.)?(example\.(com|net|org)|example)")
RESERVED_PHONE = re.compile(
    r"\+(49(3023125|4066969|6990009|8999998)\d{3}|4917139200\d\d|44(2079460|1614960)\d{3}"
    r"|61(25550|37010)\d{4}|61491570(006|156|157)|1(212|312|415)55501\d\d|3319900\d{4}|468465004\d\d)"
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    return [generate(tmp_path_factory.mktemp("examples")) for _ in range(2)]


def generate(folder):
    subprocess.run([sys.executable, EXAMPLES / "generate.py", folder], check=True)
    return folder


def tables(folder):
    """The cells of every worksheet and of the CSV file, header first."""
    book = openpyxl.load_workbook(folder / "trade-fair.xlsx")
    with (folder / "newsletter.csv").open(encoding="utf-8", newline="") as file:
        letter = list(csv.reader(file, delimiter=";"))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book} | {"newsletter.csv": letter}


COMMITTED = tables(EXAMPLES)


def rows(*names):
    """The rows of these tables, each as the pairs (header, text) of its cells that are not empty."""
    for name in names:
        header, *body = COMMITTED[name]
        for row in body:
            yield [(title, str(cell)) for title, cell in zip(header, row, strict=True) if cell not in (None, "")]


def texts(field, row):
    return [text.strip() for header, text in row if header in FIELDS[field]]


def identity(row):
    """An independent reading of the rules by which EasyCRM knows a person, for rows without a lead id."""
    name = folded(" ".join(texts("name", row)))
    for email in texts("email", row):
        box, _, host = unicodedata.normalize("NFC", email).lower().partition("@")
        address = f"{box}@{host.encode('idna').decode()}"
        return ("role", address, name) if box in ROLES else ("email", address)
    phones = [number for text in texts("phone", row) if (number := valid_phone(text))]
    return ("phone", name, phones[0]) if name and phones else ("cells", *sorted(row))


def folded(name):
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(sorted(re.findall(r"[^\W_]+", "".join(c for c in marked if not unicodedata.combining(c)))))


def valid_phone(text):
    """E.164 or nothing. `0044 161 ...` is British: read by Singapore's dialling prefixes it would be Swiss."""
    try:
        number = phonenumbers.parse(re.sub("^00", "+", text), "SG")
    except phonenumbers.NumberParseException:
        return ""
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else ""


def counted(*names):
    """A line of the README's table."""
    found = [identity(row) for row in rows(*names)]
    kinds = Counter(kind for kind, *_ in set(found))
    without = sum(not texts("email", row) for row in rows(*names))
    return [len(found), without, len(set(found)), *(kinds[kind] for kind in KINDS)]


def test_committed_files_are_what_the_generator_writes(generated):
    assert tables(generated[0]) == COMMITTED


@pytest.mark.parametrize("name", ["trade-fair.xlsx", "newsletter.csv"])
def test_generating_twice_gives_the_same_bytes(generated, name):
    first, second = ((folder / name).read_bytes() for folder in generated)
    assert first == second


def test_every_address_is_at_a_domain_reserved_for_examples():
    cells = [text for row in rows(*COMMITTED) for _, text in row if "@" in text]
    assert len(cells) > 300
    assert [text for text in cells if not RESERVED_DOMAIN.fullmatch(text.strip().lower().rpartition("@")[2])] == []


def test_phones_outside_singapore_are_reserved_for_fiction():
    phones = {number for row in rows(*COMMITTED) for text in texts("phone", row) if (number := valid_phone(text))}
    foreign = {phone for phone in phones if not phone.startswith("+65")}
    assert len(foreign) > 40
    assert {phone for phone in foreign if not RESERVED_PHONE.fullmatch(phone)} == set()


def test_a_phone_is_readable_where_it_is_all_that_was_left():
    lonely = [text for row in rows(*COMMITTED) if not texts("email", row) for text in texts("phone", row)]
    assert {text for text in lonely if not valid_phone(text)} == {"see card"}


@pytest.mark.parametrize(
    ("label", "names"),
    [
        *((name, [name]) for name in COMMITTED),
        ("trade-fair.xlsx", FAIR),
        ("both files", list(COMMITTED)),
    ],
)
def test_readme_counts_are_true(label, names):
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"| {label} | {' | '.join(map(str, counted(*names)))} |" in re.sub(r" +", " ", readme)


def test_readme_says_how_many_subscribers_were_at_the_fair():
    fair, subscribers = ({identity(row) for row in rows(*names)} for names in (FAIR, ["newsletter.csv"]))
    sentence = f"Of its {len(subscribers)} people, {len(fair & subscribers)} were at the fair"
    assert sentence in (EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_three_people_left_their_address_only_once():
    kinds: dict[str, set[str]] = {}
    for row in rows(*FAIR):
        name = folded(" ".join(texts("name", row)).replace("Dr. ", ""))
        kinds.setdefault(name, set()).add(identity(row)[0])
    assert [found for found in kinds.values() if len(found) > 1] == [{"email", "phone"}] * 3


def test_a_domain_comes_in_both_spellings_for_one_person():
    addresses = [(identity(row), text.isascii()) for row in rows(*FAIR) for text in texts("email", row)]
    plain, umlaut = ({who for who, ascii_only in addresses if ascii_only is wanted} for wanted in (True, False))
    assert plain & umlaut


@pytest.mark.parametrize("names", [["Badge scans"], ["Business cards"], ["Seminar"], ["Badge scans", "Seminar"]])
def test_people_come_twice_with_their_address_in_another_case(names):
    written = {text for row in rows(*names) for text in texts("email", row)}
    assert len({text.lower() for text in written}) < len(written)
