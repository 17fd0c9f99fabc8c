"""MiniStack as a program, saving what it remembers while it runs, and not only when it stops.

A program that is killed (`kill -9`, a power cut) then loses what came after the last save: half a minute at the most,
as long as a save takes less than three seconds. It is run by its path, so it imports nothing of this package.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

EVERY_SECONDS = 20.0
_SHARE = 9  # of the time, saving takes a tenth at most
_TRIES = 5
# Lambda forgets the code that no function has any more while it is asked, so its functions are written at once; and
# S3 after the tables, so that no item that is saved names an object that is not.
_ORDER = {"lambda": 0, "s3": 2}

Services = dict[str, Callable[[], Any]]


def save_now_and_then(
    save: Callable[[], None],
    pause: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Saves for ever, with pauses. `pause` may raise to end it."""
    pause(EVERY_SECONDS)
    while True:
        begun = clock()
        save()
        pause(max(EVERY_SECONDS, _SHARE * (clock() - begun)))


def in_order(services: Services) -> Services:
    """The services in the order in which they are written."""
    return {name: services[name] for name in sorted(services, key=lambda name: _ORDER.get(name, 1))}


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


class Saver:
    """One save at a time, and none after the last: it would put something older in its place."""

    def __init__(self, save_all: Callable[[Services], None]) -> None:
        self._save_all = save_all
        self._saving = threading.Lock()
        self._ended = False

    def save(self, services: Services, last: bool = False) -> None:
        with self._saving:
            if not self._ended:
                self._ended = last
                self._save_all(in_order(services))


def main() -> None:
    """What `python -m ministack` does, with a thread that saves from when the state of the last run has been loaded."""
    from ministack import app

    saver, load = Saver(app.save_all), app._load_persisted_state

    async def states() -> Services:
        return copied(app._build_persistence_save_dict())

    def save() -> None:
        # Copied on the loop that answers requests: nothing else changes the tables, so none changes in its copy. And
        # outside the lock, for which the last save waits on that very loop.
        saver.save(asyncio.run_coroutine_threadsafe(states(), app._MAIN_LOOP).result())

    def load_then_save() -> None:
        load()
        threading.Thread(target=save_now_and_then, args=(save,), daemon=True).start()

    app.save_all = lambda services: saver.save(services, last=True)
    app._load_persisted_state = load_then_save
    app.main()


if __name__ == "__main__":
    main()
