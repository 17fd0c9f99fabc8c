"""Known vulnerabilities of what is deployed, as PyPI's advisories tell them.

    .venv/bin/python -m tests.audit     # part of `make check`

Exits 1 when a package has one. Where the advisories cannot be had (no network, a mirror without them), says which
packages were not audited, and exits 0: a check that nobody can pass offline would be taken out.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LOCKS = sorted((Path(__file__).parents[1] / "functions" / "layers").glob("*/requirements.txt"))
_SECONDS = 60


def main() -> int:
    if find_spec("pip_audit") is None:
        sys.exit("pip-audit is not installed; `make setup` does it.")
    text, code = verdict(_report())
    sys.stdout.write(text + "\n")
    return code


def verdict(report: dict[str, Any] | None) -> tuple[str, int]:
    """What pip-audit's report comes to, and the exit code; None is no report."""
    if report is None:
        return "Not audited: PyPI's advisories could not be had.", 0
    packages = report["dependencies"]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    found = [f"{p['name']} {p['version']}: {v['id']}" for p in packages for v in p.get("vulns", ())]
    lines = [f"{len(packages) - len(unknown)} packages audited, {len(found)} known vulnerabilities.", *found]
    if unknown:
        lines.append(f"Not audited, without advisories here: {', '.join(unknown)}.")
    return "\n".join(lines), int(bool(found))


def _report() -> dict[str, Any] | None:
    """pip-audit's own; None when it has none."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip",
               "--require-hashes", *(part for lock in LOCKS for part in ("--requirement", str(lock)))]  # fmt: skip
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False).stdout
    except subprocess.TimeoutExpired:
        return None
    report: dict[str, Any] | None = json.loads(said) if said.startswith("{") else None
    return report


if __name__ == "__main__":
    sys.exit(main())
