"""MiniStack as a program, saving what it remembers while it runs, and not only when it stops.

A program that is killed (`kill -9`, a power cut) then loses what came after the last save: half a minute at the most,
as long as a save takes less than three seconds. It is run by its path, so it imports nothing of this package.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

EVERY_SECONDS = 20.0
_SHARE = 9  # of the time, saving takes a tenth at most


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


def buckets_last(services: dict[str, Any]) -> dict[str, Any]:
    """S3 after the tables, so that no item that is saved names an object that is not."""
    return {name: get for name, get in services.items() if name != "s3"} | (
        {"s3": services["s3"]} if "s3" in services else {}
    )


def main() -> None:
    """What `python -m ministack` does, with a thread that saves from when the state of the last run has been loaded."""
    from ministack import app

    saving, save_all, load = threading.Lock(), app.save_all, app._load_persisted_state

    def save_one_at_a_time(services: dict[str, Any]) -> None:
        with saving:  # the last save, at the end, waits for one that is under way
            save_all(buckets_last(services))

    def load_then_save() -> None:
        load()
        now_and_then = threading.Thread(
            target=save_now_and_then, args=(lambda: app.save_all(app._build_persistence_save_dict()),), daemon=True
        )
        now_and_then.start()

    app.save_all = save_one_at_a_time
    app._load_persisted_state = load_then_save
    app.main()


if __name__ == "__main__":
    main()
