"""One upload, whose import goes state by state, as the machine would let it."""

import csv
import io
from functools import partial
from itertools import chain

from easycrm.standardise.columns.unclear import ask_about_columns
from easycrm.standardise.second_look.looking import look_again
from easycrm.uploads.record import run_in_charge
from easycrm.uploads.store import ImportStore, source_key
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.tasks.map_columns import map_worksheets
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.tasks.standardise_batch import standardise_batch
from easycrm.uploads.tasks.upsert_slice import StopWatch, upsert_slice


class Import:
    """The import of a file's content, which begins at once. Its execution is `arn:{uploadId}`.

    `assistant`: what asks about the rows that rules leave unsettled; `memory`: the mappings of finished imports.
    """

    def __init__(
        self,
        s3,
        records,
        leads,
        content,
        upload_id="u1",
        name="fair.csv",
        existing="update",
        assistant=None,
        memory=None,
        encoding=None,
    ):
        self.id, self.records, self.leads = upload_id, records, leads
        self.assistant, self.memory = assistant, memory
        self._s3 = s3
        self.store = ImportStore(s3, "data", upload_id)
        body = content.encode() if isinstance(content, str) else content
        self.etag = s3.put_object(Bucket="data", Key=source_key(upload_id), Body=body)["ETag"].strip('"')
        options = {"country": "SG", "existing": existing} | ({"encoding": encoding} if encoding else {})
        created = {"uploadId": upload_id, "status": "uploading", "createdAt": "2026-03-02T09:00:00.000000Z"}
        records.create(created | {"fileName": name, "fileSize": len(body), "options": options}, expires_days=1)
        records.register(upload_id, f"arn:{upload_id}", None)

    @property
    def record(self):
        return self.records.get(self.id)

    def read(self, batch_rows=1250, slice_rows=2000):
        parse_workbook(self.record, self.etag, self.store, self.records, batch_rows=batch_rows, slice_rows=slice_rows)
        return self

    def map(self, **sizes):
        self.read(**sizes)
        ask = partial(ask_about_columns, assistant=self.assistant) if self.assistant else None
        map_worksheets(self.record, self.store, self.records, self.memory, ask)
        return self

    @property
    def batches(self):
        """The worksheet batches, by name."""
        return {batch["batch"]: batch for batch in self.store.read("worksheet-batches.json")}

    def standardise(self, *batches):
        """Standardises these worksheet batches, or all."""
        look = partial(look_again, assistant=self.assistant)
        for name in batches or self.batches:
            batch = self.batches[name]
            standardise_batch(self.record, name, batch["ranges"], batch["slices"], self.store, self.leads, look)
        return self

    def choose(self):
        """The slices of the run in charge, by name, from the batches that are standardised."""
        run = self.record.get("runs", 0)
        choose_slices(self.record, run, self.store)
        return {item["slice"]: item for item in self.store.read(f"runs/{run}/slices.json")}

    def store_slices(self, *slices, leads=None):
        """Stores these slices of the run in charge, or all."""
        chosen = self.choose()
        for name in slices or chosen:
            stop_watch = StopWatch(self.id, self.record.get("runs", 0), self.records)
            upsert_slice(self.record, chosen[name], self.store, leads or self.leads, stop_watch)
        return self

    def upsert(self, *batches, leads=None):
        """Standardises these worksheet batches, or all, and stores what is standardised."""
        return self.standardise(*batches).store_slices(leads=leads)

    def finish(self, closing=None, run=None):
        """Finish import's answer; `run` ends: the one in charge, unless another one is named."""
        run = run or run_in_charge(self.record)
        return finish_import(self.record, closing, run, self.store, self.records, self.leads, self.memory)

    def run(self):
        """Everything; the record at the end."""
        self.map().upsert().finish()
        return self.record

    def results(self, name):
        """What all results say under this name, in order."""
        return sorted(
            chain.from_iterable(self.store.read(result)[name] for result in self.store.names("slice-results"))
        )

    def report(self):
        """The rows of the row report, as a spreadsheet program reads them."""
        return list(csv.DictReader(io.StringIO(self.report_text().removeprefix("\ufeff"), newline="")))

    def report_text(self):
        """The file of the row report, as it is downloaded."""
        return self._s3.get_object(Bucket="data", Key=self.store.key("report.csv"))["Body"].read().decode()
