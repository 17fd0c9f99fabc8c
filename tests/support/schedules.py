"""A model of uploads whose tasks meet everything that can go wrong: real batches on an in-memory table and store."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from hypothesis import strategies as st

from easycrm.errors import UploadStopped
from easycrm.uploads.tasks.finish_import import total_up
from easycrm.uploads.tasks.plan_batches import group_by_lead
from easycrm.uploads.tasks.upsert_batch import StopWatch, upsert_batch
from easycrm.uploads.work_files.file_names import PLANS, RESULTS
from easycrm.uploads.work_files.mapped_columns import write_mapping
from easycrm.uploads.work_files.parsed_tables import write_parsed
from easycrm.uploads.work_files.planned_batches import PlannedRow, write_manifest
from easycrm.uploads.work_files.standardised_rows import write_standardised
from easycrm.uploads.work_files.stored_leads import done_batches
from tests.support.fakes import InMemoryLeads, InMemoryStore, part
from tests.support.interleaving import Interleaving
from tests.support.statements import CELLS, policies, upload

LEAD_IDS = ("LANN", "LBOB", "LCID")
PLACES = ((0, 2), (0, 3), (0, 5), (1, 2), (1, 4), (1, 5))
SHEETS = ("Sheet1", "Sheet2")
STEPS = 120


def one_by_one(store_one, statements):
    return [store_one(statement) for statement in statements]


class Record:
    """`UploadRecords` of one upload."""

    def __init__(self, record):
        self._record = record

    def get(self, _upload_id):
        return dict(self._record)


def stop_watch(record, every=0.25):
    """Its clock stands still: with `every` 0 it looks at the record each time, else when the task begins, as a fast
    task's does, which may go on for a while after the upload's end.
    """
    return StopWatch("u1", record, clock=lambda: 0.0, every=every)


@dataclass
class Import:
    """One upload, ready to be upserted. `rows`: lead id and cells by place (table, row)."""

    number: int
    existing: str
    rows: dict
    batch_rows: int = 2
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
        rows = (PlannedRow(table, row, lead_id, ()) for (table, row), (lead_id, _) in self.rows.items())
        self.batches = {f"{n:05}": batch for n, batch in enumerate(group_by_lead(rows, self.batch_rows), 1)}
        write_mapping([part({"worksheet": name}) for name in SHEETS], self.store)
        write_parsed(part({"tables": [], "skipped": 0, "held": 0}), self.store)
        write_manifest([self._entry(batch) for batch in self.batches], self.store)
        for name, batch in self.batches.items():
            write_standardised(name, [self._standardised(row) for row in batch], self.store)

    def _entry(self, batch):
        return {"batch": batch, "name": f"batches/{batch}", "rows": len(self.batches[batch]), "ranges": []}

    def _standardised(self, row):
        lead_id, cells = self.rows[row.table, row.row]
        address = {"table": row.table, "row": row.row, "leadId": lead_id}
        if not speaks(cells):
            return address | {"held": "noLeadFields"}
        values = {key: text for key, text in cells.items() if text}
        blanks = [key for key, text in cells.items() if not text]
        return address | {"values": values, "blanks": blanks, "flags": {}, "by": "rules"}

    def copy(self, number=None, batch_rows=2):
        """The same file, as another upload or in other batches."""
        return Import(number or self.number, self.existing, self.rows, batch_rows)

    def batch_of(self, lead_id):
        return next(name for name, rows in self.batches.items() if lead_id in {row.lead_id for row in rows})

    def lead_ids(self):
        return {lead_id for lead_id, cells in self.rows.values() if speaks(cells)}

    def outcomes(self):
        """The outcome of every place that the results tell of, in the order of the file."""
        results = [self.store.read(name) for name in self.store.names(RESULTS)]
        told = [((table, row), what) for result in results for table, row, _, what in result["rows"]]
        told += [((table, row), "held") for result in results for table, row, _ in result["held"]]
        return sorted(told + [(place, "held") for place in self.strangers()])

    def strangers(self):
        """The name that is told of every place that is held for another person's email."""
        results = [self.store.read(name) for name in self.store.names(RESULTS)]
        return {(table, row): name for result in results for table, row, _, name, *_ in result["strangers"]}

    def left(self):
        """`(text, the lead's text)` of every value that its lead does not have, by table, row and key."""
        results = [self.store.read(name) for name in self.store.names(RESULTS)]
        return {(table, row, key): (text, kept) for r in results for table, row, key, text, kept in r["left"]}

    def counts(self):
        return Counter(what for _, what in self.outcomes())

    def plans(self):
        return {
            lead_id: item
            for name in self.store.names(PLANS)
            for lead_id, item in self.store.read(name)["before"].items()
        }

    def totals(self, leads):
        return total_up(self.record, self.store, leads)


def speaks(cells):
    """Whether a row is about someone: remarks alone are not."""
    return any(text for key, text in cells.items() if not key.startswith("remarks."))


class World:
    """A leads table, uploads, and a schedule of their tasks. `returned`: what every run of a batch returned."""

    def __init__(self, choices=b"", retry=True, leads=None):
        self.leads = leads or InMemoryLeads()
        self.schedule = Interleaving(choices, retry)
        self.looks_every = 0.25
        self.returned = defaultdict(list)

    def start(self, imported, again=(), batches=None):
        """Adds the tasks of an upload; `again`: places in its list of batches that are delivered once more."""
        batches = list(imported.batches) if batches is None else batches
        for batch in batches + [batches[place % len(batches)] for place in again]:
            self.schedule.add(partial(self._upsert, imported, batch))

    def run(self, *imports, again=()):
        """Runs uploads at the same time, until nothing is left to be done."""
        for imported in imports:
            self.start(imported, again)
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
        return {(imported.id, batch) for batch in imported.batches} <= set(self.returned)

    def cancel(self, imported, after):
        """Runs an upload that is cancelled after so many steps; returns how many writes there were by then."""
        self.looks_every = 0.0
        self.start(imported)
        steps = iter(range(after))
        self.schedule.run(until=lambda: next(steps, None) is None)
        imported.record["stopRequested"] = {"as": "cancelled"}
        written = len(self.leads.writes)
        self.schedule.run()
        return written

    def retry(self, imported):
        """Runs what has no result, as a new execution over a manifest of it."""
        del imported.record["stopRequested"]
        done = done_batches(imported.store)
        self.start(imported, batches=[batch for batch in imported.batches if batch not in done])
        self.schedule.run()

    def _upsert(self, imported, batch):
        store = self.schedule.watch(imported.store)
        leads = self.schedule.watch(InMemoryLeads(self.leads.writes, imported.id))
        watch = stop_watch(self.schedule.watch(Record(imported.record)), self.looks_every)
        try:
            result = upsert_batch(part(dict(imported.record)), batch, store, leads, watch, one_by_one)
        except UploadStopped:
            return
        self.returned[imported.id, batch].append(result)


everything_said = list(product(LEAD_IDS, CELLS))
everything_said += 2 * [(lead_id, cells) for lead_id, cells in everything_said if speaks(cells)]
files = st.lists(st.sampled_from(everything_said), min_size=2, max_size=len(PLACES)).map(
    lambda rows: dict(zip(PLACES, rows, strict=False))
)
moments = st.integers(0, 40)
sizes = st.integers(1, 3)
choices = st.binary(min_size=2 * STEPS, max_size=2 * STEPS)
redelivered = st.lists(st.integers(0, 5), max_size=4)
one_import = st.builds(Import, st.just(5), policies, files, sizes)
earlier_import = st.builds(Import, st.just(1), policies, files)
long_import = st.builds(
    Import,
    st.just(5),
    policies,
    st.lists(
        st.sampled_from([(who, cells) for who, cells in product(LEAD_IDS, CELLS) if speaks(cells)]), min_size=6
    ).map(lambda rows: dict(zip(PLACES, rows, strict=False))),
    st.integers(2, 6),
)
some_imports = st.lists(
    st.builds(Import, st.integers(1, 9), policies, files, sizes), min_size=1, max_size=4, unique_by=lambda i: i.number
)
in_time = some_imports.map(lambda imports: sorted(imports, key=lambda imported: imported.number))
