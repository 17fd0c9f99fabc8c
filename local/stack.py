"""The emulator, the deployment and the demo user as one thing: up, down, forget."""

import shutil
import sys
from dataclasses import dataclass

from local import accounts, aws, deployment, emulator, locking
from local.client import ApiClient
from local.settings import Settings


@dataclass(frozen=True)
class Stack:
    """A stack that is ready: its address, and the names that others ask the emulator by."""

    settings: Settings
    outputs: dict[str, str]

    @property
    def api_url(self) -> str:
        return self.settings.api_url(self.outputs["ApiId"])

    def client(self) -> ApiClient:
        """The public API as the demo user."""
        cognito = aws.client(self.settings, "cognito-idp")
        return ApiClient(self.api_url, lambda: accounts.sign_in(cognito, self.outputs["UserPoolClientId"]))


def up(settings: Settings, doing: str) -> Stack:
    """Starts and deploys whatever is missing. Waits for another command of this checkout that is at it."""
    with locking.exclusive(settings.state / "lock", doing):
        if emulator.running(settings) is None:
            print("Starting the local stack ...", file=sys.stderr)
        emulator.start(settings)
        changed = deployment.deploy(settings)
        outputs = deployment.outputs(settings)
        if changed:
            accounts.ensure_demo_user(aws.client(settings, "cognito-idp"), outputs["UserPoolId"])
        return Stack(settings, outputs)


def down(settings: Settings) -> bool:
    """Stops the emulator cleanly, keeping everything. False when it was not running."""
    with locking.exclusive(settings.state / "lock", "down"):
        if emulator.running(settings) is not None:
            print("Stopping the local stack; it saves everything first ...", file=sys.stderr)
        return emulator.stop(settings)


def reset(settings: Settings) -> None:
    """Forgets everything: leads, uploads, accounts, the deployment."""
    with locking.exclusive(settings.state / "lock", "reset"):
        emulator.kill(settings)
        for entry in settings.state.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name not in ("lock", "emulator.lock", "aws-config"):
                entry.unlink()
