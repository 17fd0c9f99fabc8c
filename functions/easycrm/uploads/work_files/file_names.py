"""The name of every work file, below `imports/{uploadId}/`: no other module spells one."""

WORKBOOK = "workbook.json"
MAPPING = "mapping.json"
MANIFEST = "manifest.json"
ROW_REPORT = "report.csv"
FAILED_BATCHES = "failed-batches.json"

PLANS = "plans"
RESULTS = "results"
"""Folders that are listed: what is in them says how far the batches are."""


def table_rows(table: int) -> str:
    """The rows of a table that can be read; tables count from 0."""
    return f"tables/{table:03}.jsonl"


def held_rows(table: int) -> str:
    """The rows of a table that cannot be read as leads."""
    return f"held/{table:03}.jsonl"


def cell_findings(table: int) -> str:
    """What there is to say of single cells of a table."""
    return f"findings/{table:03}.jsonl"


def retry_manifest(run: int) -> str:
    """The batches that a retry goes over. The first import is run 0, and has `MANIFEST`."""
    return f"manifest-r{run}.json"


def batch_rows(attempt: str, batch: str) -> str:
    """The rows of a batch, by the try of Plan batches that shared them out."""
    return f"batches/{attempt}/{batch}.jsonl"


def standardised(batch: str) -> str:
    """The values of a batch's rows."""
    return f"standardised/{batch}.json"


def ledger(batch: str) -> str:
    """Where the cells of a batch ended."""
    return f"ledgers/{batch}.json"


def plan(batch: str) -> str:
    """The leads that a batch is to change, as they were before."""
    return f"{PLANS}/{batch}.json"


def result(batch: str) -> str:
    """What became of a batch's rows."""
    return f"{RESULTS}/{batch}.json"
