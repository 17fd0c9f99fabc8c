"""A model of one upload with all that may change its record: runs, people, events, and whoever looks.

Real tasks, routes and updates on a model of Step Functions, whose executions die, are stopped, and end without a word;
events are lost and come twice, calls lose their answers. What must never be seen is asserted the moment it would be.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from itertools import product
from random import Random
from typing import Any

from easycrm.errors import Conflict, EasyCrmError
from easycrm.leads.list.entries import unpacked_entries
from easycrm.leads.merge import merge
from easycrm.times import parsed, shifted
from easycrm.uploads.api.cancel_upload import cancel
from easycrm.uploads.api.force_complete_upload import force_complete
from easycrm.uploads.api.retry_upload import retry_upload
from easycrm.uploads.api.upload_status import status_of
from easycrm.uploads.executions import STANDARDISE_BATCHES, UPSERT_SLICES, Executions
from easycrm.uploads.progress import refreshed
from easycrm.uploads.record import FINAL, is_closing, run_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.tasks.publish_leads import Unpublished
from easycrm.uploads.tasks.record_failure import record_failure
from easycrm.uploads.tasks.register_upload import register_upload
from easycrm.uploads.tasks.upsert_slice import StopWatch, upsert_slice
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.slice_entries import write_published
from easycrm.uploads.work_files.worksheet_batches import worksheet_batches_key
from tests.support.fakes import InMemoryLeads, InMemoryStore, part
from tests.support.interleaving import Interleaving, Killed
from tests.support.record_table import RecordTable
from tests.support.schedules import LEAD_IDS, PLACES, SHEETS, Import, Leads, but_for_versions, one_by_one, speaks
from tests.support.statements import CELLS
from tests.support.step_functions import EXECUTION, MACHINE, MAP_RUN, refusal

_BEGIN = "2026-03-02T09:00:00.000000Z"
_DAYS = 30
_MAP_RUN = MAP_RUN.partition("StandardiseBatches")[0]


def run_by_luck(seed: int) -> str:
    """The status with which an upload ends to which all sorts of things happen."""
    luck = Random(seed)
    said = [(lead_id, cells) for lead_id, cells in product(LEAD_IDS, CELLS) if speaks(cells)]
    rows = {place: luck.choice(said) for place in PLACES}
    policy, batch_rows, slices = luck.choice(("update", "fill", "replace")), luck.choice((2, 3, 6)), luck.choice((1, 4))
    imported = Import(5, policy, rows, batch_rows, slices, store=Store())
    upload = Upload(imported, luck.randbytes(1500))
    upload.deliver()
    for _ in range(luck.randint(0, 24)):
        upload.go_on(luck.choice((1, 3, 10, 30)))
        upload.happen(luck.choice(_HAPPENINGS), luck.choice((0.5, 1, 6, 40)))
    upload.settle()
    return str(upload.record["status"])


_HAPPENINGS = (*("look",) * 8, *("cancel", "retry", "retry", "force-complete", "abort", "abort", "deliver"))


class Store(InMemoryStore):
    """With the source of the upload."""

    def etag_of(self, _key: str) -> str:
        return "etag"

    def key(self, name: str) -> str:
        return name

    def delete(self, name: str) -> None:
        self._objects.pop(name, None)


@dataclass
class MapRun:
    """How many of its children there are, and are over."""

    total: int
    succeeded: int = 0
    failed: int = 0


@dataclass
class Execution:
    """One execution, and its map runs by their labels."""

    state: str
    begun_with: Any
    ended_at: datetime | None = None
    maps: dict[str, MapRun] = field(default_factory=dict)


class Records(UploadRecords):
    """Looks at every last word."""

    def __init__(self, upload: "Upload", dynamodb: Any) -> None:
        super().__init__(dynamodb, "uploads", lambda: upload.at)
        self._upload = upload

    def finish(self, record: Any, status: Any, facts: Any) -> Any:
        ended = super().finish(record, status, facts)
        if ended:
            self._upload.check_end(record, ended)
        return ended

    def begin_closing(self, record: Any, closing_arn: str, way_in: Any) -> Any:
        closing = super().begin_closing(record, closing_arn, way_in)
        if closing:
            self._upload.check_break(record, way_in["finish"]["error"])
        return closing


class Upload:
    """`listed`: the versions of leads that the list has."""

    def __init__(self, imported: Import, choices: bytes) -> None:
        self.schedule = Interleaving(choices)
        self.imported, self.id, self.at = imported, imported.id, _BEGIN
        self.store = imported.store
        self._batches = self.store.read(file_names.WORKSHEET_BATCHES)
        self._mapping = self.store.read(file_names.MAPPING)
        for name in (file_names.WORKSHEET_BATCHES, file_names.MAPPING):
            self.store.delete(name)
        tables: list[Any] = [
            {"worksheet": name, "name": file_names.table_rows(n), "columns": []} for n, name in enumerate(SHEETS)
        ]
        for place, table in enumerate(tables):
            self.store.write_lines(table["name"], [])
            self.store.write_lines(file_names.held_rows(place), [])
        self.store.write(file_names.WORKBOOK, {"tables": tables, "worksheets": [], "skipped": 0, "held": 0})
        self.leads = InMemoryLeads()
        self.listed: dict[str, int] = {}
        self.runs: dict[str, Execution] = {}
        self._table = RecordTable()
        self.records = Records(self, self._table)
        self._watched = Records(self, self.schedule.watch(self._table))
        self._executions = Executions(self.schedule.watch(_StepFunctions(self)), MACHINE)
        self._acts = self._acting = 0
        self._told: list[tuple[int, dict[str, Any]]] = []
        created: Any = {"uploadId": self.id, "status": "uploading", "createdAt": _BEGIN, "createdBy": "mei"}
        options = {"country": "SG", "existing": imported.existing}
        self.records.create(created | {"fileName": "a.csv", "fileSize": 9, "options": options}, 1)

    @property
    def record(self) -> Any:
        return self.records.get(self.id)

    # What happens

    def deliver(self) -> None:
        """The event of the file, by an execution of its own."""
        source = {"key": f"uploads/{self.id}/source", "etag": "etag", "size": 9}
        self.start(f"event-{len(self.runs)}", {"detail": {"object": source}})

    def start(self, name: str, begun_with: Any) -> None:
        self.runs[name] = Execution("RUNNING", begun_with)
        self.schedule.add(_once(partial(self._run, name)))

    def go_on(self, steps: int) -> None:
        """So many calls, whoever makes them."""
        left = iter(range(steps))
        self.schedule.run(until=lambda: next(left, None) is None)

    def happen(self, what: str, after: float) -> None:
        """Somebody looks, acts, or stops a run in the console, some seconds later; or the event comes again."""
        if what == "deliver":
            self.deliver()
        elif what == "abort":
            self.schedule.add(_once(self._abort))
        elif what == "look":
            self.schedule.add(_once(partial(self._look, after)))
        else:
            self.schedule.add(_once(partial(self._act, what, after)))

    def settle(self) -> None:
        """Until nothing moves; then somebody looks now and then, which is all that an upload needs to end."""
        self.schedule.run()
        for _ in range(12):
            self.happen("look", 40)
            self.schedule.run()
        ended = self.record
        assert ended["status"] in FINAL, "an upload that comes to no end"
        assert "closingArn" not in ended, "an upload that has ended, with a run in charge"
        if "result" in ended:
            assert self.unlisted() == {}, f"{ended['status']}, and leads were stored after that"

    def _pass(self, seconds: float) -> None:
        self.at = shifted(self.at, timedelta(seconds=seconds))

    def _act(self, person: str, after: float) -> None:
        self._pass(after)
        self._acts, self._acting = self._acts + 1, self._acting + 1
        try:
            self._post(person)
        except Conflict:
            pass
        finally:
            self._acting -= 1

    def _post(self, person: str) -> None:
        if person == "retry":
            retry_upload(self.id, self.at, self.store, self._watched, self._executions, 900, _DAYS)
        else:
            stop: Any = cancel if person == "cancel" else force_complete
            stop(self.id, person, self.at, self._watched, self._executions)

    def _look(self, after: float) -> None:
        self._pass(after)
        acts, before = self._acts, self._told[-1:]
        is_alone = self._acting == 0
        record = self._watched.get(self.id)
        record = refreshed(record, self.at, 5, self.store, self._watched, self._executions)
        told = self._telling(record)
        is_alone = is_alone and acts == self._acts  # nobody acted meanwhile, so that what is told is in order
        for then, former in before:
            if former["status"] in FINAL and then == acts and is_alone:
                assert told == former, "a final status changed by itself"
            if former["run"] == told["run"]:
                assert told["percentage"] >= former["percentage"], "the percentage went back"
        if is_alone:
            self._told.append((acts, told))

    def _telling(self, record: Any) -> dict[str, Any]:
        """What may not change by itself: a task that was left behind may still note the number of rows."""
        status: Any = status_of(record)
        kept = {name: status.get(name) for name in ("status", "result", "error", "stoppedBy", "completedAt")}
        return {**kept, "percentage": status["progress"]["percentage"], "run": record.get("runs", 0)}

    def _abort(self) -> None:
        running = [name for name, run in self.runs.items() if run.state == "RUNNING"]
        if running:
            self.end(running[-1], "ABORTED")

    def end(self, name: str, state: str) -> None:
        """An execution ends, and EventBridge tells Record failure, if that was not for its good."""
        run = self.runs[name]
        if run.state == "RUNNING":
            run.state, run.ended_at = state, parsed(self.at)
            if state != "SUCCEEDED":
                detail = {"executionArn": EXECUTION + name, "status": state, "input": json.dumps(run.begun_with)}
                self.schedule.add(_once(partial(self._record_failure, {"detail": detail})))

    # The machine

    def _run(self, name: str) -> None:
        try:
            self._states(name, self.runs[name].begun_with)
        except (Killed, EasyCrmError) as error:
            failure = {"Error": type(error).__name__, "Cause": "{}"}
            begun_with = {"uploadId": self.id, "failure": failure}
            with suppress(Killed):
                self._record_failure({"input": begun_with, "executionArn": EXECUTION + name})
            self.end(name, "FAILED")
        else:
            self.end(name, "SUCCEEDED")

    def _states(self, name: str, begun_with: Any) -> None:
        run, arn = self.runs[name], EXECUTION + name
        state = begun_with
        if "finish" not in begun_with:
            state = self._state(run, lambda: register_upload(begun_with, arn, self._watched, "SG", 1))
            if not state["registered"]:
                return
            run_number = state["run"]
            if "batches" not in state:
                state["batches"] = self._state(run, self._parse)
                self._state(run, self._map_columns)
            batches = self.store.read(state["batches"]["key"])
            if not self._map(run, STANDARDISE_BATCHES, [partial(self._standardise, each["batch"]) for each in batches]):
                return
            slices = self.store.read(self._state(run, partial(self._choose, run_number))["key"])
            if not self._map(run, UPSERT_SLICES, [partial(self._upsert, item) for item in slices]):
                return
        self._state(run, self._publish)
        self._state(run, lambda: self._finish(state))

    def _map(self, run: Execution, label: str, tasks: list[Callable[[], Any]]) -> bool:
        """Whether the execution goes on, however many children fail."""
        if tasks:
            run.maps[label] = MapRun(len(tasks))
        for task in tasks:
            try:
                self._state(run, task)
                run.maps[label].succeeded += 1
            except (Killed, EasyCrmError):
                run.maps[label].failed += 1
                if run.state != "RUNNING":
                    return False
        return True

    def _state(self, run: Execution, task: Callable[[], Any]) -> Any:
        """A task, tried twice; the machine goes on to no other one once the execution has ended."""
        for is_last in (False, True):
            if run.state != "RUNNING":
                raise Killed
            try:
                return task()
            except Killed:
                if is_last:
                    raise
        raise AssertionError

    def _parse(self) -> Any:
        batches = self._files().write_once(file_names.WORKSHEET_BATCHES, self._batches)
        slices = batches[0]["slices"]
        self._watched.note(self.id, rows=len(self.imported.rows), batches=len(batches), slices=slices)
        return worksheet_batches_key(batches, self.store)

    def _map_columns(self) -> None:
        self._files().write_once(file_names.MAPPING, self._mapping)
        self._watched.note(self.id, mapped=False)  # of which nothing is shown

    def _standardise(self, batch: str) -> None:
        self.imported.standardise(batch, self._files())

    def _choose(self, run: int) -> Any:
        return choose_slices(self._watched.get(self.id), run, self._files())

    def _upsert(self, item: Any) -> None:
        leads = Leads(InMemoryLeads(self.leads.writes, self.id), self.schedule)
        stop_watch = StopWatch(self.id, item["run"], self._watched, clock=lambda: 0.0, every=0.0)
        upsert_slice(self._watched.get(self.id), item, self._files(), part(leads), stop_watch, one_by_one)

    def _files(self) -> Any:
        return self.schedule.watch(self.store, but=("read_range",))

    def _publish(self) -> None:
        unpublished = Unpublished(self.store, self.schedule.watch(self.leads))
        for name in unpublished.names:
            for entry in unpacked_entries(BytesIO(unpublished.newest_entries(name))):
                lead_id, version = entry["leadId"], entry["version"]
                self.listed[lead_id] = max(self.listed.get(lead_id, 0), version)
        write_published(unpublished.written, self._files())

    def _finish(self, state: Any) -> None:
        record = self._watched.get(self.id)
        finish_import(record, state.get("finish"), state["executionArn"], self.store, self._watched, self.leads)

    def _record_failure(self, event: Any) -> None:
        record_failure(event, self._watched, lambda _: self.store, self._executions)

    # What must not be

    def check_end(self, record: Any, ended: Any) -> None:
        if "result" not in ended:
            self.check_break(record, ended["error"])
        if not is_closing(record) or "result" in ended:
            assert self.unlisted() == {}, f"{ended['status']}, with leads missing from the list"
        if "result" in ended:
            created, stored = ended["result"]["created"], len(self.leads.everything())
            assert created == stored, f"{ended['status']}, and told of {created} of {stored} new leads"
        if ended["status"] == "completed":
            assert len(self.imported.outcomes()) == len(self.imported.rows), (
                "completed, with rows that nothing tells of"
            )
            self.imported.record = ended
            said = {lead_id: merge(None, each) for lead_id, each in self.imported.statements().items()}
            is_as_said = but_for_versions(said) == but_for_versions(self.leads.everything())
            assert is_as_said, "completed, with leads that are not what the file says"

    def check_break(self, record: Any, error: Any) -> None:
        """A run that is called interrupted does not run."""
        run = self.runs.get((run_in_charge(record) or "").removeprefix(EXECUTION))
        if error["code"] == "interrupted":
            assert run is None or run.state != "RUNNING", "a healthy run is called interrupted"

    def unlisted(self) -> dict[str, int]:
        """The leads that the list does not have as they are."""
        return {
            lead_id: lead.version
            for lead_id, lead in self.leads.everything().items()
            if self.listed.get(lead_id) != lead.version
        }


class _StepFunctions:
    """The executions of an upload, as boto3 answers of them."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> Any:  # noqa: ARG002
        if name in self._upload.runs:
            raise refusal("ExecutionAlreadyExists", "StartExecution")
        self._upload.start(name, json.loads(input))

    def stop_execution(self, executionArn: str, error: str, cause: str) -> Any:  # noqa: ARG002
        self._upload.end(executionArn.removeprefix(EXECUTION), "ABORTED")

    def describe_execution(self, executionArn: str) -> Any:
        run = self._upload.runs.get(executionArn.removeprefix(EXECUTION))
        if run is None:
            raise refusal("ExecutionDoesNotExist", "DescribeExecution")
        return {"status": run.state, **({"stopDate": run.ended_at} if run.ended_at else {})}

    def list_map_runs(self, executionArn: str) -> Any:
        name = executionArn.removeprefix(EXECUTION)
        runs = [f"{_MAP_RUN}{label}:{name}" for label in self._upload.runs[name].maps]
        return {"mapRuns": [{"mapRunArn": arn} for arn in runs]}

    def describe_map_run(self, mapRunArn: str) -> Any:
        label, _, name = mapRunArn.removeprefix(_MAP_RUN).partition(":")
        run = self._upload.runs[name].maps[label]
        none = dict.fromkeys(("timedOut", "aborted"), 0)
        counts = {"total": run.total, "succeeded": run.succeeded, "failed": run.failed}
        status = "SUCCEEDED" if run.succeeded + run.failed == run.total else "RUNNING"
        return {"status": status, "startDate": parsed(_BEGIN), "itemCounts": none | counts}


def _once(task: Callable[[], None]) -> Callable[[], None]:
    """What dies is not run again by itself."""

    def run() -> None:
        with suppress(Killed):
            task()

    return run
