"""The whole leads table, by a parallel scan that keeps one page of each segment in memory."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from easycrm.leads.items.lead_items import lead_of
from easycrm.leads.lead import Lead

_SEGMENTS = 8

Page = dict[str, Any]


def scan_leads(dynamodb: Any, table: str, segments: int = _SEGMENTS) -> Iterator[Lead]:
    """Every lead once, in no order, read consistently. A segment's next page is asked for when one was taken."""
    with ThreadPoolExecutor(segments) as pool:

        def ask(segment: int, start: dict[str, Any]) -> Future[Page]:
            part = {"TotalSegments": segments, "Segment": segment, **start}
            return pool.submit(dynamodb.scan, TableName=table, ConsistentRead=True, **part)

        asked = {ask(segment, {}): segment for segment in range(segments)}
        while asked:
            done, _ = wait(asked, return_when=FIRST_COMPLETED)
            for future in done:
                segment, page = asked.pop(future), future.result()
                if key := page.get("LastEvaluatedKey"):
                    asked[ask(segment, {"ExclusiveStartKey": key})] = segment
                yield from map(lead_of, page["Items"])
