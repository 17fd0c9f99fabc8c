"""Puts the items of one DynamoDB table into another: what a restored table has, back into the table of the stack.

    python -m local.copy_table RESTORED LEADS

With the credentials and the region of the environment. An item of the same key is replaced, others stay; may be
repeated.
"""

import argparse
from typing import Any

import boto3


def copy_items(dynamodb: Any, source: str, target: str) -> int:
    """How many items were put. `dynamodb` is a service resource of boto3."""
    count = 0
    pages = dynamodb.meta.client.get_paginator("scan").paginate(TableName=source, ConsistentRead=True)
    with dynamodb.Table(target).batch_writer() as writer:
        for page in pages:
            for item in page["Items"]:
                writer.put_item(Item=item)
                count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="RESTORED", help="the table that is read")
    parser.add_argument("target", metavar="LEADS", help="the table that is written")
    given = parser.parse_args()
    print(f"{copy_items(boto3.resource('dynamodb'), given.source, given.target)} items copied.")


if __name__ == "__main__":
    main()
