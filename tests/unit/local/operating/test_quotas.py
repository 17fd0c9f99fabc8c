"""What an operator is told of the account's quotas."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from local.operating import quotas
from local.operating.targets import Target


class Account:
    """Answers as Lambda and DynamoDB do; or raises."""

    def __init__(self, concurrent: int = 10, unreserved: int = 10, error: Exception | None = None) -> None:
        self._limit = {"ConcurrentExecutions": concurrent, "UnreservedConcurrentExecutions": unreserved}
        self._error = error

    def get_account_settings(self) -> dict[str, Any]:
        if self._error:
            raise self._error
        return {"AccountLimit": self._limit}

    def describe_limits(self) -> dict[str, Any]:
        return {"TableMaxWriteCapacityUnits": 40_000}


def report(account: Account, batches: int = 5) -> list[str]:
    return quotas.report(Target("dev", "crm", {"MapConcurrency": str(batches)}, lambda _service: account))


def test_the_quotas_are_said_with_what_they_mean_for_imports() -> None:
    assert report(Account()) == [
        "Lambda: this account runs 10 functions at once in this region.",
        quotas.meaning(10, 5),
        "DynamoDB: a table takes at most 40,000 writes a second.",
    ]


def test_of_a_stack_of_an_earlier_version_the_quotas_are_said_alone() -> None:
    lines = quotas.report(Target("dev", "crm", {}, lambda _service: Account()))
    assert [line.partition(":")[0] for line in lines] == ["Lambda", "DynamoDB"]


def test_what_others_have_for_themselves_is_not_counted() -> None:
    lines = report(Account(1000, 900))
    assert lines[0].endswith("1,000 functions at once in this region, 900 of them for whoever comes.")
    assert lines[1] == quotas.meaning(900, 5)


@pytest.mark.parametrize(
    ("free", "batches", "words"),
    [
        (10, 5, "one import leaves 5 for the page"),
        (10, 10, "that leaves 0 for the page. Lower MapConcurrency"),
        (10, 20, "that leaves 0 for the page"),
        (1000, 5, "199 imports at once leave 5 for the page"),
        (4, 1, "1 batch at a time: one import leaves 3"),
    ],
)
def test_a_quota_means_so_many_imports_beside_the_page(free: int, batches: int, words: str) -> None:
    assert words in quotas.meaning(free, batches)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetAccountSettings"),
            "these credentials may not call lambda:GetAccountSettings.",
        ),
        (
            ClientError({"Error": {"Code": "TooManyRequestsException"}}, "GetAccountSettings"),
            "lambda:GetAccountSettings answered TooManyRequestsException.",
        ),
        (EndpointConnectionError(endpoint_url="https://lambda"), "Could not connect"),
    ],
)
def test_a_quota_that_cannot_be_read_says_why_and_the_others_are_said(error: Exception, words: str) -> None:
    lines = report(Account(error=error))
    assert lines[0].startswith("Lambda's quota could not be read: ")
    assert words in lines[0]
    assert lines[1:] == ["DynamoDB: a table takes at most 40,000 writes a second."]
