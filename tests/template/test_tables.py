"""The tables' indexes: what a list reads is in one, and an update of a deployed stack makes at most one."""

import pytest

RELEASED = {"RecentIndex"}
"""Indexes of the uploads table in stacks of the release before this one."""

PER_INDEX, PER_TABLE = 20, 100  # non-key attributes that DynamoDB takes by name


@pytest.fixture(scope="module")
def indexes(template):
    listed = template["Resources"]["UploadsTable"]["Properties"]["GlobalSecondaryIndexes"]
    return {index["IndexName"]: index for index in listed}


def test_an_update_makes_or_deletes_one_index_because_dynamodb_does_no_more_at_a_time(indexes):
    assert len(indexes.keys() ^ RELEASED) <= 1


def test_an_index_of_the_release_before_is_as_it_was_because_none_can_be_changed(indexes):
    keys = [{"AttributeName": "kind", "KeyType": "HASH"}, {"AttributeName": "createdAt", "KeyType": "RANGE"}]
    assert indexes["RecentIndex"] == {
        "IndexName": "RecentIndex",
        "KeySchema": keys,
        "Projection": {"ProjectionType": "ALL"},
    }


def test_an_index_names_no_more_attributes_than_dynamodb_takes(indexes):
    named = [index["Projection"].get("NonKeyAttributes", []) for index in indexes.values()]
    assert max(map(len, named)) <= PER_INDEX
    assert sum(map(len, named)) <= PER_TABLE


def test_the_index_of_the_list_leaves_out_what_can_be_large(indexes):
    projected = indexes["NewestIndex"]["Projection"]
    assert projected["ProjectionType"] == "INCLUDE"
    assert "failedBatches" not in projected["NonKeyAttributes"]
