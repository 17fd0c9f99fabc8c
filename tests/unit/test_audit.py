"""What the audit of dependencies comes to."""

import json
import subprocess

import pytest

from tests import audit
from tests.audit import (
    ACCEPTED,
    NOT_AUDITED,
    ROOT,
    Audit,
    locks,
    npm_audit,
    pins,
    read_npm_audit,
    read_pip_audit,
    verdict,
)
from tests.support.http_server import serving

CLEAN = {"name": "idna", "version": "3.20", "vulns": []}
BAD = {"name": "requests", "version": "2.0", "vulns": [{"id": "PYSEC-2018-28"}]}
UNKNOWN = {"name": "six", "skip_reason": "not found"}
WANTED = ["idna 3.20", "requests 2.0", "six 1.17.0"]
WHOLE = Audit("npm", 5, 5, {})
PARTIAL = Audit("npm", 5, 3, {})
NONE = Audit("npm", 2, 0, {})


@pytest.mark.parametrize(
    ("dependencies", "wanted", "code", "last"),
    [
        ([CLEAN], WANTED[:1], 0, "npm: 5 of 5 packages audited."),
        ([CLEAN, BAD], WANTED[:2], 1, "npm: 5 of 5 packages audited."),
        ([CLEAN, UNKNOWN], ["idna 3.20", "six 1.17.0"], 1, "npm: 5 of 5 packages audited."),
        ([CLEAN], ["idna 3.21"], 0, NOT_AUDITED),  # of another version
        ([CLEAN], WANTED[::2], 1, "npm: 5 of 5 packages audited."),  # one that the report does not name
        ([UNKNOWN], WANTED[2:], 0, NOT_AUDITED),
        ([], WANTED, 0, NOT_AUDITED),
    ],
)
def test_an_audit_fails_for_a_vulnerability_and_for_less_than_all(dependencies, wanted, code, last):
    text, exit_code = verdict([read_pip_audit(dependencies, wanted), WHOLE])
    assert (exit_code, text.splitlines()[-1]) == (code, last)


def test_what_is_vulnerable_and_what_was_not_audited_is_named():
    text, _ = verdict([read_pip_audit([CLEAN, BAD, UNKNOWN], WANTED)])
    assert text.splitlines() == [
        "PyPI: 2 of 3 packages audited.",
        "  requests 2.0: PYSEC-2018-28",
        "  Not audited, while advisories can be had: six 1.17.0.",
    ]


def test_what_was_not_audited_is_counted_where_it_is_not_named():
    text, code = verdict([PARTIAL])
    assert text.splitlines() == [
        "npm: 3 of 5 packages audited.",
        "  Not audited, while advisories can be had: 2 packages.",
    ]
    assert code == 1


@pytest.mark.parametrize(("audit", "code"), [(None, 0), ("", 0), ("required", 1)])
def test_where_no_advisories_can_be_had_the_last_line_says_so_and_it_fails_if_required(audit, code):
    text, exit_code = verdict([WHOLE, NONE], audit)
    assert (exit_code, text.splitlines()[-1]) == (code, NOT_AUDITED)


def test_an_accepted_advisory_fails_nothing_and_is_shown_with_its_reason(monkeypatch):
    monkeypatch.setattr(audit, "ACCEPTED", {"PYSEC-2018-28": "we send no cookies"})
    text, code = verdict([read_pip_audit([BAD], WANTED[1:2])])
    assert ("(accepted: we send no cookies)" in text, code) == (True, 0)
    assert all(reason.strip() for reason in ACCEPTED.values())


def test_an_advisory_is_accepted_by_any_of_its_ids(monkeypatch):
    monkeypatch.setattr(audit, "ACCEPTED", {"CVE-2018-18074": "we send no cookies"})
    advisory = {"id": "PYSEC-2018-28", "aliases": ["GHSA-x84v-xcm2-53pg", "CVE-2018-18074"]}
    text, code = verdict([read_pip_audit([{"name": "requests", "version": "2.0", "vulns": [advisory]}], WANTED[1:2])])
    assert ("CVE-2018-18074 (accepted: we send no cookies)" in text, code) == (True, 0)


def test_every_lock_is_audited_whatever_machine_its_packages_are_for():
    names = {str(lock.relative_to(ROOT)) for lock in [*locks("*requirements*.txt"), *locks("package-lock.json")]}
    layers = {
        f"functions/layers/{layer}/requirements.txt" for layer in ("common", "reading", "spreadsheets", "standardise")
    }
    assert names >= {"requirements-dev.txt", "frontend/package-lock.json", *layers}
    assert {name for name, _ in pins(ROOT / "requirements-dev.txt")} > {"boto3", "colorama", "pip-audit"}


def test_npm_s_vulnerabilities_are_told_once_by_the_advisory():
    advisory = {"url": "https://github.com/advisories/GHSA-1", "title": "It falls over"}
    vulnerabilities = {
        "esbuild": {"range": "<0.26", "via": [advisory]},
        "builder": {"range": "*", "via": ["esbuild"]},
    }
    report = {"vulnerabilities": vulnerabilities, "metadata": {"dependencies": {"total": 9}}}
    assert read_npm_audit("npm", 9, report) == Audit("npm", 9, 9, {advisory["url"]: "esbuild <0.26"})


@pytest.mark.parametrize(("status", "body", "all_of_them"), [(200, b"{}", True), (405, b"", False)])
def test_npm_says_how_many_packages_it_audited(status, body, all_of_them):
    lock = ROOT / "frontend" / "package-lock.json"
    packages = len(json.loads(lock.read_text(encoding="utf-8"))["packages"]) - 1
    with serving() as registry:
        registry.answers = [(status, body)]
        command = [*npm_audit(lock.parent), "--registry", registry.url]
        printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert read_npm_audit("npm", packages, json.loads(printed)).audited == (packages if all_of_them else 0)
