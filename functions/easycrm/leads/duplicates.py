"""Possible duplicates: leads that share an email, or a name and a phone. The import never merges two; people may."""

import sqlite3
from typing import Any

from easycrm.bounds import LISTED_DUPLICATES, LISTED_LEAD_BYTES
from easycrm.fitting import with_texts_cut
from easycrm.folding import folded
from easycrm.leads.identity import folded_name
from easycrm.leads.lead import Lead

EMAIL, NAME_AND_PHONE = "email", "nameAndPhone"
"""What two leads have in common."""

_TEXTS = ("firstName", "lastName", "company", "email", "phone")
_SHOWN = ("leadId", *_TEXTS)
_SHARED = """SELECT {0} FROM leads WHERE {0} > '' GROUP BY {0} HAVING count(*) > 1"""
_NAMED = f"""SELECT id, "phoneFolded", foldedName("firstName", "lastName") AS name FROM leads
    WHERE "phoneFolded" IN ({_SHARED.format('"phoneFolded"')})"""

LISTED = "id IN (SELECT id FROM temp.possibleDuplicates)"
"""The SQL that a lead is one of those that `list_possible_duplicates` found."""


def list_possible_duplicates(model: sqlite3.Connection) -> None:
    """Fills `temp.possibleDuplicates` with the ids of all leads that have one, once for each state of the leads."""
    model.execute("CREATE TEMP TABLE IF NOT EXISTS possibleDuplicates (id INTEGER PRIMARY KEY)")
    model.execute("CREATE TEMP TABLE IF NOT EXISTS possibleDuplicatesAt (changes INTEGER)")
    at = model.execute("SELECT changes FROM temp.possibleDuplicatesAt").fetchone()
    if at is not None and at[0] == model.total_changes:
        return
    model.create_function("foldedName", 2, _name_key, deterministic=True)
    model.execute("DELETE FROM temp.possibleDuplicatesAt")
    model.execute("DELETE FROM temp.possibleDuplicates")
    model.execute(
        f"""INSERT INTO temp.possibleDuplicates
        SELECT id FROM leads WHERE "emailFolded" IN ({_SHARED.format('"emailFolded"')})
        UNION
        SELECT id FROM (SELECT id, count(*) OVER (PARTITION BY "phoneFolded", name) AS same FROM ({_NAMED})
                        WHERE name > '') WHERE same > 1"""
    )
    model.execute("INSERT INTO temp.possibleDuplicatesAt VALUES (?)", (model.total_changes + 1,))


def possible_duplicates(model: sqlite3.Connection, lead: Lead) -> list[dict[str, Any]]:
    """The other leads that may speak of the same person, at most twenty of them, by leadId.

    Each is `{leadId, firstName, lastName, company, email, phone, why}`, with its texts cut as in a list (`truncated`);
    `why` has `email`, `nameAndPhone` or both.
    """
    email, phone = folded(lead.text("email")), folded(lead.text("phone"))
    name = _name_key(lead.text("firstName"), lead.text("lastName"))
    rows = model.execute(
        f"""SELECT {", ".join(f'"{column}"' for column in _SHOWN)},
            "emailFolded" = nullif(?, '') AS sameEmail, "phoneFolded" = nullif(?, '') AS samePhone
        FROM leads WHERE "leadId" <> ? AND ("emailFolded" = nullif(?, '') OR "phoneFolded" = nullif(?, ''))
        ORDER BY "leadId" """,
        (email, phone, lead.lead_id, email, phone),
    )
    duplicates: list[dict[str, Any]] = []
    for row in rows:
        same_name = bool(name) and _name_key(row["firstName"], row["lastName"]) == name
        same = {EMAIL: row["sameEmail"], NAME_AND_PHONE: row["samePhone"] and same_name}
        if any(same.values()):
            why = [what for what in same if same[what]]
            shown = {column: row[column] for column in _SHOWN} | {"why": why}
            duplicates.append(with_texts_cut(shown, _TEXTS, LISTED_LEAD_BYTES))
        if len(duplicates) == LISTED_DUPLICATES:
            break
    return duplicates


def _name_key(first: str, last: str) -> str:
    return folded_name(f"{first} {last}")
