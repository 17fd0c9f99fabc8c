"""Running a program of this folder with the code of another checkout."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parents[2]
"""The checkout of this commit."""


def start(program: str, checkout: Path, arguments: Iterable[object], answers: Path) -> "subprocess.Popen[bytes]":
    """A program that writes into `answers`; with `-P`, so that of this folder it imports nothing."""
    command = [sys.executable, "-P", str(Path(__file__).with_name(program)), *map(str, arguments)]
    with answers.open("wb") as file:
        return subprocess.Popen(command, cwd=checkout, env=environment(), stdout=file)


def wait_for_all(*runs: "subprocess.Popen[bytes]") -> None:
    """Until all have ended; exits when one of them failed."""
    codes = [run.wait() for run in runs]
    if any(codes):
        raise SystemExit("A checkout could not do it; what it says stands above.")


def answer_of(command: list[str], checkout: Path) -> str:
    """What a command prints in a checkout; its errors stand on the terminal."""
    done = subprocess.run(
        [sys.executable, *command], cwd=checkout, env=environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def environment() -> dict[str, str]:
    """This environment, with the code of the folder in which a program is started."""
    return os.environ | {"PYTHONPATH": "functions:."}
