"""The drop folder, as a script meets it: a login, an S3 client, and nothing else."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.source_file import delivered_record
from local import __main__ as program
from local.emulator import environment
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, REGION
from tests.support.world import World, wait_for

PEOPLE = b"Name,Email\nAnn Lee,ann@example.com\nBen Tan,ben@example.com\n"


class Script:
    """Whoever has the address of the page and a login: what the commands print is all it goes by."""

    def __init__(self, world: World, bucket: str, folder: str, credentials: Mapping[str, str]) -> None:
        self._world, self.bucket, self.folder = world, bucket, folder
        self.s3 = boto3.client(
            "s3",
            region_name=REGION,
            endpoint_url=world.stack.settings.endpoint,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    def put(self, name: str, content: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=f"{self.folder}{name}", Body=content)

    def upload_of(self, name: str) -> dict[str, Any]:
        """The final status of the upload that a file became."""

        def listed() -> str | None:
            found = self._world.client.call("GET", "/uploads").body["uploads"]
            return next((str(upload["uploadId"]) for upload in found if upload["fileName"] == name), None)

        return self._world.follow(str(wait_for(listed)))


@pytest.fixture
def script(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Script:
    with monkeypatch.context() as patched:
        patched.setattr(environment, "enter", lambda _settings: None)
        for name, value in {"EASYCRM_EMAIL": DEMO_EMAIL, "EASYCRM_PASSWORD": DEMO_PASSWORD}.items():
            patched.setenv(name, value)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patched.delenv(name)
        assert program.main(["drop-folder", "--site", world.stack.site_url]) == 0
        assert program.main(["drop-folder", "--site", world.stack.site_url, "--credentials"]) == 0
    address, credentials = capsys.readouterr().out.splitlines()
    bucket, _, folder = address.removeprefix("s3://").partition("/")
    return Script(world, bucket, folder, json.loads(credentials))


def test_a_file_that_a_script_delivers_becomes_an_upload_like_any(world: World, script: Script) -> None:
    script.put("March/Messe für Möbel+1.csv", PEOPLE)

    done = script.upload_of("Messe für Möbel+1.csv")

    assert (done["status"], done["result"]["created"]) == ("completed", 2)
    assert done["createdBy"] == f"drop folder {script.folder.split('/')[1]}"
    assert sorted(lead["email"] for lead in world.leads()["leads"]) == ["ann@example.com", "ben@example.com"]


def test_a_file_that_is_delivered_twice_at_once_is_one_upload(world: World, script: Script) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: script.put("twice.csv", PEOPLE), range(2)))
    script.upload_of("twice.csv")
    world.wait_for_executions("twice.csv", 2)

    assert len(world.client.call("GET", "/uploads").body["uploads"]) == 1
    assert {item["version"] for item in world.lead_items()} == {1}


def test_a_photo_that_is_delivered_fails_with_a_sentence(script: Script) -> None:
    script.put("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(2000))

    assert "JPEG picture, not a spreadsheet" in script.upload_of("photo.jpg")["error"]["message"]


def test_a_file_whose_event_never_came_can_be_begun(world: World, script: Script) -> None:
    key, at = f"{script.folder}{uuid4()}.csv", datetime.now(UTC) - timedelta(minutes=6)
    with world.silent_bucket():
        etag = world.s3.put_object(Bucket=script.bucket, Key=key, Body=PEOPLE)["ETag"].strip('"')
    record = delivered_record({"key": key, "etag": etag, "size": len(PEOPLE)}, f"{at:%Y-%m-%dT%H:%M:%S.%fZ}", "SG")
    UploadRecords(world.dynamodb, world.outputs["UploadsTableName"]).create(record, expires_days=1)
    assert world.client.status(record["uploadId"])["error"]["code"] == "notNoticed"

    assert world.client.call("POST", f"/status/{record['uploadId']}/retry").status == 202

    assert world.follow(record["uploadId"])["result"]["created"] == 2


def test_the_emulator_knows_no_variables_in_policies(script: Script) -> None:
    """On AWS this is denied (`tests/template/test_permissions.py`)."""
    script.s3.put_object(Bucket=script.bucket, Key="inbox/somebody-else/", Body=b"")


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("put_object", {"Key": "uploads/0f2b/source", "Body": b""}),
        ("put_object", {"Key": "snapshots/base", "Body": b""}),
        ("get_object", {"Key": "inbox/own.csv"}),
        ("delete_object", {"Key": "inbox/own.csv"}),
        ("list_objects_v2", {}),
    ],
)
def test_a_script_may_do_nothing_else(script: Script, operation: str, given: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(script.s3, operation)(Bucket=script.bucket, **given)
