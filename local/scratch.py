"""A stack to try things on: a copy of the checkout, on a port of its own, forgotten afterwards."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import environment, stack
from local.settings import CHECKOUT, Settings


@contextmanager
def scratch_stack(root: Path) -> Iterator[stack.Stack]:
    """The checkout as it is, deployed from the empty folder `root`, which keeps its state too."""
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(CHECKOUT / name, root)
    for name in ("functions", "statemachines", "frontend"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    settings = Settings(root, _free_port())
    environment.prepare(settings)
    try:
        yield stack.up(settings, "scratch")
    finally:
        stack.reset(settings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
