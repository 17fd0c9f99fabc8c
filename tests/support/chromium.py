"""The Chromium that the tests drive: one that is there already, else one that is installed first.

`python -m tests.support.chromium` makes sure that there is one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing that calls home, and nothing that a container lacks.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found() -> str | None:
    """The path of a browser: the variable CHROME, an installed one, or the one that Playwright has fetched."""
    candidates = [os.environ.get("CHROME"), *map(shutil.which, NAMES), *PLACES, _playwrights()]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def ensure() -> str:
    """The same, installed if need be: by apt for root on Debian, else by Playwright."""
    if path := found():
        return path
    sys.stderr.write("Installing Chromium for the tests of the page ...\n")
    for command in _installers():
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return found() or sys.exit("There is no Chromium. Install one, or set CHROME to its path.")


def _installers() -> list[list[str]]:
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        return [[*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", "chromium"]]
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _playwrights() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    ensure()
