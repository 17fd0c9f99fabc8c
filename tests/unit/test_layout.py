"""How the package is laid out: what stands in one place only, how large a folder is, and what modules say they are."""

import re
from pathlib import Path

import pytest

import easycrm

PACKAGE = Path(easycrm.__file__).parent


@pytest.mark.parametrize(
    ("knowledge", "home"),
    [
        (r'\["Code"\]|Type(?:Des|S)erializer', "aws.py"),
        (r"datetime\.fromisoformat|datetime\.now|time\.time\(|timespec", "times.py"),
    ],
)
def test_what_the_ground_floor_knows_is_written_there_alone(knowledge, home):
    paths = (path for path in PACKAGE.rglob("*.py") if re.search(knowledge, path.read_text(encoding="utf-8")))
    assert [path.relative_to(PACKAGE).as_posix() for path in paths] == [home]
