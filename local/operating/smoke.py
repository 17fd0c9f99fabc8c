"""The smoke test of a deployed stack: ten made-up people imported, found again, and taken away again."""

import csv
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from local.errors import LocalError
from local.operating import importing
from local.operating.client import ApiClient
from local.operating.targets import Target

ROWS = 10
# A name that is reserved for examples. The people are always the same, so at most ten leads are ever left behind.
DOMAIN = "smoke-test.example"
EMAILS = tuple(f"person{n}@{DOMAIN}" for n in range(1, ROWS + 1))
LEFT = (
    f"Left behind: ten leads with emails at {DOMAIN}, and the upload {{upload}} with its files. "
    "A run that cleans up takes the leads away."
)
_REBUILDS = 3


def write_file(folder: Path) -> tuple[Path, str]:
    """The file, and the word that every row of it, and of no other run's file, has in the column Run."""
    run = uuid.uuid4().hex
    path = folder / "smoke-test.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [[f"Smoke Person{chr(64 + n)}", email, "Smoke Test Ltd", run] for n, email in enumerate(EMAILS, 1)]
        csv.writer(file).writerows([["Name", "Email", "Company", "Run"], *rows])
    return path, run


def check_import(status: importing.Status) -> None:
    """Raises LocalError unless every row was stored."""
    result = status.get("result") or {}
    stored = (result.get("created") or 0) + (result.get("updated") or 0)
    if (status.get("status"), result.get("rows"), stored) != ("completed", ROWS, ROWS):
        said = (status.get("error") or {}).get("message") or result
        raise LocalError(f"The import of {ROWS} rows ended as {status.get('status')}: {said}")


def check_leads(client: ApiClient, run: str) -> None:
    """Raises LocalError unless the list has the ten people, each with the word of this run."""
    listed = _body(client, f"/leads?q={DOMAIN}&pageSize=100")["leads"]
    if sorted(lead["email"] for lead in listed) != sorted(EMAILS):
        raise LocalError(f"The list shows {len(listed)} of the {ROWS} leads that were imported.")
    for lead in listed:
        if _body(client, f"/leads/{lead['leadId']}")["remarks"].get("Run") != run:
            raise LocalError(f"Lead {lead['leadId']} does not have what was imported.")


def _body(client: ApiClient, path: str) -> dict[str, Any]:
    answer = client.call("GET", path)
    if not answer.ok or not isinstance(answer.body, dict):
        raise LocalError(f"GET {path} answered {answer.status}: {answer.body}")
    return answer.body


def clean_up(target: Target, upload_id: str) -> None:
    """Takes the leads, the upload's record and its files away, and makes the list anew without the leads."""
    dynamodb, outputs = target.client("dynamodb"), target.outputs
    for email in EMAILS:
        for key in _keys_of(dynamodb, outputs["LeadsTableName"], email):
            dynamodb.delete_item(TableName=outputs["LeadsTableName"], Key=key)
    _rebuild(target.client("lambda"), target.resource("RebuildReadModelFunction"))
    for prefix in (f"uploads/{upload_id}/", f"imports/{upload_id}/"):
        _delete_objects(target.client("s3"), outputs["DataBucketName"], prefix)
    dynamodb.delete_item(TableName=outputs["UploadsTableName"], Key={"uploadId": {"S": upload_id}})


def _keys_of(dynamodb: Any, table: str, email: str) -> Sequence[dict[str, Any]]:
    found = dynamodb.query(
        TableName=table,
        IndexName="EmailIndex",
        KeyConditionExpression="email = :email",
        ExpressionAttributeValues={":email": {"S": email}},
    )
    return [{"leadId": item["leadId"]} for item in found["Items"]]


def _rebuild(functions: Any, name: str) -> None:
    """Again when imports were faster; each try leaves a list that is whole."""
    for _ in range(_REBUILDS):
        answer = functions.invoke(FunctionName=name, Payload=b"{}")
        if "FunctionError" not in answer:
            return
    raise LocalError(f"The list could not be made anew without the leads: {answer['Payload'].read().decode()}")


def _delete_objects(s3: Any, bucket: str, prefix: str) -> None:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for entry in page.get("Contents", ()):
            s3.delete_object(Bucket=bucket, Key=entry["Key"])
