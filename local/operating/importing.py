"""One file through the public API: ask for an upload, send the file, follow the status to its end."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from local.operating.client import ApiClient, ApiRefusal, ApiUnreachable
from local.patience import FAILED_LOOKS, STALL_SECONDS

Status = dict[str, Any]
EXIT_CODES = {"completed": 0, "partial": 3, "failed": 4, "cancelled": 4}
POLL_SECONDS = 0.5


class ImportStalled(Exception):
    """The status has not changed for STALL_SECONDS, or could not be read any more."""


def exit_code(status: Status) -> int:
    """0 completed, 3 partial, 4 failed or cancelled."""
    return EXIT_CODES.get(str(status.get("status")), 4)


def import_file(
    client: ApiClient,
    path: Path,
    options: Mapping[str, str],
    on_status: Callable[[Status], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Status:
    """Imports the file and returns its final status body; `on_status` sees every one on the way.

    A file that the API or the storage refuses ends as a body of the same shape: `status` failed and `error`,
    with an `uploadId` when it got that far. Raises ApiUnreachable and ImportStalled.
    """
    upload_id: str | None = None
    try:
        ticket = client.create_upload(path.name, path.stat().st_size, options)
        upload_id = str(ticket["uploadId"])
        on_status({"uploadId": upload_id, "status": "uploading"})
        client.send_file(ticket, path)
    except ApiRefusal as refusal:
        known = {"uploadId": upload_id} if upload_id else {}
        return {**known, "status": "failed", "error": {"code": refusal.code, "message": refusal.message}}
    return follow(client, upload_id, on_status, sleep)


def follow(
    client: ApiClient,
    upload_id: str,
    on_status: Callable[[Status], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Status:
    """Reads the status until it is a final one, and returns that. Raises ImportStalled."""
    last: Status = {}
    changed_at = time.monotonic()
    failures = 0
    while last.get("status") not in EXIT_CODES:
        if time.monotonic() - changed_at > STALL_SECONDS:
            raise ImportStalled(f"Upload {upload_id} has not moved for {STALL_SECONDS / 60:.0f} minutes.")
        if last or failures:
            sleep(POLL_SECONDS)
        try:
            status = client.status(upload_id)
        except (ApiUnreachable, ApiRefusal) as error:
            failures += 1
            if failures >= FAILED_LOOKS:
                raise ImportStalled(f"The status of upload {upload_id} cannot be read any more. {error}") from error
            continue
        failures = 0
        if status != last:
            last, changed_at = status, time.monotonic()
            on_status(status)
    return last
