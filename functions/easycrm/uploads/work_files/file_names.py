"""The name of every work file, below `imports/{uploadId}/`: no other module spells one."""

WORKBOOK = "workbook.json"
MAPPING = "mapping.json"
WORKSHEET_BATCHES = "worksheet-batches.json"
ROW_REPORT = "report.csv"
FAILED_BATCHES = "failed-batches.json"
PUBLISHED = "published.json"

SORTED = "sorted"
RUNS = "runs"
SLICE_PLANS = "slice-plans"
SLICE_RESULTS = "slice-results"
SLICE_ENTRIES = "slice-entries"
"""Folders that are listed: what is in them says how far the batches and slices are."""

BATCHES = "batches.json"


def table_rows(table: int) -> str:
    """The rows of a table that can be read; tables count from 0."""
    return f"tables/{table:03}.jsonl"


def held_rows(table: int) -> str:
    """The rows of a table that cannot be read as leads."""
    return f"held/{table:03}.jsonl"


def cell_findings(table: int) -> str:
    """What there is to say of single cells of a table."""
    return f"findings/{table:03}.jsonl"


def missing_batches(run: int) -> str:
    """The worksheet batches that a retry goes over. The first import is run 0, and has `WORKSHEET_BATCHES`."""
    return f"{RUNS}/{run}/missing.json"


def batches_of_run(run: int) -> str:
    """The worksheet batches that take part in a run."""
    return f"{RUNS}/{run}/{BATCHES}"


def slices_of_run(run: int) -> str:
    """The slices that a run goes over."""
    return f"{RUNS}/{run}/slices.json"


def sorted_rows(batch: str) -> str:
    """What the rows of a worksheet batch say, sorted by slice."""
    return f"{SORTED}/{batch}.jsonl"


def slice_plan(slice_name: str, run: int) -> str:
    """The leads that a run is to change in a slice, as they were before."""
    return f"{SLICE_PLANS}/{slice_name}.{run}.json"


def slice_result(slice_name: str, run: int) -> str:
    """What became of a slice's rows."""
    return f"{SLICE_RESULTS}/{slice_name}.{run}.json"


def slice_entries(slice_name: str, run: int) -> str:
    """A slice's leads as the read model takes them."""
    return f"{SLICE_ENTRIES}/{slice_name}.{run}.jsonl.gz"
