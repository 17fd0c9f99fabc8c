"""The uploads table without HTTP: moto's own reading of expressions, behind the methods of boto3 that records use."""

from typing import Any

from botocore.exceptions import ClientError
from moto.dynamodb.exceptions import ConditionalCheckFailed
from moto.dynamodb.models import DynamoDBBackend


class RecordTable:
    """A DynamoDB client with one table of uploads, each of whose calls takes a fraction of a millisecond."""

    def __init__(self) -> None:
        self._backend = DynamoDBBackend("ap-southeast-1", "123456789012")
        self._backend.create_table(
            "uploads",
            schema=[{"AttributeName": "uploadId", "KeyType": "HASH"}],
            throughput=None,
            attr=[{"AttributeName": "uploadId", "AttributeType": "S"}],
            global_indexes=None,
            indexes=None,
            streams=None,
            billing_mode="PAY_PER_REQUEST",
            sse_specification=None,
            tags=[],
            deletion_protection_enabled=False,
            warm_throughput=None,
        )

    def get_item(self, TableName: str, Key: Any, ConsistentRead: bool) -> Any:  # noqa: ARG002
        item = self._backend.get_item(TableName, Key)
        return {"Item": item.to_json()["Attributes"]} if item else {}

    def put_item(self, TableName: str, Item: Any, ConditionExpression: str) -> Any:
        try:
            self._backend.put_item(TableName, Item, condition_expression=ConditionExpression)
        except ConditionalCheckFailed as error:
            raise _unmet() from error

    def update_item(
        self,
        TableName: str,
        Key: Any,
        UpdateExpression: str,
        ConditionExpression: str,
        ExpressionAttributeValues: Any,
        ExpressionAttributeNames: Any = None,
        **_: Any,
    ) -> Any:
        try:
            item = self._backend.update_item(
                TableName,
                Key,
                UpdateExpression,
                ExpressionAttributeNames or {},
                ExpressionAttributeValues,
                condition_expression=ConditionExpression,
            )
        except ConditionalCheckFailed as error:
            raise _unmet(self._backend.get_item(TableName, Key)) from error
        return {"Attributes": item.to_json()["Attributes"]}


def _unmet(item: Any = None) -> ClientError:
    error: Any = {"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}
    return ClientError(error | ({"Item": item.to_json()["Attributes"]} if item else {}), "UpdateItem")
