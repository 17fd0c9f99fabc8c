"""The rival: is there a lead with this email? If so, write over it; else write another. No condition."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4


def query_then_put(dynamodb: Any, table: str, leads: Iterable[dict[str, Any]]) -> None:
    """Stores leads, which are items as DynamoDB's API has them."""
    for lead in leads:
        found = dynamodb.query(
            TableName=table,
            IndexName="EmailIndex",
            KeyConditionExpression="email = :email",
            ExpressionAttributeValues={":email": lead["email"]},
        )["Items"]
        lead_id = found[0]["leadId"] if found else {"S": uuid4().hex}
        dynamodb.put_item(TableName=table, Item=lead | {"leadId": lead_id})
