"""Which stack a command means, and as whom: what `--env`, `--site` and the environment variables say.

The one place that knows both: the stack that this machine runs for itself, and any other.
"""

import argparse
import os
from pathlib import Path
from typing import NamedTuple

from local.emulator import aws, stack
from local.operating import site, targets
from local.operating.asking import asked
from local.operating.client import ApiClient
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, STACK_NAME, Settings

_SITES = "sites.json"


class Login(NamedTuple):
    """A page, and one who may sign in there."""

    site: site.Site
    email: str
    password: str

    def client(self) -> ApiClient:
        """The API of that page as this user."""
        return self.site.client(self.email, self.password)


def elsewhere(arguments: argparse.Namespace) -> bool:
    """Whether the command is meant for another stack than the one that this machine runs for itself."""
    return getattr(arguments, "env", "local") != "local" or bool(getattr(arguments, "site", None))


def client(settings: Settings, arguments: argparse.Namespace) -> ApiClient:
    """The API of the stack: as the demo user of this machine's, which is started if need be, or as `login` says."""
    if elsewhere(arguments):
        return login(settings, arguments).client()
    return stack.up(settings, arguments.command).client()


def login(settings: Settings, arguments: argparse.Namespace) -> Login:
    """The page that the command means, and the demo user on this machine; elsewhere whoever `credentials` names."""
    if elsewhere(arguments):
        return Login(site.read_site(address(settings, arguments)), *credentials())
    return Login(site.read_site(stack.up(settings, arguments.command).site_url), DEMO_EMAIL, DEMO_PASSWORD)


def target(settings: Settings, arguments: argparse.Namespace) -> targets.Target:
    """The stack of `--env` with AWS credentials; the local one is started if need be. Raises LocalError without one."""
    if arguments.env != "local":
        return targets.target(settings, arguments.env, arguments.profile)
    return _here(stack.up(settings, arguments.command))


def standing(settings: Settings, arguments: argparse.Namespace) -> targets.Target:
    """The same for commands that only look: nothing is started, and without a stack that runs it is a LocalError."""
    if arguments.env != "local":
        return targets.target(settings, arguments.env, arguments.profile)
    return _here(stack.standing(settings))


def _here(ready: stack.Stack) -> targets.Target:
    return targets.Target("local", STACK_NAME, ready.outputs, lambda service: aws.client(ready.settings, service))


def address(settings: Settings, arguments: argparse.Namespace) -> str:
    """The address of the page: of `--site`, of EASYCRM_SITE, or what `page --env` noted. Raises UsageError."""
    named = arguments.site or os.environ.get("EASYCRM_SITE")
    return named or site.remembered(sites_file(settings), arguments.env)


def credentials() -> tuple[str, str]:
    """What EASYCRM_EMAIL and EASYCRM_PASSWORD, or the answers at a terminal, say. Raises UsageError without either."""
    return asked("EASYCRM_EMAIL", "Email: "), asked("EASYCRM_PASSWORD", "Password: ")


def sites_file(settings: Settings) -> Path:
    """Where the addresses of pages are noted."""
    return settings.state / _SITES
