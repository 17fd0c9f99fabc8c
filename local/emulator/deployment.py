"""`sam deploy` to the emulator: only when something changed, and after whatever state the last one was left in.

What was deployed last is written into the emulator itself (an SSM parameter). So it lives and dies with the stack
that it speaks of: an emulator that was killed and forgot the stack has forgotten this, too.
"""

import hashlib
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.emulator import aws
from local.emulator.environment import isolated
from local.errors import LocalError
from local.operating.printing import say
from local.settings import STACK_NAME, Settings

_PARAMETER = f"/{STACK_NAME}/deployed"
_SAM_STACK = "aws-sam-cli-managed-default"
_DEPLOY_SECONDS = 900
_DELETE_SECONDS = 60
# Longer than the emulator takes for any stack of ours; what is still under way then was cut off when it was stopped.
_SETTLE_SECONDS = 10
_GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"})
_LOG_LINES = 25


def fingerprint(settings: Settings) -> str:
    """Changes when anything changes that a deployment would bring."""
    digest = hashlib.sha256(f"port {settings.port}\n".encode())
    for path in _deployed_files(settings.root):
        digest.update(f"{path.relative_to(settings.root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _deployed_files(root: Path) -> Iterator[Path]:
    for name in ("template.yaml", "samconfig.toml"):
        if not (root / name).is_file():
            raise LocalError(f"There is no {name} in {root}, so there is nothing to deploy.")
        yield root / name
    for folder in ("functions", "statemachines"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def up_to_date(settings: Settings, wanted: str) -> bool:
    """Whether the stack stands, and was deployed from exactly what `wanted` is the fingerprint of."""
    if status(settings) not in _GOOD:
        return False
    try:
        answer = aws.client(settings, "ssm").get_parameter(Name=_PARAMETER)
    except ClientError:
        return False
    return bool(answer["Parameter"]["Value"] == wanted)


def deploy(settings: Settings) -> None:
    """Brings the stack to what the checkout says. Raises LocalError with sam's last words."""
    for stack in (_SAM_STACK, STACK_NAME):
        _recover(settings, stack)
    before = status(settings)
    # A stack whose update was cut off keeps that status when there is nothing to change; so there is something.
    touch = ["--tags", f"RecoveredAt={time.time():.0f}"] if before and before not in _GOOD else []
    _run_sam(settings, touch)
    if (ended := status(settings)) not in _GOOD:
        raise LocalError(f"The deployment ended as {ended}.\n{_last_lines(settings)}")


def remember(settings: Settings, deployed: str) -> None:
    """Notes what the stack was deployed from, for `up_to_date`."""
    aws.client(settings, "ssm").put_parameter(Name=_PARAMETER, Value=deployed, Type="String", Overwrite=True)


def status(settings: Settings, stack: str = STACK_NAME) -> str | None:
    """CloudFormation's word for the state of the stack; None when there is none."""
    found = _describe(settings, stack)
    return found["StackStatus"] if found else None


def outputs(settings: Settings) -> dict[str, str]:
    """The stack's outputs by name."""
    found = _describe(settings, STACK_NAME)
    return {each["OutputKey"]: each["OutputValue"] for each in (found or {}).get("Outputs", [])}


def _describe(settings: Settings, stack: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = aws.client(settings, "cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def _recover(settings: Settings, stack: str) -> None:
    """Deletes a stack that never came to stand; `sam deploy` takes it from everything else.

    A stack whose creation was not finished holds nobody's data. One whose update was not finished does, and is
    updated over. (sam's own stack with its bucket is one more that can be left half-way, and sam does not mend it.)
    """
    ended_as = settled(settings, stack)
    if ended_as is None or ended_as in _GOOD or ended_as.startswith("UPDATE"):
        return
    say(f"The last deployment was left half-way ({stack}: {ended_as}); clearing it away ...")
    client = aws.client(settings, "cloudformation")
    client.delete_stack(StackName=stack, DeletionMode="STANDARD")
    if not _gone(settings, stack):
        client.delete_stack(StackName=stack, DeletionMode="FORCE_DELETE_STACK")
        if not _gone(settings, stack):
            raise LocalError(f"The half-way stack {stack} cannot be deleted. `python -m local reset` starts afresh.")


def settled(settings: Settings, stack: str = STACK_NAME) -> str | None:
    """The stack's status when nothing changes it any more."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    current = status(settings, stack)
    while (
        current and current.endswith("_IN_PROGRESS") and current != "REVIEW_IN_PROGRESS" and time.monotonic() < deadline
    ):
        time.sleep(0.5)
        current = status(settings, stack)
    return current


def _gone(settings: Settings, stack: str) -> bool:
    deadline = time.monotonic() + _DELETE_SECONDS
    while (found := status(settings, stack)) not in (None, "DELETE_FAILED"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return found is None


def _run_sam(settings: Settings, more: list[str]) -> None:
    # The template is named because a build that somebody left in .aws-sam would win over it.
    command = [sys.executable, "-m", "samcli", "deploy", "--config-env", "local", "--template-file", "template.yaml",
               "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar",
               "--parameter-overrides", *_parameters(settings), *more]  # fmt: skip
    with settings.deploy_log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=settings.root,
            env=isolated(settings, os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(_DEPLOY_SECONDS)
        except subprocess.TimeoutExpired:
            raise LocalError(
                f"`sam deploy` has not ended in {_DEPLOY_SECONDS} seconds.\n{_last_lines(settings)}"
            ) from None
        finally:
            # Also on Ctrl-C: what it leaves half-way is recovered by the next deployment.
            process.kill()
            process.wait()
    if code:
        raise LocalError(f"`sam deploy` failed.\n{_last_lines(settings)}")


def _parameters(settings: Settings) -> list[str]:
    """Those of samconfig.toml, for which sam does not look when it is given one; and the port, which it cannot know."""
    config = tomllib.loads((settings.root / "samconfig.toml").read_text(encoding="utf-8"))
    given: list[str] = config["local"]["deploy"]["parameters"]["parameter_overrides"]
    return [*given, f"LocalPort={settings.port}"]


def _last_lines(settings: Settings) -> str:
    lines = settings.deploy_log.read_text(errors="replace").splitlines()
    return "\n".join([f"The end of {settings.deploy_log}:", *(f"  {line}" for line in lines[-_LOG_LINES:])])
