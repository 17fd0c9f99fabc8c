"""MiniStack as a program, saving what it remembers while it runs, and with permissions for each PartiQL statement.

A program that is killed (`kill -9`) then loses what came after the last whole save: the pause between two, and the
save that was under way. The pause is nine times what a save costs the processor, 20 seconds at least and 60 at most: a
machine that is busy with other things makes saves long, and no pause longer. It is run by its path, so it imports
nothing of this package.

S3's objects are on disk at once, and would survive a kill that takes the tables back to the last save: results of
batches whose leads are gone, which a retry believes. So a save holds the objects of its own moment, too, as hard links
(MiniStack replaces files and never writes into them), and the emulator always starts from the last whole save.

MiniStack asks for BatchExecuteStatement on everything, which is no action of IAM: AWS asks for what the statements do,
each on its table.
"""

import asyncio
import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

EVERY_SECONDS = 20.0
SELDOM_SECONDS = 60.0  # the longest pause, however much there is to save
_SHARE = 9  # of the processor's time, saving takes a tenth at most, up to the longest pause
_TRIES = 5

Services = dict[str, Callable[[], Any]]

_OF_STATEMENTS = "dynamodb:BatchExecuteStatement"
_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b[^\"]*\"([\w.-]+)\"", re.IGNORECASE)

Checks = Callable[[str, bytes, str, str], list[tuple[str, str]]]


def save_now_and_then(save: Callable[[], float], pause: Callable[[float], object] = time.sleep) -> None:
    """Saves for ever, with pauses. `save` gives the processor's seconds that it cost; `pause` may raise to end it."""
    pause(EVERY_SECONDS)
    while True:
        cost = 0.0
        try:
            cost = save()
        except OSError:
            logging.getLogger("saving").exception("This save is skipped.")
        pause(min(SELDOM_SECONDS, max(EVERY_SECONDS, _SHARE * cost)))


def copied(services: Services) -> Services:
    """The same, with answers that were made here and now, all at the same moment."""
    return {name: _copied(get_state) for name, get_state in services.items()}


def _copied(get_state: Callable[[], Any]) -> Callable[[], Any]:
    """Tries again when a thread of the service changes what is copied; in the end MiniStack tries, and logs why not."""
    for _ in range(_TRIES):
        with suppress(RuntimeError):
            state = get_state()
            return lambda: state
    return get_state


class Saves:
    """Whole saves, a numbered folder each, next to the folders in which MiniStack keeps its state and its objects."""

    def __init__(self, state: Path, objects: Path) -> None:
        self._folder = state.with_name("saves")
        self._part = self._folder / "part"
        self._state, self._objects = state, objects

    def restore(self) -> None:
        """Puts both folders back to the last save. Without one, they stay as they are."""
        if last := self._last():
            for live in (self._state, self._objects):
                rmtree(live, ignore_errors=True)
                _link(last / live.name, live)

    def begin(self) -> None:
        """Keeps the objects as they are at this moment."""
        rmtree(self._part, ignore_errors=True)
        _link(self._objects, self._part / self._objects.name)

    def finish(self) -> None:
        """Adds the state, which has been written since; from the renaming on, this save is the last."""
        _link(self._state, self._part / self._state.name)
        before = self._last()
        self._part.rename(self._folder / str(int(before.name) + 1 if before else 1))
        if before:
            rmtree(before, ignore_errors=True)

    def _last(self) -> Path | None:
        return max(self._folder.glob("[0-9]*"), key=lambda folder: int(folder.name), default=None)


def _link(source: Path, target: Path) -> None:
    copytree(source, target, copy_function=os.link)


class Saver:
    """One save at a time, and none after the last: it would put something older in its place."""

    def __init__(self, save_all: Callable[[Services], None], saves: Saves) -> None:
        self._save_all, self._saves = save_all, saves
        self._writing = threading.Lock()
        self._ended = False

    def copy(self, services: Services) -> Services:
        """What `write` gets, of this moment: to be called where nothing changes it meanwhile."""
        self._saves.begin()
        return copied(services)

    def write(self, services: Services) -> None:
        with self._writing:
            if not self._ended:
                self._save_all(services)
                self._saves.finish()

    def save_last(self, services: Services) -> None:
        with self._writing:
            self._ended = True
            services = self.copy(services)
            self._save_all(services)
            self._saves.finish()


def with_statements(of_transactions: Checks) -> Checks:
    """What a call of DynamoDB needs, each action with its resource: MiniStack's own, and that of PartiQL statements."""

    def checks(action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
        if action != _OF_STATEMENTS:
            return of_transactions(action, body, region, account)
        tables = f"arn:aws:dynamodb:{region}:{account}:table/"
        needed = [_needed_for(each["Statement"], tables) for each in json.loads(body)["Statements"]]
        return list(dict.fromkeys(needed))

    return checks


def _needed_for(statement: str, tables: str) -> tuple[str, str]:
    """For a statement without a table in quotes it is what MiniStack asks for, which only administrators have."""
    parts = _STATEMENT.match(statement)
    return (f"dynamodb:PartiQL{parts[1].capitalize()}", tables + parts[2]) if parts else (_OF_STATEMENTS, "*")


def main() -> None:
    """What `python -m ministack` does, with a thread that saves from when the state of the last run has been loaded."""
    saves = Saves(Path(os.environ["STATE_DIR"]), Path(os.environ["S3_DATA_DIR"]))
    saves.restore()  # before the import, which loads the objects
    from ministack import app
    from ministack.core import iam_actions

    iam_actions.dynamodb_transaction_checks = with_statements(iam_actions.dynamodb_transaction_checks)
    saver, load = Saver(app.save_all, saves), app._load_persisted_state

    async def copy() -> tuple[Services, float]:
        begun = time.thread_time()
        return saver.copy(app._build_persistence_save_dict()), time.thread_time() - begun

    def save() -> float:
        # Copied on the loop that answers requests, so that no request changes anything meanwhile; and outside the
        # lock, for which the last save waits on that very loop.
        begun = time.thread_time()
        services, cost_of_copying = asyncio.run_coroutine_threadsafe(copy(), app._MAIN_LOOP).result()
        saver.write(services)
        return cost_of_copying + time.thread_time() - begun

    def load_then_save() -> None:
        load()
        threading.Thread(target=save_now_and_then, args=(save,), daemon=True).start()

    app.save_all = saver.save_last
    app._load_persisted_state = load_then_save
    app.main()


if __name__ == "__main__":
    main()
