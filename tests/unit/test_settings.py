"""What the functions are told by the template."""

import re
from dataclasses import fields

import pytest

from easycrm.settings import Settings
from tests.support.sam import ROOT

CODE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "functions" / "easycrm").rglob("*.py"))


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_used_by_somebody(name: str) -> None:
    assert re.search(rf"\bsettings\.{name}\b", CODE)
