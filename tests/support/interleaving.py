"""Tasks at the same time, without luck: each has a thread, one thread moves at a time, and bytes decide which.

A task moves from one call to the outside to the next. Each step takes two bytes: who moves, and whether the call goes
wrong. Bytes 0 let the same task go on, unharmed, so that hypothesis shrinks towards one task after the other.
"""

import threading
from collections.abc import Callable, Collection
from typing import Any

Task = Callable[[], None]


class Killed(BaseException):
    """The process of the task is gone. A BaseException, as no code could catch it in earnest."""


def fault_of(choice: int) -> str:
    """What happens to a call: nearly always nothing."""
    faults = {"killed": 243, "response lost": 248, "sent twice": 252}  # sent twice: by a client that missed the answer
    return next((fault for fault, least in reversed(faults.items()) if choice >= least), "")


class Interleaving:
    """Runs tasks step by step; when the bytes are used up, nothing dies. `retry`: what dies waits to be run again."""

    def __init__(self, choices: bytes, retry: bool = True) -> None:
        self.retry = retry
        self._choices = iter(choices)
        self._waiting: list[Task] = []
        self._running: list[_Run] = []
        self._moving: _Run | None = None

    def add(self, *tasks: Task) -> None:
        self._waiting += tasks

    def watch(self, thing: Any, but: Collection[str] = ()) -> Any:
        """The thing, of which every method call by a task is a step, `but` for these: threads may call them."""
        return _Watched(thing, self._call, but)

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Moves the tasks until the condition holds or all have ended; raises what a task raised."""
        while (self._waiting or self._running) and not until():
            run = self._next()
            self._moving = run
            run.move(fault_of(next(self._choices, 0)))
            self._moving = None
            if run.ended:
                self._running.remove(run)
            if run.killed and self.retry:
                self._waiting.append(run.task)
            if run.error:
                self._end_all()
                raise run.error

    def _next(self) -> "_Run":
        """The run that moved last, or any other, or a new one: half of the choices stay with the last."""
        choice = next(self._choices, 0)
        place = 0 if choice < 128 else (choice - 128) % (len(self._running) + len(self._waiting))
        if place < len(self._running):
            run = self._running.pop(place)
        else:
            run = _Run(self._waiting.pop(place - len(self._running)))
        self._running.insert(0, run)
        return run

    def _call(self, call: Callable[[], Any]) -> Any:
        if self._moving is None:
            return call()
        fault = self._moving.pause()
        if fault == "killed":
            raise Killed
        answer = call()
        if fault == "response lost":
            raise Killed
        return call() if fault == "sent twice" else answer

    def _end_all(self) -> None:
        self._waiting.clear()
        for run in self._running:
            while not run.ended:
                self._moving = run
                run.move("killed")


class _Run:
    """One run of a task, in a thread that moves only while `move` waits for it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.ended = self.killed = False
        self.error: BaseException | None = None
        self._go, self._paused = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._paused.acquire()
        self._fault = ""
        threading.Thread(target=self._main, daemon=True).start()

    def move(self, fault: str) -> None:
        self._fault = fault
        self._go.release()
        self._paused.acquire()

    def pause(self) -> str:
        self._paused.release()
        self._go.acquire()
        return self._fault

    def _main(self) -> None:
        self._go.acquire()
        try:
            self.task()
        except Killed:
            self.killed = True
        except BaseException as error:  # noqa: BLE001 - handed to the test by `run`
            self.error = error
        self.ended = True
        self._paused.release()


class _Watched:
    def __init__(self, thing: Any, call: Callable[[Callable[[], Any]], Any], but: Collection[str]) -> None:
        self._thing = thing
        self._call = call
        self._but = but

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._thing, name)
        if name in self._but:
            return method
        return lambda *args, **kwargs: self._call(lambda: method(*args, **kwargs))
