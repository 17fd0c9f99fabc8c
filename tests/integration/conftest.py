"""AWS in this process (moto), with the template's own tables and bucket."""

import json
import logging
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from moto import mock_aws

from easycrm.handlers import reading_wiring, task, wiring
from easycrm.leads.lead import Lead, Origin, Source, Value
from easycrm.leads.list import publication
from easycrm.leads.list.publication import compact, publish
from easycrm.leads.list.reader import LeadsReader
from easycrm.leads.list.snapshots import Snapshots
from easycrm.leads.table import LeadsTable
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.executions import Executions
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore, source_key
from tests.integration.importing import Import
from tests.support.deepseek_server import DeepSeekServer
from tests.support.insert_statements import documented_inserts
from tests.support.lambdas import EVENTS, TASKS, UPLOAD_ID, invoke, upload_record
from tests.support.sam import translated
from tests.support.step_functions import MACHINE, StepFunctions

_OF_TABLES = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")


@pytest.fixture
def aws():
    """The data resources, empty, with the keys and indexes of the template."""
    resources = translated()["Resources"]
    with mock_aws(), documented_inserts():
        names = {
            settings.leads_table: "LeadsTable",
            settings.uploads_table: "UploadsTable",
            settings.team_table: "TeamTable",
        }
        for name, resource in names.items():
            properties = resources[resource]["Properties"]
            wiring.client("dynamodb").create_table(
                TableName=name, **{key: properties[key] for key in _OF_TABLES if key in properties}
            )
        wiring.s3().create_bucket(
            Bucket=settings.data_bucket, CreateBucketConfiguration={"LocationConstraint": settings.region}
        )
        wiring.audit_writer().create_log_group(logGroupName=settings.audit_log_group)
        wiring.audit_log.cache_clear()
        yield


@pytest.fixture
def dynamodb(aws):  # noqa: ARG001
    return wiring.client("dynamodb")


@pytest.fixture
def s3(aws):  # noqa: ARG001
    return wiring.s3()


@pytest.fixture
def audited(aws):  # noqa: ARG001
    """A function: the lines of the audit log, oldest first."""

    def lines():
        found = wiring.audit_writer().filter_log_events(logGroupName=settings.audit_log_group)["events"]
        return [json.loads(event["message"]) for event in found]

    return lines


@pytest.fixture
def step_functions(aws):  # noqa: ARG001
    return wiring.client("stepfunctions")


@pytest.fixture
def fake_step_functions():
    """Remembers what it is asked, and runs nothing."""
    return StepFunctions()


@pytest.fixture
def executions(fake_step_functions):
    return Executions(fake_step_functions, MACHINE)


@pytest.fixture
def machine(step_functions):
    """The state machine's ARN: it takes executions and does nothing."""
    state = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}
    name = settings.state_machine_arn.rpartition(":")[2]
    role = "arn:aws:iam::123456789012:role/machine"
    return step_functions.create_state_machine(name=name, definition=json.dumps(state), roleArn=role)["stateMachineArn"]


@pytest.fixture
def begun(machine, step_functions):
    """A function: what each execution of the machine was begun with, by its name."""

    def inputs():
        runs = step_functions.list_executions(stateMachineArn=machine)["executions"]
        described = [step_functions.describe_execution(executionArn=run["executionArn"]) for run in runs]
        return {run["name"]: json.loads(run["input"]) for run in described}

    return inputs


@pytest.fixture
def leads(dynamodb):
    return LeadsTable(dynamodb, settings.leads_table)


@pytest.fixture
def records(dynamodb):
    return UploadRecords(dynamodb, settings.uploads_table)


@pytest.fixture
def importing(s3, records, leads):
    """A function: begins the import of a file's content."""
    return partial(Import, s3, records, leads)


@pytest.fixture
def deepseek():
    with DeepSeekServer().running() as server:
        yield server


@pytest.fixture
def store(s3):
    return ImportStore(s3, settings.data_bucket, "u1")


class Clock:
    """A clock that stands still until told otherwise."""

    def __init__(self):
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self):
        return self.at.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def pass_(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def snapshots(s3, dynamodb, clock):
    return Snapshots(s3, settings.data_bucket, dynamodb, settings.uploads_table, clock)


@pytest.fixture
def new_reader(snapshots, tmp_path):
    """A function: a reader that has seen nothing yet."""
    made: list[LeadsReader] = []

    def new(of=snapshots):
        folder = tmp_path / f"reader-{len(made)}"
        folder.mkdir()
        made.append(LeadsReader(of, folder))
        return made[-1]

    yield new
    for reader in made:
        reader.close()


@pytest.fixture
def fresh_functions(aws, tmp_path, monkeypatch):  # noqa: ARG001
    """Functions that start cold, and keep their files here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reading_wiring.leads_reader.cache_clear()
    yield
    reading_wiring.leads_reader().close()
    reading_wiring.leads_reader.cache_clear()


@pytest.fixture
def logged(monkeypatch):
    """The lines that the functions log, as they are written."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    kept, logger = Kept(), logging.getLogger(task.logger.name)
    kept.setFormatter(task.logger.registered_formatter)
    monkeypatch.setattr(logger, "handlers", [kept])
    before = logger.level
    logger.setLevel(logging.DEBUG)
    yield lines
    logger.setLevel(before)


@pytest.fixture
def uploaded(records, s3):
    """The upload that the events are about, as POST /upload and the browser leave it."""
    records.create(upload_record(now()), expires_days=400)
    s3.put_object(Bucket="data", Key=source_key(UPLOAD_ID), Body=(EVENTS / "fair.csv").read_bytes())


@pytest.fixture
def run_until(uploaded):  # noqa: ARG001
    """A function: runs the states up to this one, each with its recorded event; returns the answers."""
    tasks = (*TASKS, "finish_import")
    return lambda last: {name: invoke(name) for name in tasks[: tasks.index(last) + 1]}


@pytest.fixture
def make_lead():
    """A function: a lead by its id, version and field texts; `remarks` by header."""

    def make(lead_id, version=1, remarks=None, **fields):
        origin = Origin(f"2026-03-01T09:00:00.{version:06}Z", "u1", "Fair", 2)
        texts = fields | {f"remarks.{header}": text for header, text in (remarks or {}).items()}
        values = {key: Value(text, origin) for key, text in texts.items()}
        source = Source(origin, "fair.csv", "rules")
        return Lead(lead_id, values, "u1", "2026-03-01T09:00:00.000000Z", source, version)

    return make


class Between:
    """A client that lets something happen before each call of one method, as another process would."""

    def __init__(self, client, method, happens):
        self._client = client
        self._method = method
        self._happens = happens

    def __getattr__(self, name):
        if name == self._method:
            self._happens()
        return getattr(self._client, name)


@pytest.fixture
def between():
    return Between


@pytest.fixture
def lead(make_lead):
    """A function: a lead that says its id and version."""
    return lambda lead_id, version=1: make_lead(lead_id, version, company=f"{lead_id} {version}")


@pytest.fixture
def publish_each(snapshots, lead):
    """A function: publishes leads by id, each in a delta of its own."""

    def each(*lead_ids, version=1):
        for lead_id in lead_ids:
            publish([lead(lead_id, version)], snapshots)

    return each


@pytest.fixture
def during(s3, dynamodb, clock, between):
    """A function: a publisher in whose next moves of the pointer others come first."""

    def publisher(*happenings):
        waiting = iter(happenings)
        return Snapshots(s3, "data", between(dynamodb, "put_item", lambda: next(waiting, int)()), "uploads", clock)

    return publisher


@pytest.fixture
def rebase(snapshots, monkeypatch):
    """A function: compacts into a new base, however small the deltas are."""

    def into_base(through=snapshots):
        with monkeypatch.context() as patched:
            patched.setattr(publication, "compaction_due", lambda pointer: "newBase" if pointer["deltas"] else "delta")
            return compact(through)

    return into_base


@pytest.fixture
def merge(snapshots, monkeypatch):
    """A function: compacts into one delta, however few there are."""

    def into_delta(through=snapshots):
        with monkeypatch.context() as patched:
            patched.setattr(publication, "MOST_DELTAS", 1)
            return compact(through)

    return into_delta
