"""A model of uploads whose tasks meet everything that can go wrong: real slices on an in-memory table and store."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import Any

from hypothesis import strategies as st

from easycrm.errors import UploadStopped
from easycrm.leads.statement import StandardisedRow, fold_by_lead
from easycrm.uploads.ending.totals import total_up
from easycrm.uploads.record import upload_of
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.upsert_slice import StopWatch, upsert_slice
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.mapped_columns import write_mapping
from easycrm.uploads.work_files.parsed_tables import write_parsed
from easycrm.uploads.work_files.sorted_rows import sorted_batches, write_sorted
from easycrm.uploads.work_files.stored_leads import done_slices, planned_slices
from easycrm.uploads.work_files.worksheet_batches import write_worksheet_batches
from tests.support.fakes import InMemoryLeads, InMemoryStore, part
from tests.support.interleaving import Interleaving
from tests.support.statements import CELLS, policies, upload

LEAD_IDS = ("LANN", "LBOB", "LCID")
"""The second is in another slice of four than the others."""
PLACES = ((0, 2), (0, 3), (0, 5), (1, 2), (1, 4), (1, 5))
SHEETS = ("Sheet1", "Sheet2")
STEPS = 120


def one_by_one(store_one, changes):
    return [store_one(change) for change in changes]


class Record:
    """`UploadRecords` of one upload."""

    def __init__(self, record):
        self._record = record

    def get(self, _upload_id):
        return dict(self._record)


def stop_watch(record, run=0, every=0.25):
    """Its clock stands still: with `every` 0 it looks at the record each time, else when the task begins, as a fast
    task's does, which may go on for a while after the upload's end.
    """
    return StopWatch("u1", run, record, clock=lambda: 0.0, every=every)


class Leads:
    """`LeadsTable` of which every call is a step, also each of the writes of many new leads."""

    def __init__(self, leads, schedule):
        self._leads = schedule.watch(leads)
        self.get, self.get_many, self.put = self._leads.get, self._leads.get_many, self._leads.put

    def insert(self, leads, may_go_on=None):
        return {lead.lead_id for lead in leads if self.put(lead, may_go_on)}


@dataclass
class Import:
    """One upload, whose rows may be standardised. `rows`: lead id and cells by place (table, row).

    `fates`: its batches that come `late`, or are `lost` in its first run.
    """

    number: int
    existing: str
    rows: dict
    batch_rows: int = 2
    slices: int = 1
    fates: dict = field(default_factory=dict)
    store: Any = field(default_factory=InMemoryStore)

    def __post_init__(self):
        self.ref = upload(self.number).ref
        self.id = self.ref.upload_id
        self.record: Any = {
            "uploadId": self.id,
            "registeredAt": self.ref.registered_at,
            "status": "processing",
            "fileName": f"{self.id}.xlsx",
            "options": {"existing": self.existing},
        }
        places = list(self.rows)
        starts = range(0, len(places), self.batch_rows)
        self.batches = {f"{n:05}": places[at : at + self.batch_rows] for n, at in enumerate(starts, 1)}
        tables = [part({"worksheet": name, "headerRow": 1, "columns": []}) for name in SHEETS]
        write_mapping(tables, self.store)
        write_parsed(part({"tables": tables, "skipped": 0, "held": 0}), self.store)
        write_worksheet_batches([self._batch(name) for name in self.batches], self.store)

    def _batch(self, name):
        rows = len(self.batches[name])
        return {"batch": name, "rows": rows, "cells": 0, "slices": self.slices, "ranges": [self._range(rows)]}

    def _range(self, rows):
        return {"table": 0, "firstRow": 2, "lastRow": 5, "rows": rows, "start": 0, "size": 0}

    def standardise(self, batch, store=None):
        """What Standardise batch leaves of a batch."""
        entries = [self._entry(place) for place in self.batches[batch]]
        write_sorted(batch, entries, {"cells": {}, "leftOut": []}, 0, self.slices, store or self.store)

    def _entry(self, place):
        lead_id, cells = self.rows[place]
        address = dict(zip(("table", "row"), place, strict=True))
        if not speaks(cells):
            return address | {"held": "noLeadFields"}
        values = {key: text for key, text in cells.items() if text}
        blanks = [key for key, text in cells.items() if not text]
        flags = {key: ["needsReview"] for key, text in values.items() if text == "y"}
        return address | {"leadId": lead_id, "values": values, "blanks": blanks, "flags": flags, "by": "rules"}

    def statements(self, batches=None):
        """What the rows of these batches, or of all, say of each lead."""
        names = self.batches if batches is None else batches
        entries = [self._entry(place) for name in names for place in self.batches[name]]
        rows = [
            StandardisedRow(
                (entry["table"], entry["row"]),
                SHEETS[entry["table"]],
                *(entry[name] for name in ("leadId", "values", "blanks", "flags")),
            )
            for entry in entries
            if "leadId" in entry
        ]
        return fold_by_lead(rows, upload_of(self.record))

    def missing(self):
        """The batches that are not standardised."""
        return [batch for batch in self.batches if batch not in sorted_batches(self.store)]

    def copy(self, number=None, batch_rows=2, slices=1):
        """The same file, as another upload or in other batches and slices."""
        return Import(number or self.number, self.existing, self.rows, batch_rows, slices)

    def lead_ids(self):
        return {lead_id for lead_id, cells in self.rows.values() if speaks(cells)}

    def results(self):
        """The results that count: of every slice that of its highest run."""
        done = done_slices(self.store)
        return [self.store.read(file_names.slice_result(name, run)) for name, run in done.items()]

    def all_of(self, member):
        """What the results have under a name, in order."""
        return sorted(line for result in self.results() for line in result[member])

    def flags(self):
        return sum((Counter(result["flags"]) for result in self.results()), Counter())

    def outcomes(self):
        """The outcome of every place that the results, and the tails of batches, tell of, in the order of the file."""
        standardised = sorted_batches(self.store)
        unspoken = [
            place
            for batch, places in self.batches.items()
            for place in places
            if batch in standardised and not speaks(self.rows[place][1])
        ]
        told = [((table, row), what) for table, row, _, what in self.all_of("rows")]
        held = [(table, row) for table, row, _ in self.all_of("held")]
        return sorted(told + [(place, "held") for place in (*held, *unspoken, *self.strangers())])

    def strangers(self):
        """The name that is told of every place that is held for another person's email."""
        return {(table, row): name for table, row, _, name, *_ in self.all_of("strangers")}

    def left(self):
        """`(text, the lead's text)` of every value that its lead does not have, by table, row and key."""
        return {(table, row, key): (text, kept) for table, row, key, text, kept in self.all_of("left")}

    def counts(self):
        return Counter(what for _, what in self.outcomes())

    def told(self):
        """All that the results say, whatever slices they are of."""
        told = {name: self.all_of(name) for name in ("rows", "held", "strangers", "flagged", "conflicts", "left")}
        return told | {"outcomes": self.outcomes(), "flags": self.flags()}

    def plans(self):
        """The leads of the highest plan of every slice, as they were before."""
        highest = dict(planned_slices(self.store))
        return {
            lead_id: item
            for of in highest.items()
            for lead_id, item in self.store.read(file_names.slice_plan(*of))["before"].items()
        }

    def totals(self, leads):
        return total_up(self.record, self.store, leads)


def speaks(cells):
    """Whether a row is about someone: remarks alone are not."""
    return any(text for key, text in cells.items() if not key.startswith("remarks."))


class World:
    """A leads table, uploads, and a schedule of their tasks. `returned`: what every try of a slice returned."""

    def __init__(self, choices=b"", retry=True, leads=None):
        self.leads = leads or InMemoryLeads()
        self.schedule = Interleaving(choices, retry)
        self.looks_every = 0.25
        self.returned = defaultdict(list)
        self.chosen = {}

    def start(self, imported, again=(), late=(), lost=()):
        """Begins a run of an upload; `again`: places in its list of slices that are delivered once more.

        Tasks of batches that are `late` may end at any moment, those of batches that are `lost` never do.
        """
        for batch in set(imported.missing()).intersection(late):
            self.schedule.add(partial(self._standardise, imported, batch))
        batches = [batch for batch in imported.missing() if batch not in {*late, *lost}]
        self.schedule.add(partial(self._choose, imported, imported.record.get("runs", 0), batches, again))

    def run(self, *imports, again=()):
        """Runs uploads at the same time, and retries what is lost, until nothing is left to be done."""
        for imported in imports:
            self.start(imported, again, **imported.fates)
        self.schedule.run()
        for imported in imports:
            if any(imported.fates.values()):
                self.retry(imported, again)
        self.schedule.run()
        return self

    def run_one_after_the_other(self, imports, again):
        """An upload starts when the one before has ended. What was delivered twice may still be running then."""
        for imported in imports:
            self.start(imported, again)
            self.schedule.run(until=partial(self.is_done, imported))
            imported.record["status"] = "completed"
        self.schedule.run()
        return self

    def is_done(self, imported):
        run = imported.record.get("runs", 0)
        slices = self.chosen.get((imported.id, run))
        return slices is not None and {(imported.id, name, run) for name in slices} <= set(self.returned)

    def go_on(self, steps):
        """So many calls, whoever makes them."""
        left = iter(range(steps))
        self.schedule.run(until=lambda: next(left, None) is None)

    def cancel(self, imported, after):
        """Runs an upload that is cancelled after so many steps; returns how many writes there were by then."""
        self.looks_every = 0.0
        self.start(imported)
        self.go_on(after)
        imported.record["stopRequested"] = {"as": "cancelled"}
        written = len(self.leads.writes)
        self.schedule.run()
        return written

    def retry(self, imported, again=(), late=(), lost=()):
        """Begins a new run over the batches that are missing; tasks of the one before may still be on their way."""
        imported.record.pop("stopRequested", None)
        imported.record["runs"] = imported.record.get("runs", 0) + 1
        self.start(imported, again, late, lost)

    def run_again_and_again(self, imported, runs, again=()):
        """Retries each run but the last after so many steps, whatever is still on its way."""
        self.looks_every = 0.0
        for place, (steps, fates) in enumerate(runs):
            begin = self.retry if place else self.start
            begin(imported, again, **fates)
            self.go_on(steps)

    def retry_until_it_is_done(self, imported, runs, again=()):
        """The same, and retries the last; of that nothing dies for good."""
        self.run_again_and_again(imported, runs, again)
        self.schedule.retry = True
        self.retry(imported, again)
        self.schedule.run()

    def _standardise(self, imported, batch):
        imported.standardise(batch, self._store(imported))

    def _choose(self, imported, run, batches, again):
        for batch in batches:
            self._standardise(imported, batch)
        try:
            choose_slices(part(dict(imported.record)), run, self._store(imported))
        except UploadStopped:
            return
        items = imported.store.read(file_names.slices_of_run(run))
        if self.chosen.setdefault((imported.id, run), names := [item["slice"] for item in items]) is not names:
            return
        for item in items + [items[place % len(items)] for place in again if items]:
            self.schedule.add(partial(self._upsert, imported, item))

    def _upsert(self, imported, item):
        leads = Leads(InMemoryLeads(self.leads.writes, imported.id), self.schedule)
        watch = stop_watch(self.schedule.watch(Record(imported.record)), item["run"], self.looks_every)
        try:
            result = upsert_slice(
                part(dict(imported.record)), item, self._store(imported), part(leads), watch, one_by_one
            )
        except UploadStopped:
            return
        self.returned[imported.id, item["slice"], item["run"]].append(result)

    def _store(self, imported):
        return self.schedule.watch(imported.store, but=("read_range",))


def but_for_versions(leads):
    """Leads by id as one run without failure leaves them, however often they were written."""
    return {lead_id: replace(lead, version=0) for lead_id, lead in leads.items() if lead}


everything_said = list(product(LEAD_IDS, CELLS))
everything_said += 2 * [(lead_id, cells) for lead_id, cells in everything_said if speaks(cells)]
files = st.lists(st.sampled_from(everything_said), min_size=2, max_size=len(PLACES)).map(
    lambda rows: dict(zip(PLACES, rows, strict=False))
)
moments = st.integers(0, 40)
sizes = st.integers(1, 3)
slices = st.sampled_from((1, 4))
choices = st.binary(min_size=2 * STEPS, max_size=2 * STEPS)
redelivered = st.lists(st.integers(0, 5), max_size=4)
one_import = st.builds(Import, st.just(5), policies, files, sizes, slices)
earlier_import = st.builds(Import, st.just(1), policies, files)
long_import = st.builds(
    Import,
    st.just(5),
    policies,
    st.lists(
        st.sampled_from([(who, cells) for who, cells in product(LEAD_IDS, CELLS) if speaks(cells)]), min_size=6
    ).map(lambda rows: dict(zip(PLACES, rows, strict=False))),
    st.integers(2, 6),
    slices,
)
some_imports = st.lists(
    st.builds(Import, st.integers(1, 9), policies, files, sizes, slices),
    min_size=1,
    max_size=4,
    unique_by=lambda i: i.number,
)
fates = st.fixed_dictionaries(
    {kind: st.sets(st.sampled_from([f"{n:05}" for n in range(1, 7)]), max_size=3) for kind in ("late", "lost")}
)
"""The batches of a run that come late, or not at all."""
runs_that_fail = st.lists(st.tuples(moments, fates), min_size=1, max_size=3)
"""Runs that somebody retries: after how many steps, and what came of their batches."""
some_that_fail = st.lists(
    st.builds(Import, st.integers(1, 9), policies, files, sizes, slices, fates),
    min_size=1,
    max_size=4,
    unique_by=lambda i: i.number,
)
one_other = st.builds(Import, st.sampled_from((2, 8, 9)), policies, files, sizes, slices)
in_time = some_imports.map(lambda imports: sorted(imports, key=lambda imported: imported.number))
