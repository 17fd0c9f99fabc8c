"""The uploads table in DynamoDB: who may change an upload's record, and when."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple, Unpack, cast

from botocore.exceptions import ClientError

from easycrm.aws import can_be_key, from_attributes, is_unmet, to_attributes
from easycrm.errors import NotFound
from easycrm.times import expiry, now
from easycrm.uploads.record import Ending, Facts, Progress, Record, Spending, Status, StopRequest

NEWEST_INDEX = "NewestIndex"
"""Has of a record what a list of uploads tells of it, and no more."""

_KIND = "upload"  # the read model's pointer is in this table, too, and is of no kind
_MOST_NAMES = 100  # BatchGetItem's limit


class Place(NamedTuple):
    """Where an upload stands in the list of all."""

    created_at: str
    upload_id: str


class ListedRecords(NamedTuple):
    """Records as the index has them, newest first; `last` is where older ones go on, None where there are none."""

    records: list[Record]
    last: Place | None


class UploadRecords:
    """Every change is conditional, so that a repeated or late task changes nothing."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

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

    def newest(self, limit: int, before: Place | None = None) -> ListedRecords:
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
        return ListedRecords(listed, Place(listed[-1]["createdAt"], listed[-1]["uploadId"]) if is_cut else None)

    def register(self, upload_id: str, execution_arn: str, previous_execution_arn: str | None) -> Record | None:
        """Gives the upload to this execution; None when it has another one already, or is not to be imported.

        A retry names the execution that it follows. `registeredAt` is written once and stays.
        """
        values = {":mine": execution_arn, ":processing": "processing", ":uploading": "uploading", ":now": now()}
        owner = ["attribute_not_exists(executionArn)", "executionArn = :mine"]
        if previous_execution_arn:
            values[":previous"] = previous_execution_arn
            owner.append("executionArn = :previous")
        return self._update(
            upload_id,
            "SET executionArn = :mine, #status = :processing, begunAt = :now, "
            "registeredAt = if_not_exists(registeredAt, :now) "
            "REMOVE completedAt, #error, #result, failedBatches, failedBatchCount, progress, closingArn",
            values,
            condition=f"({' OR '.join(owner)}) AND #status IN (:uploading, :processing) "
            "AND attribute_not_exists(stopRequested)",
            names={"#error": "error", "#result": "result"},
        )

    def note(self, upload_id: str, **facts: Unpack[Facts]) -> None:
        """Adds facts that a task found out, such as the number of rows."""
        names = {f"#{name}": name for name in facts}
        assignments = ", ".join(f"#{name} = :{name}" for name in facts)
        self._update(upload_id, f"SET {assignments}", {f":{name}": value for name, value in facts.items()}, names=names)

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

    def claim_refresh(self, upload_id: str, at: str, not_since: str) -> bool:
        """Whether this caller is the one who may ask Step Functions now; one in each period is."""
        claimed = self._update(
            upload_id,
            "SET progressAt = :at",
            {":at": at, ":since": not_since},
            condition="attribute_not_exists(progressAt) OR progressAt < :since",
        )
        return claimed is not None

    def note_progress(self, record: Record, at: str, progress: Progress) -> None:
        """What the claimant of `at` found out, unless a later claimant, or another execution, has come since."""
        self._update(
            record["uploadId"],
            "SET progress = :progress",
            {":progress": progress, ":at": at, ":mine": record["executionArn"], ":processing": "processing"},
            condition="progressAt = :at AND executionArn = :mine AND #status = :processing",
        )

    def finish(
        self,
        upload_id: str,
        status: Status,
        facts: Ending,
        was: Iterable[Status],
        stop_requested: bool | None = None,
        execution_arn: str = "",
    ) -> Record | None:
        """The last word on an upload; None, and nothing changed, when its status is none of `was`.

        `stop_requested`: whether somebody must have asked for its end, or must not have; None: either. `execution_arn`:
        the run that says it, which no retry must have left behind.
        """
        names = {f"#{name}": name for name in facts}
        assignments = ", ".join(f"#{name} = :{name}" for name in facts)
        conditions, values = _is_one_of(was)
        if stop_requested is not None:
            conditions += f" AND attribute{'' if stop_requested else '_not'}_exists(stopRequested)"
        if execution_arn:
            conditions += " AND (attribute_not_exists(leftBehind) OR leftBehind <> :run)"
            values = {**values, ":run": execution_arn}
        return self._update(
            upload_id,
            f"SET #status = :status, completedAt = :now, {assignments}",
            {":status": status, ":now": now(), **{f":{name}": value for name, value in facts.items()}, **values},
            condition=conditions,
            names=names,
        )

    def end_unstarted(self, upload_id: str, stop: StopRequest) -> Record | None:
        """Cancels an upload that no execution has begun with; None when one has."""
        condition, values = _is_one_of(["uploading"])
        return self._update(
            upload_id,
            "SET #status = :cancelled, completedAt = :now, stopRequested = :stop",
            {":cancelled": "cancelled", ":now": now(), ":stop": stop, **values},
            condition=f"attribute_not_exists(executionArn) AND {condition}",
        )

    def request_stop(self, upload_id: str, stop: StopRequest, was: Iterable[Status]) -> Record | None:
        """From here on nothing more is stored for the upload; None when its status is none of `was`."""
        condition, values = _is_one_of(was)
        return self._update(
            upload_id,
            "SET #status = :processing, stopRequested = :stop, begunAt = :now",
            {":processing": "processing", ":stop": stop, ":now": now(), **values},
            condition=condition,
        )

    def begin_retry(self, upload_id: str, run: int, was: Status) -> Record | None:
        """Makes this caller the one who starts run `run` (the first import is run 0); None when another one is."""
        before = "attribute_not_exists(runs)" if run == 1 else "runs = :before"
        values: dict[str, object] = {":processing": "processing", ":run": run, ":was": was, ":now": now(), ":none": ""}
        return self._update(
            upload_id,
            "SET #status = :processing, runs = :run, begunAt = :now, leftBehind = if_not_exists(executionArn, :none) "
            "REMOVE stopRequested, closingArn, progress",
            values | ({} if run == 1 else {":before": run - 1}),
            condition=f"#status = :was AND {before}",
        )

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
        used = {"#status": "status", **(names or {})}
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


def _is_one_of(statuses: Iterable[Status]) -> tuple[str, dict[str, str]]:
    values: dict[str, str] = {f":was{index}": status for index, status in enumerate(sorted(statuses))}
    return f"#status IN ({', '.join(values)})", values


def _key(upload_id: str) -> dict[str, dict[str, str]]:
    return {"uploadId": {"S": upload_id}}


def _index_key(place: Place) -> dict[str, dict[str, str]]:
    return {**_key(place.upload_id), "kind": {"S": _KIND}, "createdAt": {"S": place.created_at}}


def _record_of(item: Mapping[str, Any]) -> Record:
    return cast(Record, from_attributes(item))  # who writes records writes them by these names
