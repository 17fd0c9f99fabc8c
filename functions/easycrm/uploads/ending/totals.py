"""What became of all rows of an upload: the sums of its batches and slices, and those of them that are not done."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from easycrm.held import BATCH_FAILED
from easycrm.leads.table import LeadsTable
from easycrm.uploads.ending.ledger_proof import prove_ledger
from easycrm.uploads.ending.row_report import Reasons, reasons_of_cells
from easycrm.uploads.ending.unfinished import unfinished_slices
from easycrm.uploads.problems import FailedBatch, FailedSlice, WorksheetRange, WorksheetRows
from easycrm.uploads.record import Record, ResultCounts
from easycrm.uploads.results import result_of_tail
from easycrm.uploads.store import ImportStore
from easycrm.uploads.storing.slice_chain import slices_done
from easycrm.uploads.work_files.parsed_tables import read_parsed
from easycrm.uploads.work_files.runs import chosen_runs, read_batches_of_run
from easycrm.uploads.work_files.sorted_rows import SortedHead, read_sorted_heads, read_tails
from easycrm.uploads.work_files.stored_leads import Outcome, Result, SliceRun, read_results
from easycrm.uploads.work_files.worksheet_batches import WorksheetBatch, read_worksheet_batches


@dataclass
class Totals:
    """An upload's sums: rows per outcome, rows per flag, what the row report says, how many batches and slices have
    rows, and those that are not done.
    """

    batches: int = 0
    slices: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    reasons: Reasons = field(default_factory=Reasons)
    failed_batches: list[FailedBatch] = field(default_factory=list)
    failed_slices: list[FailedSlice] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all batches and slices are done."""
        return not self.failed_batches and not self.failed_slices

    def missing(self) -> dict[str, int]:
        """How many rows of which worksheet are not stored because something is not done; in the worksheets' order."""
        rows: Counter[str] = Counter()
        for batch in self.failed_batches:
            for part in batch["ranges"]:
                rows[part["worksheet"]] += part["rows"]
        for each in self.failed_slices:
            for of_worksheet in each["worksheets"]:
                rows[of_worksheet["worksheet"]] += of_worksheet["rows"]
        return dict(rows)

    def add(self, result: Result) -> None:
        """What became of some rows."""
        self.counts.update(result["counts"])
        self.flags.update(result["flags"])
        self.reasons.add(result)

    def result(self) -> ResultCounts:
        """Rows per outcome, and all of them."""
        return {
            "created": self.counts["created"],
            "updated": self.counts["updated"],
            "unchanged": self.counts["unchanged"],
            "merged": self.counts["merged"],
            "held": self.counts["held"],
            "skipped": self.counts["skipped"],
            "rows": self.counts.total(),
        }


def total_up(record: Record, store: ImportStore, leads: LeadsTable) -> Totals:
    """Sums what the upload's batches and slices say; what is not done is told by its rows, its plans and the table.

    Little of that is in memory at any time. Raises BrokenPromise when the cells of a batch do not add up.
    """
    of_cells = reasons_of_cells(store)
    batches = read_worksheet_batches(store)
    if batches is None:
        return Totals(counts=Counter({"held": record.get("rows", 0)}), reasons=Reasons(BATCH_FAILED, of_cells))
    batches_of = {run: frozenset(read_batches_of_run(run, store)) for run in chosen_runs(store)}
    taking_part = batches_of[max(batches_of)] if batches_of else frozenset()
    heads, slices = _read_heads([batch for batch in batches if batch["batch"] in taking_part], store)
    done = slices_done({name: each.batches for name, each in slices.items()}, store)
    workbook = read_parsed(store)
    worksheets = [table["worksheet"] for table in workbook["tables"]]
    failed = [_failed_batch(batch, worksheets) for batch in batches if batch["batch"] not in taking_part]
    is_whole = not failed and len(done) == len(slices)
    totals = Totals(
        batches=len(batches),
        slices=len(slices),
        counts=Counter({"skipped": workbook["skipped"], "held": workbook["held"] + sum(b["rows"] for b in failed)}),
        reasons=Reasons("" if is_whole else BATCH_FAILED, of_cells),
        failed_batches=failed,
    )
    for tail in read_tails(heads, store):
        totals.add(result_of_tail(tail["held"]))
    for result in read_results((SliceRun(name, run) for name, run in sorted(done.items())), store):
        totals.add(result)
    not_done = {name: each.rows for name, each in slices.items() if name not in done}
    for each in unfinished_slices(not_done, batches_of, record, worksheets, store, leads):
        for result in each.results:
            totals.add(result)
        totals.failed_slices.append(_failed_slice(each.slice, each.missing, worksheets))
    return totals


@dataclass
class _Slice:
    """A slice that has rows: how many of which table (its place), and the batches that have them."""

    rows: Counter[int] = field(default_factory=Counter)
    batches: list[str] = field(default_factory=list)


def _read_heads(
    batches: Sequence[WorksheetBatch], store: ImportStore
) -> tuple[dict[str, SortedHead], dict[str, _Slice]]:
    """The heads of the batches but for their shares, and what those say of each slice."""
    heads: dict[str, SortedHead] = {}
    slices: dict[str, _Slice] = defaultdict(_Slice)
    of_batches = read_sorted_heads((batch["batch"] for batch in batches), store)
    for batch, head in zip(batches, of_batches, strict=True):
        prove_ledger(batch, head["cells"])
        for share in head["shares"]:
            slices[share.slice].rows.update({int(table): rows for table, rows in share.rows.items()})
            slices[share.slice].batches.append(batch["batch"])
        heads[batch["batch"]] = {**head, "shares": []}
    return heads, slices


def _failed_batch(batch: WorksheetBatch, worksheets: Sequence[str]) -> FailedBatch:
    ranges: list[WorksheetRange] = [
        {
            "worksheet": worksheets[part["table"]],
            "firstRow": part["firstRow"],
            "lastRow": part["lastRow"],
            "rows": part["rows"],
        }
        for part in batch["ranges"]
    ]
    return {"batch": batch["batch"], "rows": batch["rows"], "ranges": ranges}


def _failed_slice(name: str, missing: Mapping[int, int], worksheets: Sequence[str]) -> FailedSlice:
    of_worksheets: Counter[str] = Counter()
    for table, rows in sorted(missing.items()):
        of_worksheets[worksheets[table]] += rows
    named: list[WorksheetRows] = [{"worksheet": worksheet, "rows": rows} for worksheet, rows in of_worksheets.items()]
    return {"slice": name, "rows": of_worksheets.total(), "worksheets": named}
