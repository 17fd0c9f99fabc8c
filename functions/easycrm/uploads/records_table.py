"""The uploads table in DynamoDB: who may change an upload's record, and when."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any, Literal, NamedTuple, Unpack, cast

from botocore.exceptions import ClientError

from easycrm.aws import can_be_key, from_attributes, is_unmet, to_attributes
from easycrm.errors import NotFound
from easycrm.tickets import Tickets
from easycrm.times import expiry, now, shifted
from easycrm.uploads.problems import Problem
from easycrm.uploads.record import Ending, Facts, Progress, Record, Spending, Status, StopRequest, WayIn

NEWEST_INDEX = "NewestIndex"
"""Has of a record what a list of uploads tells of it, and no more."""

_KIND = "upload"  # the read model's pointer is in this table, too, and is of no kind
_MOST_NAMES = 100  # BatchGetItem's limit

_DECISIVE = ("status", "executionArn", "closingArn", "runs")
"""What changes with every decision about an upload."""
_ENDING = "completedAt, #error, #result, failedBatches, failedSlices, failedCounts"
"""What is told of an end, but for what stays of it."""
_IN_CHARGE = "closingArn = :inCharge, wayIn = :wayIn, begunAt = :now"


class ListPlace(NamedTuple):
    """Where an upload stands in the list of all."""

    created_at: str
    upload_id: str


class ListedRecords(NamedTuple):
    """Records as the index has them, newest first; `last` is where older ones go on, None where there are none."""

    records: list[Record]
    last: ListPlace | None


class UploadRecords:
    """Every change is conditional, so that a repeated or late task changes nothing.

    A method that takes a whole record changes it only if nothing was decided since it was read.
    """

    def __init__(self, dynamodb: Any, table: str, clock: Callable[[], str] = now) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._clock = clock
        self._tickets = Tickets(dynamodb, table, clock)

    def create(self, record: Record, expires_days: int) -> bool:
        """Adds a record, which DynamoDB deletes after `expires_days`; False, and nothing changed, when there is one."""
        item = to_attributes({**record, "expiresAt": expiry(expires_days), "kind": _KIND})
        absent = "attribute_not_exists(uploadId)"
        try:
            self._dynamodb.put_item(TableName=self._table, Item=item, ConditionExpression=absent)
        except ClientError as error:
            if is_unmet(error):
                return False
            raise
        return True

    def get(self, upload_id: str) -> Record:
        """The record, read consistently; raises NotFound."""
        answer: dict[str, Any] = {}
        if can_be_key(upload_id):
            answer = self._dynamodb.get_item(TableName=self._table, Key=_key(upload_id), ConsistentRead=True)
        if "kind" not in answer.get("Item", {}):
            raise NotFound("uploadNotFound", "There is no upload with this id.", uploadId=upload_id)
        return _record_of(answer["Item"])

    def file_names(self, upload_ids: Collection[str]) -> dict[str, str]:
        """`{uploadId: fileName}` of those that are remembered, at most a hundred of them."""
        keys = [_key(upload_id) for upload_id in sorted(upload_ids)[:_MOST_NAMES]]
        if not keys:
            return {}
        request = {self._table: {"Keys": keys, "ProjectionExpression": "uploadId, fileName"}}
        items = self._dynamodb.batch_get_item(RequestItems=request)["Responses"].get(self._table, [])
        return {item["uploadId"]["S"]: item["fileName"]["S"] for item in items}

    def newest(self, limit: int, before: ListPlace | None = None) -> ListedRecords:
        """The newest uploads, or the newest of those `before` another one in time. Few when they are large."""
        answer = self._dynamodb.query(
            TableName=self._table,
            IndexName=NEWEST_INDEX,
            KeyConditionExpression="kind = :kind",
            ExpressionAttributeValues={":kind": {"S": _KIND}},
            ScanIndexForward=False,
            Limit=limit + 1,
            **({"ExclusiveStartKey": _index_key(before)} if before else {}),
        )
        listed = [_record_of(item) for item in answer["Items"][:limit]]
        is_cut = len(answer["Items"]) > limit or "LastEvaluatedKey" in answer
        return ListedRecords(listed, ListPlace(listed[-1]["createdAt"], listed[-1]["uploadId"]) if is_cut else None)

    def register(self, upload_id: str, execution_arn: str, left_behind: str | None = None) -> Record | None:
        """Gives the upload to this execution; None when another one is in charge, or it is not to be imported.

        `registeredAt` is a ticket, written once. `left_behind`: the run that a retry of the version before follows.
        """
        values = {":mine": execution_arn, ":processing": "processing", ":uploading": "uploading", ":now": self._clock()}
        owner = ["attribute_not_exists(executionArn)", "executionArn = :mine"]
        if left_behind:
            values[":left"] = left_behind
            owner.append("(executionArn = :left AND leftBehind = :left)")
        return self._update(
            upload_id,
            "SET executionArn = :mine, #status = :processing, begunAt = :now, "
            "registeredAt = if_not_exists(registeredAt, :ticket) "
            f"REMOVE {_ENDING}, closingArn, wayIn",
            {**values, ":ticket": self._tickets.take()},
            condition=f"(closingArn = :mine OR (attribute_not_exists(closingArn) AND ({' OR '.join(owner)}))) "
            "AND #status IN (:uploading, :processing) AND attribute_not_exists(stopRequested)",
            names={"#error": "error", "#result": "result"},
        )

    def note(self, upload_id: str, **facts: Unpack[Facts]) -> None:
        """Adds facts that a task found out, such as the number of rows; nothing once the upload has ended."""
        names = {f"#{name}": name for name in facts}
        assignments = ", ".join(f"#{name} = :{name}" for name in facts)
        values: dict[str, object] = {f":{name}": value for name, value in facts.items()}
        is_open = "attribute_not_exists(completedAt)"
        self._update(upload_id, f"SET {assignments}", values, condition=is_open, names=names)

    def add(
        self, upload_id: str, amounts: Spending, name: Literal["deepseekCommitted", ""] = "", most: int = 0
    ) -> bool:
        """Adds to what is spent; with a `name`, only if that number is at most `most` before. Whether it did.

        A call whose answer was lost may be sent again and count twice: for sums that may err on the safe side only.
        """
        names = {f"#{amount}": amount for amount in amounts}
        added = ", ".join(f"#{amount} :{amount}" for amount in amounts)
        values: dict[str, object] = {f":{amount}": count for amount, count in amounts.items()}
        condition = f"attribute_not_exists(#{name}) OR #{name} <= :most" if name else None
        if name:
            values[":most"] = most
        return self._update(upload_id, f"ADD {added}", values, condition=condition, names=names) is not None

    def claim_refresh(self, upload_id: str, at: str, every_seconds: int) -> Record | None:
        """The record, if this caller is the one who may ask Step Functions now; one in each period is.

        A claim of whoever's clock was further ahead than a period holds nobody off.
        """
        period = timedelta(seconds=every_seconds)
        return self._update(
            upload_id,
            "SET progressAt = :at",
            {":at": at, ":since": shifted(at, -period), ":until": shifted(at, period)},
            condition="attribute_not_exists(progressAt) OR progressAt < :since OR progressAt > :until",
        )

    def note_progress(self, record: Record, progress: Progress) -> Record | None:
        """What the claimant of `progressAt` learned, unless somebody else came since, or knows of more already."""
        condition, values = _as_read(record)
        return self._update(
            record["uploadId"],
            "SET progress = :progress",
            {":progress": progress, ":at": record["progressAt"], ":percentage": progress["percentage"], **values},
            condition=f"{condition} AND progressAt = :at "
            "AND (attribute_not_exists(progress.percentage) OR progress.percentage <= :percentage)",
        )

    def finish(self, record: Record, status: Status, facts: Ending) -> Record | None:
        """The last word on an upload."""
        names = {f"#{name}": name for name in facts}
        assignments = ", ".join(f"#{name} = :{name}" for name in facts)
        condition, values = _as_read(record)
        return self._update(
            record["uploadId"],
            f"SET #status = :final, completedAt = :now, {assignments} REMOVE closingArn, wayIn",
            {":final": status, ":now": self._clock(), **{f":{name}": value for name, value in facts.items()}, **values},
            condition=condition,
            names=names,
        )

    def fail(self, record: Record, error: Problem) -> Record | None:
        """The last word on an upload of which nothing can be closed."""
        return self.finish(record, "failed", {"error": error})

    def begin_closing(self, record: Record, closing_arn: str, way_in: WayIn) -> Record | None:
        """Puts a run in charge that publishes and closes what a broken one left."""
        condition, values = _as_read(record)
        stage = "progress.stage = :stage" if "progress" in record else "progress = if_not_exists(progress, :stage)"
        publishing = "publishing" if "progress" in record else {"stage": "publishing", "percentage": 0}
        return self._update(
            record["uploadId"],
            f"SET {_IN_CHARGE}, {stage}",
            {**values, ":stage": publishing, **self._in_charge(closing_arn, way_in)},
            condition=condition,
        )

    def end_unstarted(self, upload_id: str, stop: StopRequest) -> Record | None:
        """Cancels an upload that no execution has begun with; None when one has."""
        condition, values = _is_one_of(["uploading"])
        return self._update(
            upload_id,
            "SET #status = :cancelled, completedAt = :now, stopRequested = :stop",
            {":cancelled": "cancelled", ":now": self._clock(), ":stop": stop, **values},
            condition=f"attribute_not_exists(executionArn) AND {condition}",
        )

    def request_stop(
        self, upload_id: str, stop: StopRequest, was: Iterable[Status], closing_arn: str, way_in: WayIn
    ) -> Record | None:
        """From here on nothing more is stored for the upload, and another run is in charge, which closes it.

        None when its status is none of `was`. Of two stops the later one counts.
        """
        condition, values = _is_one_of(was)
        return self._update(
            upload_id,
            f"SET #status = :processing, stopRequested = :stop, {_IN_CHARGE} REMOVE completedAt",
            {**values, ":processing": "processing", ":stop": stop, **self._in_charge(closing_arn, way_in)},
            condition=condition,
        )

    def begin_retry(self, record: Record, run: int, retry_arn: str, way_in: WayIn) -> Record | None:
        """Puts run `run` in charge (the first import is run 0), and forgets how the last one ended."""
        condition, values = _as_read(record)
        return self._update(
            record["uploadId"],
            f"SET #status = :processing, runs = :run, {_IN_CHARGE} "
            f"REMOVE stopRequested, leftBehind, progress, {_ENDING}",
            {**values, ":processing": "processing", ":run": run, **self._in_charge(retry_arn, way_in)},
            condition=condition,
            names={"#error": "error", "#result": "result"},
        )

    def _in_charge(self, arn: str, way_in: WayIn) -> dict[str, object]:
        return {":inCharge": arn, ":wayIn": way_in, ":now": self._clock()}

    def _update(
        self,
        upload_id: str,
        expression: str,
        values: Mapping[str, object],
        condition: str | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Record | None:
        if not can_be_key(upload_id):
            return None
        condition = "attribute_exists(uploadId)" + (f" AND ({condition})" if condition else "")
        used = {**{f"#{name}": name for name in _DECISIVE}, **(names or {})}
        used = {name: to for name, to in used.items() if name in expression + condition}
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(upload_id),
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeValues=to_attributes(values),
                ReturnValues="ALL_NEW",
                **({"ExpressionAttributeNames": used} if used else {}),  # an empty one is refused
            )
        except ClientError as error:
            if is_unmet(error):
                return None
            raise
        return _record_of(answer["Attributes"])


def _as_read(record: Record) -> tuple[str, dict[str, object]]:
    """The condition that nothing was decided since the record was read."""
    values = {f":read{name}": record.get(name) for name in _DECISIVE if name in record}
    parts = [f"#{name} = :read{name}" if name in record else f"attribute_not_exists(#{name})" for name in _DECISIVE]
    is_stopped = "attribute_exists" if "stopRequested" in record else "attribute_not_exists"
    return " AND ".join([*parts, f"{is_stopped}(stopRequested)"]), values


def _is_one_of(statuses: Iterable[Status]) -> tuple[str, dict[str, str]]:
    values: dict[str, str] = {f":was{index}": status for index, status in enumerate(sorted(statuses))}
    return f"#status IN ({', '.join(values)})", values


def _key(upload_id: str) -> dict[str, dict[str, str]]:
    return {"uploadId": {"S": upload_id}}


def _index_key(place: ListPlace) -> dict[str, dict[str, str]]:
    return {**_key(place.upload_id), "kind": {"S": _KIND}, "createdAt": {"S": place.created_at}}


def _record_of(item: Mapping[str, Any]) -> Record:
    return cast(Record, from_attributes(item))  # who writes records writes them by these names
