"""What the audit of dependencies comes to."""

import pytest

from tests.audit import LOCKS, verdict

CLEAN = {"name": "idna", "version": "3.20", "vulns": []}
BAD = {"name": "requests", "version": "2.0", "vulns": [{"id": "PYSEC-2018-28"}]}
UNKNOWN = {"name": "six", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([CLEAN], 0, "1 packages audited, 0 known vulnerabilities."),
        ([CLEAN, BAD], 1, "requests 2.0: PYSEC-2018-28"),
        ([BAD, UNKNOWN], 1, "Not audited, without advisories here: six."),
    ],
)
def test_a_known_vulnerability_fails_the_check_and_what_was_not_audited_is_said(packages, code, says):
    text, found = verdict({"dependencies": packages})
    assert (found, says in text) == (code, True)


def test_without_advisories_the_check_says_so_and_goes_on():
    assert verdict(None) == ("Not audited: PyPI's advisories could not be had.", 0)


def test_every_layer_is_audited():
    assert [lock.parent.name for lock in LOCKS] == ["common", "spreadsheets", "standardise"]
