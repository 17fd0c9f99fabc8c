"""MiniStack as a background process of this checkout: start, stop, is it well.

It holds the lock of `emulator.lock` for as long as it lives, so "is it running" never depends on a process
number that may have been given to another program since. The number in the file is only read while the lock is held.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import requests

from local.emulator import interrupts, saving
from local.emulator.environment import for_emulator
from local.emulator.locking import try_lock
from local.emulator.ports import refuse_taken_port
from local.emulator.processes import children, send
from local.errors import LocalError
from local.patience import START_SECONDS
from local.settings import Settings

# Long, because MiniStack writes all that it remembers when it stops.
STOP_SECONDS = 120.0
_WORKER_SECONDS = 2.0
COMMAND = (sys.executable, "-P", saving.__file__)
_LOOK_AGAIN = 0.05
_LOG_LINES = 15


@dataclass(frozen=True)
class Running:
    """The emulator of this checkout: its process and its port (0 while it is being started)."""

    pid: int
    port: int


def running(settings: Settings) -> Running | None:
    """The emulator that this checkout runs, or None."""
    try:
        descriptor = os.open(settings.state / "emulator.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        # Shared, so that two commands that look at the same moment don't take each other for the emulator.
        if try_lock(descriptor, fcntl.LOCK_SH):
            return None
        written = json.loads(os.pread(descriptor, 200, 0) or b"{}")
        return Running(written.get("pid", 0), written.get("port", 0))
    finally:
        os.close(descriptor)


def refuse_other_port(settings: Settings) -> None:
    """Raises LocalError when this checkout's emulator runs on another port than the one that the settings name."""
    process = running(settings)
    if process and process.port not in (0, settings.port):
        raise LocalError(
            f"This checkout's stack runs on port {process.port} (process {process.pid}), and not on {settings.port}: "
            f"nothing was done. Set EASYCRM_PORT={process.port} to mean that one, or leave EASYCRM_PORT as it was."
        )


def start(settings: Settings) -> None:
    """Makes the emulator answer on the settings' port, and returns when it does."""
    refuse_other_port(settings)
    if process := running(settings):
        _wait_until_ready(settings, process.pid)
        return
    refuse_taken_port(settings.port)
    _clear_leftovers(settings)
    pid = _spawn(settings)
    try:
        _wait_until_ready(settings, pid)
    except BaseException:
        # A half-started one would be in the way, and has nothing to save yet.
        with contextlib.suppress(LocalError):
            kill(settings)
        raise


def _clear_leftovers(settings: Settings) -> None:
    """What a killed emulator left: its workers' folders, and objects of buckets that it never came to remember."""
    shutil.rmtree(settings.temporary, ignore_errors=True)
    if not (settings.emulator_state / "s3.json").exists():
        shutil.rmtree(settings.object_data, ignore_errors=True)
    for folder in (settings.temporary, settings.emulator_state, settings.object_data):
        folder.mkdir(parents=True, exist_ok=True)
    if settings.emulator_log.exists():
        settings.emulator_log.replace(settings.emulator_log.with_suffix(".previous.log"))


def _spawn(settings: Settings) -> int:
    """Starts MiniStack in a session of its own, so that Ctrl-C in this terminal is not sent to it."""
    descriptor = os.open(settings.state / "emulator.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.ftruncate(descriptor, 0)
        with interrupts.held_back(), settings.emulator_log.open("wb") as log:
            process = subprocess.Popen(
                COMMAND,
                env=for_emulator(settings, os.environ),
                cwd=settings.state,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[descriptor],
            )
            os.pwrite(descriptor, json.dumps({"pid": process.pid, "port": settings.port}).encode(), 0)
        return process.pid
    finally:
        os.close(descriptor)


def _wait_until_ready(settings: Settings, pid: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not healthy(settings):
        if running(settings) is None:
            raise LocalError(f"The emulator ended while it was starting.\n{_last_lines(settings)}")
        if time.monotonic() > deadline:
            raise LocalError(
                f"The emulator (process {pid}) has not answered in {START_SECONDS:.0f} seconds. "
                f"Try `python -m local down` and start again.\n{_last_lines(settings)}"
            )
        time.sleep(_LOOK_AGAIN)


def healthy(settings: Settings) -> bool:
    """Whether this checkout's MiniStack answers, is ready and checks permissions."""
    try:
        ready = requests.get(f"{settings.endpoint}/_ministack/ready", timeout=5)
        health = requests.get(f"{settings.endpoint}/_ministack/health", timeout=5)
        body = health.json()
        return ready.ok and bool(body.get("auth") == "enabled" and body.get("edition") == settings.identity)
    except (requests.RequestException, ValueError, AttributeError):
        return False


def _last_lines(settings: Settings) -> str:
    try:
        lines = settings.emulator_log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join([f"The end of {settings.emulator_log}:", *(f"  {line}" for line in lines[-_LOG_LINES:])])


def stop(settings: Settings) -> bool:
    """Stops the emulator and waits until it has saved everything. False when it was not running."""
    process = running(settings)
    if process is None:
        return False
    send(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while not _wait_until_gone(settings, _WORKER_SECONDS) and time.monotonic() < deadline:
        # A function that still runs calls an emulator that does not listen any more, until its own timeout.
        for worker in children(process.pid):
            send(worker, signal.SIGKILL)
    if running(settings):
        raise LocalError(
            f"The emulator (process {process.pid}) has not stopped in {STOP_SECONDS:.0f} seconds. Wait and try again; "
            f"`kill -9 {process.pid}` ends it, and loses what came after the last save."
        )
    return True


def kill(settings: Settings) -> None:
    """Ends the emulator at once; what it has not saved is lost."""
    found = running(settings)
    if found:
        # Its workers with it: a function that still runs would call the next emulator on this port.
        for pid in (found.pid, *children(found.pid)):
            send(pid, signal.SIGKILL)
        if not _wait_until_gone(settings, 10):
            raise LocalError(f"The emulator (process {found.pid}) cannot be ended.")


def _wait_until_gone(settings: Settings, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while running(settings) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN)
    return True
