"""Which page a command means, and as whom: what `--env`, `--site` and the environment variables say."""

import argparse
import os
from pathlib import Path

from local import site
from local.asking import asked
from local.client import ApiClient
from local.settings import Settings

_SITES = "sites.json"


def elsewhere(given: argparse.Namespace) -> bool:
    """Whether the command is meant for another stack than the one that this machine runs for itself."""
    return getattr(given, "env", "local") != "local" or bool(getattr(given, "site", None))


def address(settings: Settings, given: argparse.Namespace) -> str:
    """The address of the page: of `--site`, of EASYCRM_SITE, or what `page --env` noted. Raises UsageError."""
    said = given.site or os.environ.get("EASYCRM_SITE")
    return said or site.remembered(sites_file(settings), given.env)


def client(settings: Settings, given: argparse.Namespace) -> ApiClient:
    """The API of that page as whoever `login` names."""
    return site.read_site(address(settings, given)).client(*login())


def login() -> tuple[str, str]:
    """What EASYCRM_EMAIL and EASYCRM_PASSWORD, or the answers at a terminal, say. Raises UsageError without either."""
    return asked("EASYCRM_EMAIL", "Email: "), asked("EASYCRM_PASSWORD", "Password: ")


def sites_file(settings: Settings) -> Path:
    return settings.state / _SITES
