"""The template as deployed to prod, judged by checkov; what it finds is mended, or an exception with its reason.

    make judges      # the exceptions are in template_checks.toml

Exits 1 for a finding that is no exception, and for an exception that nothing needs. checkov lives in an environment of
its own, .venv/judges, because it pins a boto3 that is older than the functions'.
"""

import json
import logging
import os
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.support.sam import ROOT, deployed, translated

CHECKOV = ROOT / ".venv" / "judges" / "bin" / "checkov"
EXCEPTIONS = Path(__file__).with_suffix(".toml")


class Finding(NamedTuple):
    """A check that a resource did not pass: its id, what it asks for, and `type.logical id`."""

    check: str
    asks: str
    resource: str


def exceptions() -> dict[str, dict[str, Any]]:
    """What is not done and why, by the id of the check: `{asks, resources, reason}`."""
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


def unexcused(findings: Collection[Finding], excepted: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The findings that are no exception, in words."""
    for finding in findings:
        patterns = excepted.get(finding.check, {}).get("resources", ())
        if not any(fnmatchcase(finding.resource, pattern) for pattern in patterns):
            yield f"{finding.resource}: {finding.asks} ({finding.check})"


def unneeded(findings: Collection[Finding], excepted: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The exceptions that no finding is, in words."""
    for check, exception in excepted.items():
        resources = [finding.resource for finding in findings if finding.check == check]
        for pattern in exception["resources"]:
            if not any(fnmatchcase(resource, pattern) for resource in resources):
                yield f"{EXCEPTIONS.name}: nothing needs the exception from {check} for {pattern}"


def read_report(report: Mapping[str, Any]) -> tuple[int, list[Finding]]:
    """How many checks were passed, and the others, from `checkov --output json`."""
    failed = report["results"]["failed_checks"]
    return report["summary"]["passed"], [Finding(f["check_id"], f["check_name"], f["resource"]) for f in failed]


def main() -> int:
    if not CHECKOV.is_file():
        sys.exit("checkov is not installed; `make judges` does it.")
    passed, findings = read_report(_report())
    against = list(unexcused(findings, exceptions()))
    excused = len(findings) - len(against)
    against += unneeded(findings, exceptions())
    summary = f"checkov: passed {passed}, excused {excused}, complaints {len(against)}."
    sys.stdout.write("\n".join([*against, summary, ""]))
    return int(bool(against))


def _report() -> dict[str, Any]:
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": translated()["Parameters"],
        "Resources": deployed("prod", deepseek=True, domain=True),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.json"
        path.write_text(json.dumps(template), encoding="utf-8")
        command = [str(CHECKOV), "--file", str(path), "--framework", "cloudformation", "--skip-download",
                   "--output", "json", "--quiet", "--compact"]  # fmt: skip
        finished = subprocess.run(
            command, capture_output=True, text=True, check=False, env=os.environ | {"LOG_LEVEL": "ERROR"}
        )
    if not finished.stdout.startswith("{"):
        sys.exit(f"checkov failed: {finished.stderr}")
    report: dict[str, Any] = json.loads(finished.stdout)
    return report


if __name__ == "__main__":
    import tests.support.functions_environment  # noqa: F401 - the template is translated for a region

    logging.disable()  # the translator's words about itself
    sys.exit(main())
