"""A stack to try things on: a copy of the checkout, on a port of its own, forgotten afterwards."""

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.emulator import environment, stack
from local.settings import CHECKOUT, Settings


@contextmanager
def scratch_stack(root: Path, **parameters: object) -> Iterator[stack.Stack]:
    """The checkout as it is, deployed from the empty folder `root`, which keeps its state too.

    `parameters` are the template's, besides those that `samconfig.toml` gives to a local stack.
    """
    shutil.copy(CHECKOUT / "template.yaml", root)
    more = "".join(f', "{name}={value}"' for name, value in parameters.items())
    config = (CHECKOUT / "samconfig.toml").read_text(encoding="utf-8")
    overrides = re.compile(r"(?<=\[local\.deploy\.parameters\]\n)(.*?\nparameter_overrides = \[[^\]]*)", re.DOTALL)
    (root / "samconfig.toml").write_text(overrides.sub(lambda match: match[1] + more, config), encoding="utf-8")
    for name in ("functions", "statemachines", "frontend"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    settings = Settings(root, free_port())
    environment.prepare(settings)
    try:
        yield stack.up(settings, "scratch")
    finally:
        stack.reset(settings)


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
