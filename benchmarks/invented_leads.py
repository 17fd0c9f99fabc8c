"""Any number of fictional leads, the same ones every time, and a place to publish them to on this machine."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.invented_columns import invented_columns
from easycrm.leads.identity import Identity, lead_id
from easycrm.leads.lead import Lead, Origin, Source, Value, remark_key

FIRST = "Maria Jon Anna Li Zoë Pedro Wei Sara Ravi Dana Frédéric Ines 王伟 Tomás Olga Kim Noor Juan Mei Lars".split()
LAST = "Schmidt Tan Lim Müller Rodríguez Singh O'Neil Novák Silva Ito Berg Costa Haddad Wong Meister Kaya Rossi".split()
KINDS = "Trading Logistics Software Foods Energy Media Partners Consulting".split()
FORMS = ("Pte Ltd", "GmbH", "Inc", "LLC", "SA", "Holdings")
TITLES = ("Sales Manager", "CEO", "Head of Marketing", "Engineer", "Director of Operations", "Buyer", "CFO", "Owner")
UPLOADS = 50


def invented(start: int, stop: int, version: int = 1, seed: int = 0) -> Iterator[Lead]:
    """The leads with these numbers. Another `seed` gives them other titles, phones, notes, ratings and sources."""
    for number in range(start, stop):
        yield _lead(number, version, random.Random(number), random.Random(number * 31 + seed), seed)


def invented_import(number: int, size: int, rows: int) -> Iterator[Lead]:
    """What the import with this number, from 1, changes in a table of `size` leads, all from one file at one time.

    Half its rows say something new of leads that lie anywhere, the others are new leads.
    """
    half = rows // 2
    at, upload = f"2026-07-{number:02}T10:00:00.000000Z", f"{10_000 + number:032x}"
    spread = sorted(random.Random(number).sample(range(size), half))
    changed = (next(invented(place, place + 1, 1 + number, number)) for place in spread)
    added = invented(size + number * half, size + (number + 1) * half)
    for lead in (*changed, *added):
        origin = lead.source.origin._replace(registered_at=at, upload_id=upload)
        source = Source(origin, f"import-{number}.xlsx", "rules")
        yield replace(lead, source=source, created_at=lead.created_at if lead.version > 1 else at)


def _lead(number: int, version: int, draw: random.Random, redraw: random.Random, seed: int) -> Lead:
    first, last, kind = draw.choice(FIRST), draw.choice(LAST), draw.choice(KINDS)
    company = f"{draw.choice(LAST)} {number % 20_000} {kind} {draw.choice(FORMS)}"
    host = "mailbox.example" if draw.random() < 0.3 else f"{kind.lower()}{number % 20_000}.example"
    upload = f"{number % UPLOADS + 100 * seed:032x}"
    origin = Origin(f"2026-{seed + 2:02}-{number % 28 + 1:02}T10:00:00.000000Z", upload, "Sheet1", number % 5000 + 2)
    texts = {
        "firstName": first,
        "lastName": last,
        "title": redraw.choice(TITLES),
        "company": company,
        "email": f"{first}.{last}{number}@{host}".lower().replace("'", ""),
        "phone": f"+65{redraw.randrange(60_000_000, 99_999_999)}",
    }
    texts |= {remark_key(header): text for header, text in invented_columns(number, draw, redraw).items()}
    identity = Identity("", f"{number}@lead.example", "", "", ())
    values = {key: Value(text, origin) for key, text in texts.items()}
    source = Source(origin, f"fair-{number % UPLOADS + 100 * seed}.xlsx", "rules")
    return Lead(lead_id(identity), values, "first", "2026-01-02T10:00:00.000000Z", source, version)


class FolderS3:
    """A folder with the methods of an S3 client that snapshots use."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def upload_file(self, path: str, _bucket: str, key: str) -> None:
        to = self.root / key
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: ARG002 - an S3 client's names
        return {"Body": (self.root / Key).open("rb")}

    def delete_object(self, Bucket: str, Key: str) -> None:  # noqa: ARG002
        (self.root / Key).unlink(missing_ok=True)


class OneTable:
    """A table with the methods of a DynamoDB client that snapshots use, for one publisher."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}

    def get_item(self, Key: dict[str, Any], **_more: Any) -> dict[str, Any]:
        item = self.items.get(Key["uploadId"]["S"])
        return {"Item": item} if item else {}

    def put_item(self, Item: dict[str, Any], **_more: Any) -> None:
        self.items[Item["uploadId"]["S"]] = Item

    def update_item(self, **_more: Any) -> None:
        """What is superseded is of no interest here."""
