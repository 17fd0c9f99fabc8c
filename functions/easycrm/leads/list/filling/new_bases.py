"""Fills the file of a new base: from nothing, or from the base before. Pure: a file, no AWS."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from easycrm.leads.list.entries import Entry
from easycrm.leads.list.read_model import (
    add_entries,
    apply_entries,
    connect_empty,
    count_leads,
    create_indexes,
    create_orders,
    drop_orders,
    open_read_model,
)

SORTED_LAST = 0.25
"""Of the leads of a base. Where more are new, it costs less to sort all leads anew than to put each in its place."""


class Many(NamedTuple):
    """Leads, each of them once; `size` says how many they are where there is a base before."""

    entries: Iterable[Entry]
    size: int = 0


def fill_base(path: Path, many: Many, deltas: Iterable[Entry]) -> int:
    """Adds leads, and those of deltas, to the base at `path`, or makes one; returns how many it has.

    A base is spoilt when this breaks off.
    """
    with closing(_grown(path, many) if path.exists() else _made(path, many)) as model:
        apply_entries(model, deltas)
        return count_leads(model)


def _made(path: Path, many: Many) -> sqlite3.Connection:
    model = connect_empty(path)
    add_entries(model, many.entries)
    create_indexes(model)
    return model


def _grown(path: Path, many: Many) -> sqlite3.Connection:
    model = open_read_model(path)
    model.execute("PRAGMA journal_mode = OFF")  # it would hold in memory all that is written over
    is_sorted_last = many.size > SORTED_LAST * count_leads(model)
    if is_sorted_last:
        drop_orders(model)
    apply_entries(model, many.entries)
    if is_sorted_last:
        create_orders(model)
    return model
