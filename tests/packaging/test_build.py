"""`sam build` on this machine, without Docker and with the Python that it has, and what comes out."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builds import functions, sizes
from tests.support.lambdas import HANDLERS
from tests.support.sam import ROOT

SUFFIXES = {f".cpython-313-{processor}-linux-gnu.so" for processor in ("x86_64", "aarch64")}


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    checkout = tmp_path_factory.mktemp("checkout")
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(ROOT / name, checkout)
    for name in ("functions", "statemachines"):
        shutil.copytree(ROOT / name, checkout / name)
    here = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "SAM_CLI_TELEMETRY": "0"}
    finished = subprocess.run(
        [sys.executable, "-m", "samcli", "build"],
        cwd=checkout,
        env=os.environ | here,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout
    return checkout / ".aws-sam" / "build"


def test_the_template_is_valid_to_sam():
    checked = subprocess.run(
        [sys.executable, "-m", "samcli", "validate", "--lint"],
        cwd=ROOT,
        env=os.environ | {"SAM_CLI_TELEMETRY": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_function_and_every_layer_is_within_its_bound(build):
    assert [size for size in sizes(build) if not 0 < size.megabytes <= size.most] == []


def test_a_function_carries_our_code_and_nothing_else(build):
    found = {name: sorted(path.name for path in (build / name).iterdir()) for name in functions(build)}
    assert found == {name: ["easycrm"] for name in found}


def test_each_layer_serves_both_processors_of_the_parameter(build):
    compiled = [path.name for path in build.rglob("*.so")]
    modules = {name.partition(".")[0] for name in compiled}
    assert set(compiled) == {module + suffix for module in modules for suffix in SUFFIXES}
    assert "_python_calamine" in modules


def test_no_byte_code_of_another_python_is_deployed(build):
    assert {path.name.split(".")[-2] for path in build.rglob("*.pyc")} <= {"cpython-313"}


def lambdas_python():
    """A Python 3.13, as Lambda's is: the one on the path, or one of pyenv's; this one where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for python in ("python3.13", *sorted(map(str, pyenv.glob("3.13.*/bin/python3.13")))):
        if (
            shutil.which(python)
            and not subprocess.run([python, "-c", ""], stderr=subprocess.DEVNULL, check=False).returncode
        ):
            return python
    return sys.executable


def handler_of(function):
    return HANDLERS[re.sub(r"(?<!^)(?=[A-Z])", "_", function.removesuffix("Function")).lower()]


@pytest.mark.parametrize("python", [lambdas_python()], ids=lambda python: Path(python).name)
def test_every_handler_is_imported_from_what_was_built_and_nothing_else(build, python):
    """All that have the same layers by one process; without the packages of this machine's Pythons."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, layers in functions(build).items():
        alike.setdefault(tuple(layers), []).append(name)
    for together, names in alike.items():
        path = [build / names[0], *(build / layer / "python" for layer in together)]
        program = "; ".join(f"import {handler_of(name)}" for name in names)
        here = {"PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONDONTWRITEBYTECODE": "1"}
        finished = subprocess.run(
            [python, "-S", "-c", program], env=os.environ | here, capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stderr
