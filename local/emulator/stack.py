"""The emulator, the deployment and the demo user as one thing: up, down, forget."""

import contextlib
import shutil
import time
from dataclasses import dataclass
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError

from local.emulator import aws, demo_user, deployment, locking, ministack, restarts
from local.errors import LocalError
from local.operating import page
from local.operating.client import ApiClient
from local.operating.printing import say
from local.patience import BUSY_SECONDS, BUSY_TRIES
from local.settings import Settings

# How long `down` lets imports end by themselves, before it cuts them off (see `restarts`).
IMPORT_SECONDS = 60.0
_LOOK_AGAIN = 0.5


@dataclass(frozen=True)
class Stack:
    """A stack that is ready: its address, and the names that others ask the emulator by."""

    settings: Settings
    outputs: dict[str, str]

    @property
    def api_url(self) -> str:
        return self.settings.api_url(self.outputs["ApiId"])

    @property
    def site_url(self) -> str:
        return self.outputs["SiteUrl"]

    def client(self) -> ApiClient:
        """The public API as the demo user."""
        sign_in = partial(demo_user.sign_in, self.settings, self.outputs["UserPoolClientId"])
        return ApiClient(self.api_url, sign_in, seconds=BUSY_SECONDS, tries=BUSY_TRIES)


def up(settings: Settings, doing: str) -> Stack:
    """Starts and deploys whatever is missing. Waits for another command of this checkout that is at it."""
    with _locked(settings, doing):
        if ministack.running(settings) is None:
            say("Starting the local stack ...")
        ministack.start(settings)
        wanted = deployment.fingerprint(settings)
        if not deployment.up_to_date(settings, wanted):
            say("Deploying template.yaml ...")
            deployment.deploy(settings)
            deployment.remember(settings, wanted)
        outputs = deployment.outputs(settings)
        restarts.report(settings, outputs["StateMachineArn"])
        demo_user.ensure_demo_user(aws.client(settings, "cognito-idp"), outputs["UserPoolId"])
        _publish_page(settings, outputs)
        return Stack(settings, outputs)


def _publish_page(settings: Settings, outputs: dict[str, str]) -> None:
    clients = (aws.client(settings, "s3"), aws.client(settings, "cloudfront"))
    if changed := page.publish(*clients, outputs, settings.root / "frontend"):
        say(f"Uploaded {len(changed)} files of the page.")


def standing(settings: Settings) -> Stack:
    """The stack as it runs: nothing is started, and nothing deployed. Raises LocalError where none runs."""
    ministack.refuse_other_port(settings)
    if ministack.running(settings) and ministack.healthy(settings) and (outputs := deployment.outputs(settings)):
        return Stack(settings, outputs)
    raise LocalError(f"No local stack runs on port {settings.port}. `python -m local up` starts it.")


def down(settings: Settings, patience: float = locking.PATIENCE) -> bool:
    """Stops the emulator cleanly, keeping everything. False when it was not running.

    Lets running imports end first, for a minute; Ctrl-C cuts that short. Raises Busy after `patience` seconds, and
    LocalError when the stack runs on another port.
    """
    with _locked(settings, "down", patience):
        ministack.refuse_other_port(settings)
        if ministack.running(settings) is None:
            return False
        with contextlib.suppress(KeyboardInterrupt, BotoCoreError, ClientError):
            # One that Ctrl-C took `sam` away from goes on in the emulator, for a second or two.
            deployment.settled(settings)
            _let_imports_end(settings)
        say("Stopping the local stack; it saves everything first ...")
        return ministack.stop(settings)


def _let_imports_end(settings: Settings) -> None:
    machine = deployment.outputs(settings).get("StateMachineArn")
    if machine is None or not _imports_run(settings, machine):
        return
    say("An import is running; waiting for it to end (Ctrl-C stops at once, and the import fails) ...")
    deadline = time.monotonic() + IMPORT_SECONDS
    while _imports_run(settings, machine) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN)


def _imports_run(settings: Settings, machine: str) -> bool:
    states = aws.client(settings, "stepfunctions")
    return bool(states.list_executions(stateMachineArn=machine, statusFilter="RUNNING")["executions"])


def reset(settings: Settings) -> None:
    """Forgets everything: leads, uploads, accounts, the deployment. LocalError when it runs on another port."""
    with _locked(settings, "reset"):
        ministack.refuse_other_port(settings)
        ministack.kill(settings)
        # Renamed first, because half a memory is worse than none should the removal be cut off.
        forgotten = settings.state / "forgotten"
        shutil.rmtree(forgotten, ignore_errors=True)
        forgotten.mkdir()
        for folder in (settings.saves, settings.emulator_state, settings.object_data, settings.temporary):
            if folder.exists():
                folder.rename(forgotten / folder.name)
        shutil.rmtree(forgotten, ignore_errors=True)


def _locked(
    settings: Settings, doing: str, patience: float = locking.PATIENCE
) -> contextlib.AbstractContextManager[None]:
    return locking.exclusive(settings.state / "lock", doing, patience)
