"""What a new deployment is made for, and what not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local.emulator import deployment
from local.errors import LocalError
from local.settings import Settings


@pytest.fixture
def checkout(settings: Settings) -> Settings:
    for name in (
        "template.yaml",
        "samconfig.toml",
        "functions/easycrm/errors.py",
        "statemachines/import_leads.asl.json",
    ):
        path = settings.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return settings


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "template.yaml").write_text("x"),
        lambda root: (root / "samconfig.toml").write_text("x"),
        lambda root: (root / "functions/easycrm/errors.py").write_text("x"),
        lambda root: (root / "functions/easycrm/new.py").touch(),
        lambda root: (root / "functions/easycrm/errors.py").unlink(),
        lambda root: (root / "functions/easycrm/errors.py").rename(root / "functions/easycrm/error.py"),
        lambda root: (root / "statemachines/import_leads.asl.json").write_text("x"),
    ],
)
def test_the_fingerprint_changes_with_what_is_deployed(change: Callable[[Path], object], checkout: Settings) -> None:
    before = deployment.fingerprint(checkout)
    change(checkout.root)
    assert deployment.fingerprint(checkout) != before


def test_the_fingerprint_stays_for_what_is_not_deployed(checkout: Settings) -> None:
    before = deployment.fingerprint(checkout)
    cache = checkout.root / "functions/easycrm/__pycache__"
    cache.mkdir()
    (cache / "errors.cpython-311.pyc").touch()
    (checkout.root / "README.md").touch()
    (checkout.state / "deploy.log").touch()
    assert deployment.fingerprint(checkout) == before


def test_another_port_is_another_deployment(checkout: Settings) -> None:
    assert deployment.fingerprint(checkout) != deployment.fingerprint(Settings(checkout.root, 4610))


def test_a_checkout_without_a_template_is_said_to_be_one(settings: Settings) -> None:
    with pytest.raises(LocalError, match=r"There is no template\.yaml"):
        deployment.fingerprint(settings)
