"""What the template lets each role do, and docs/permissions.md, which shows it.

.venv/bin/python -m tests.documents.permissions     # writes docs/permissions.md
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.support.sam import MACHINE, ROOT, deployed

DOCUMENT = ROOT / "docs" / "permissions.md"

EVERYTHING = {
    (f"{MACHINE}Role", action): "log delivery has no resource"
    for action in (
        *("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"),
        *("logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies"),
        "logs:DescribeLogGroups",
    )
} | {
    (f"{MACHINE}Role", f"xray:{action}"): "traces have no resource"
    for action in ("PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets")
}
"""Why a role may do something to every resource."""

EVERYTHING_LOCALLY = EVERYTHING | {
    ("GetStatusFunctionRole", "states:DescribeMapRun"): "the emulator looks for this permission under no resource",
}

_INTRODUCTION = """\
# What each role may do

Made from the template by `python -m tests.documents.permissions`; a test fails when it is out of date.
No action has a wildcard. A resource `*` has its reason beside it. Every function also has AWS's policies
`AWSLambdaBasicExecutionRole` (write logs) and `AWSXrayWriteOnlyAccess` (write traces), which SAM attaches.

`python -m benchmarks.removing_permissions` takes each permission of each function away on the local stack, and shows
the test that fails without it. What the local stack does not enforce is compared with what is used
(`tests/template/test_template.py`): the roles of the state machine and of EventBridge, and that Record failure may send
to its dead-letter queue. So is the drop folder's role (`tests/template/test_permissions.py`).
"""


class Permission(NamedTuple):
    """One action on one resource, as the template writes it."""

    action: str
    resource: Any
    condition: dict[str, Any] | None


def roles(environment: str, deepseek: bool = True) -> dict[str, dict[str, Any]]:
    """`{logical id: properties}`."""
    return {
        name: resource["Properties"]
        for name, resource in deployed(environment, deepseek).items()
        if resource["Type"] == "AWS::IAM::Role"
    }


def permissions(role: dict[str, Any]) -> Iterator[Permission]:
    """Everything that a role allows by itself; AWS's own policies apart."""
    for policy in role.get("Policies", ()):
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            for action in as_list(statement["Action"]):
                for resource in as_list(statement["Resource"]):
                    yield Permission(action, resource, statement.get("Condition"))


def managed(role: dict[str, Any]) -> set[str]:
    """The names of AWS's own policies that a role has."""
    arns = (arn["Fn::Sub"] if isinstance(arn, dict) else arn for arn in role.get("ManagedPolicyArns", ()))
    return {arn.rpartition("/")[2] for arn in arns}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def document() -> str:
    """docs/permissions.md: in production, with a key of DeepSeek."""
    sections = [_section(name, role) for name, role in sorted(roles("prod").items())]
    return "\n".join([_INTRODUCTION, *sections])


def _section(name: str, role: dict[str, Any]) -> str:
    by_place: dict[str, list[str]] = {}
    for permission in permissions(role):
        by_place.setdefault(_place(name, permission), []).append(permission.action)
    if not by_place:
        return f"## {name}\n\nWhat AWS's policy {', '.join(f'`{policy}`' for policy in managed(role))} allows.\n"
    rows = [f"| {', '.join(actions)} | {place} |" for place, actions in by_place.items()]
    return "\n".join([f"## {name}\n", "| may | on |", "| --- | --- |", *rows, ""])


def _place(role: str, permission: Permission) -> str:
    place = f"`{_in_short(permission.resource)}`"
    if permission.condition:
        ((_, test),) = permission.condition.items()
        place += ", if " + ", ".join(f"{key} is `{value}`" for key, value in test.items())
    reason = EVERYTHING.get((role, permission.action)) if permission.resource == "*" else None
    return f"{place}: {reason}" if reason else place


def _in_short(resource: Any) -> str:
    """A resource by its logical id."""
    if not isinstance(resource, dict):
        return str(resource)
    name = resource["Fn::GetAtt"][0] if "Fn::GetAtt" in resource else resource.get("Fn::Sub", resource.get("Ref"))
    text = re.sub(r"^arn:\$\{AWS::Partition\}:\w+:\$\{AWS::Region\}:\$\{AWS::AccountId\}:", "", str(name))
    return text.replace(".Arn}", "}").replace("${AWS::StackName}", "STACK").replace("${", "").replace("}", "")


if __name__ == "__main__":
    import tests.support.functions_environment  # noqa: F401 - the translator wants a region

    DOCUMENT.write_text(document(), encoding="utf-8")
