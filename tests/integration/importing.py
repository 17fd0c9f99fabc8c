"""One upload, whose import goes state by state, as the machine would let it."""

import csv
import io
from functools import partial
from itertools import chain

from easycrm.standardise.columns.unclear import ask_about_columns
from easycrm.standardise.second_look.looking import look_again
from easycrm.uploads.record import run_in_charge
from easycrm.uploads.store import ImportStore, source_key
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.tasks.map_columns import map_worksheets
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.tasks.plan_batches import plan_batches
from easycrm.uploads.tasks.standardise_batch import standardise_batch
from easycrm.uploads.tasks.upsert_batch import StopWatch, upsert_batch


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

    def read(self):
        parse_workbook(self.record, self.etag, self.store, self.records)
        return self

    def plan(self, batch_rows=200):
        self.read()
        ask = partial(ask_about_columns, assistant=self.assistant) if self.assistant else None
        map_worksheets(self.record, self.store, self.records, self.memory, ask)
        plan_batches(self.record, "attempt", batch_rows, self.store, self.records, self.leads)
        return self

    def standardise(self, *batches):
        look = partial(look_again, assistant=self.assistant)
        for entry in self.store.read("manifest.json"):
            if not batches or entry["batch"] in batches:
                standardise_batch(self.record, entry["batch"], entry["name"], self.store, look)
        return self

    def upsert(self, *batches, leads=None):
        """Standardises and stores these batches, or all."""
        self.standardise(*batches)
        for batch in batches or [entry["batch"] for entry in self.store.read("manifest.json")]:
            stop_watch = StopWatch(self.id, self.records)
            upsert_batch(self.record, batch, self.store, leads or self.leads, stop_watch)
        return self

    def finish(self, closing=None, run=None):
        """Finish import's answer; `run` ends: the one in charge, unless another one is named."""
        run = run or run_in_charge(self.record)
        return finish_import(self.record, closing, run, self.store, self.records, self.leads, self.memory)

    def run(self):
        """Everything; the record at the end."""
        self.plan().upsert().finish()
        return self.record

    def results(self, name):
        """What all results say under this name, in order."""
        return sorted(chain.from_iterable(self.store.read(result)[name] for result in self.store.names("results")))

    def report(self):
        """The rows of the row report, as a spreadsheet program reads them."""
        return list(csv.DictReader(io.StringIO(self.report_text().removeprefix("\ufeff"), newline="")))

    def report_text(self):
        """The file of the row report, as it is downloaded."""
        return self._s3.get_object(Bucket="data", Key=self.store.key("report.csv"))["Body"].read().decode()
