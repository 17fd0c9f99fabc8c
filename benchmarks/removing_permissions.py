"""Every permission of every function is needed: without it, a test of the deployed stack fails.

    .venv/bin/python -m benchmarks.removing_permissions [FUNCTION ...]

Half an hour, so not part of `make test`. First runs the tests by which the functions are known, which must pass. Then,
for each permission (one action on one resource) of each function: takes it from the function's role on the running
stack, ends the function's processes, and runs the function's tests until one fails. Prints a table, and exits 1 when
all tests pass without some permission: it is not needed, or not tested.
"""

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from local.emulator import aws
from local.emulator.stack import Stack
from local.settings import CHECKOUT, STACK_NAME
from tests.support import world as worlds

FOLDER = CHECKOUT / "tests" / "stack"
PATIENCE = 45.0  # seconds in which whatever these tests wait for has long come
IMPORT = "test_every_row_of_the_example_becomes_part_of_one_lead"
EXPORT = "test_an_export_that_is_imported_changes_nothing[update-csv]"
LEARNED = "test_a_mapping_that_led_to_a_finished_import_is_used_again"
DELIVERED = "test_a_file_that_a_script_delivers_becomes_an_upload_like_any"
SILENT = "test_a_file_whose_event_never_came_can_be_begun"
PAYS_ONCE = "test_the_same_file_again_pays_nothing_and_changes_nothing"

TESTS = {
    "RegisterUpload": [IMPORT, DELIVERED],
    "ParseWorkbook": [IMPORT, DELIVERED],
    "MapColumns": [IMPORT],
    "StandardiseBatch": [IMPORT, EXPORT],
    "ChooseSlices": [IMPORT],
    "UpsertSlice": [IMPORT, "test_what_runs_twice_at_the_same_moment", "test_three_overlapping_imports"],
    "PublishLeads": [IMPORT, "test_many_new_leads_make_a_new_base"],
    "RebuildReadModel": ["test_a_rebuild_mends_the_list", "test_a_rebuild_ends_what_has_not_counted"],
    "FinishImport": [
        IMPORT,
        "test_after_a_cancel_nothing_more_is_written",
        "test_an_import_cancelled_in_any_state_tells_what_it_stored_and_can_be_retried[Upsert slice]",
    ],
    "RecordFailure": [
        "test_a_file_that_is_no_list_fails_with_a_sentence_and_the_stack_goes_on[photo",
        "test_an_import_aborted_in_the_console_is_recognised",
        "test_the_end_of_a_run_that_record_failure_cannot_write_down",
    ],
    "CreateUpload": [IMPORT],
    "ListUploads": ["test_uploads_are_listed_newest_first"],
    "GetStatus": [
        "test_progress_comes_from_the_map_run",
        "test_progress_and_worksheets_are_told",
        "test_the_row_report_names_every_row",
        "test_an_execution_that_step_functions_no_longer_knows",
        SILENT,
    ],
    "CancelUpload": [
        "test_an_upload_cancelled_before_its_file_came",
        "test_after_a_cancel_nothing_more_is_written",
        "test_what_has_ended_cannot_be_stopped[cancel]",
    ],
    "RetryUpload": ["test_retrying_a_partial_import", "test_an_import_that_failed_can_be_retried", SILENT],
    "ForceCompleteUpload": [
        "test_an_import_force_completed_in_any_state",
        "test_what_has_ended_cannot_be_stopped[force-complete]",
    ],
    "ListLeads": [
        IMPORT,
        "test_one_lead_shows_where_every_value_comes_from",
        "test_leads_are_filtered_searched_and_looked_up",
        "test_leads_that_may_be_one_person",
    ],
    "DecideColumns": ["test_what_is_decided_on_columns_holds_for_everybody"],
    "KeepViews": ["test_a_view_is_kept_renamed_started_with_and_deleted"],
    "ExportLeads": [EXPORT],
    "Chat": ["test_a_question_is_answered_and_followed_up"],
}
WITH_KEY = {
    "MapColumns": [LEARNED, "test_columns_that_deepseek_was_asked_about_are_not_paid_for_again"],
    "StandardiseBatch": ["test_the_rows_that_rules_leave_open_are_settled", PAYS_ONCE],
    "FinishImport": [LEARNED],
    "Chat": ["test_a_question_that_rules_cannot_read_is_put_to_deepseek"],
}
"""The tests of test_deepseek.py, whose stack has a key."""

AUDITED = ("CancelUpload", "RetryUpload", "ForceCompleteUpload", "DecideColumns", "ExportLeads")
UNASKED = {
    ("RecordFailure", "sqs:SendMessage"),
    *((name, action) for name in AUDITED for action in ("logs:CreateLogStream", "logs:PutLogEvents")),
}
"""What the emulator does for a function without asking its role, and what AWS's policy for logs allows as well;
`tests/template/test_template.py` compares both."""


class Permission(NamedTuple):
    action: str
    resource: str

    def in_short(self) -> "Permission":
        """The same for every stack, whose tables and buckets have names of their own."""
        return Permission(self.action, re.sub(r"(?i)(table|bucket|secret|queue)-[a-z0-9]+", r"\1", self.resource))


class Role:
    """The role of one function on a running stack."""

    def __init__(self, stack: Stack, function: str) -> None:
        self._iam = aws.client(stack.settings, "iam")
        answer = aws.client(stack.settings, "cloudformation").describe_stack_resource(
            StackName=STACK_NAME, LogicalResourceId=f"{function}FunctionRole"
        )
        self._name = answer["StackResourceDetail"]["PhysicalResourceId"]
        self._policies = {
            policy: self._iam.get_role_policy(RoleName=self._name, PolicyName=policy)["PolicyDocument"]["Statement"]
            for policy in self._iam.list_role_policies(RoleName=self._name)["PolicyNames"]
        }

    def permissions(self) -> list[Permission]:
        return [of for statements in self._policies.values() for of, _ in _one_by_one(statements)]

    @contextmanager
    def without(self, permission: Permission) -> Iterator[None]:
        for policy, statements in self._policies.items():
            self._put(policy, [statement for of, statement in _one_by_one(statements) if of != permission])
        try:
            yield
        finally:
            for policy, statements in self._policies.items():
                self._put(policy, statements)

    def _put(self, policy: str, statements: list[dict[str, Any]]) -> None:
        if not statements:  # no document may be without
            self._iam.delete_role_policy(RoleName=self._name, PolicyName=policy)
            return
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self._iam.put_role_policy(RoleName=self._name, PolicyName=policy, PolicyDocument=document)


def _one_by_one(statements: list[dict[str, Any]]) -> Iterator[tuple[Permission, dict[str, Any]]]:
    """Each action on each resource, with the statement that allows just that."""
    for statement in statements:
        for action in _as_list(statement["Action"]):
            for resource in _as_list(statement["Resource"]):
                yield Permission(action, resource), {**statement, "Action": action, "Resource": resource}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Remover:
    """A pytest plugin: runs the collected tests as this module says. `unproven` is what it found."""

    def __init__(self, functions: Sequence[str]) -> None:
        self._functions = functions
        self._stack: Stack | None = None
        self.unproven: set[tuple[str, Permission]] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        result = yield
        if fixturedef.argname in ("local_stack", "stack_with_key"):
            self._stack = result
        return result

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for tests, has_key in ((TESTS, False), (WITH_KEY, True)):
            items = [item for item in session.items if ("test_deepseek" in item.nodeid) == has_key]
            chosen = {name: _chosen(items, tests[name]) for name in self._functions if name in tests}
            runs = Runs(items, has_key)
            each = {item.nodeid: item for known_by in chosen.values() for item in known_by}
            broken = {name for name, item in each.items() if runs.fails(item) and _tell(name, runs.last_words)}
            for function, known_by in chosen.items():
                whole = [item for item in known_by if item.nodeid not in broken]
                self._remove_each(function, whole, runs, has_key)
        return True

    def _remove_each(self, function: str, known_by: list[pytest.Item], runs: "Runs", has_key: bool) -> None:
        assert self._stack
        role = Role(self._stack, function)
        for permission in role.permissions():
            found = (function, permission.in_short())
            if (function, permission.action) in UNASKED:
                continue
            if has_key and found not in self.unproven and "secretsmanager" not in permission.action:
                continue  # proven on the stack without a key
            begun = time.monotonic()
            with role.without(permission):
                worlds.World(self._stack, FOLDER).kill_workers(function)
                failed = next((item for item in known_by if runs.fails(item)), None)
            back = failed is not None and not (runs.fails(failed) and runs.fails(failed))
            (self.unproven.discard if back else self.unproven.add)(found)
            said = f"{failed.name} fails" if failed else "all pass"
            doubt = "" if failed is None or back else ", with it too"
            print(
                f"{function} | {' on '.join(found[1])} | {said}{doubt} | {time.monotonic() - begun:.0f} s", flush=True
            )


class Runs:
    """Runs single tests, any number of times, and leaves the stack that they share standing."""

    def __init__(self, items: list[pytest.Item], of_one_module: bool) -> None:
        self._items = items
        self._of_one_module = of_one_module
        self.last_words = ""

    def fails(self, item: pytest.Item) -> bool:
        # what is torn down after a test is what the next one does not share
        known = (each for each in self._items if each is not item)
        other = next(each for each in known if self._of_one_module or each.path != item.path)
        failed = [report for report in runtestprotocol(item, log=False, nextitem=other) if report.failed]
        self.last_words = "\n".join(report.longreprtext.splitlines()[-1] for report in failed)
        return bool(failed)


def _tell(name: str, last_words: str) -> bool:
    print(f"{name} fails with all permissions, and shows nothing: {last_words}", flush=True)
    return True


def _chosen(items: list[pytest.Item], names: list[str]) -> list[pytest.Item]:
    return [next(item for item in items if f"::{name}" in item.nodeid) for name in names]


def main(functions: Sequence[str]) -> int:
    worlds.PATIENCE = PATIENCE
    remover = Remover(functions or list(TESTS))
    code = pytest.main(["-q", "-p", "no:cacheprovider", str(FOLDER)], plugins=[remover])
    for function, permission in sorted(remover.unproven):
        print(f"Not shown to be needed: {function}: {permission.action} on {permission.resource}")
    return 1 if remover.unproven else int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
