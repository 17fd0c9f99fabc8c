"""Installs a lock of packages into the Python that runs this: by uv, which takes seconds where pip takes minutes.

    .venv/bin/python -m local.installing requirements-dev.txt      # what `make setup` does

uv comes by pip, with the hashes that the lock has for it. It does not read pip's settings, so what those say of indexes
and certificates is handed on; every file is checked by its hash, wherever it comes from. Where uv fails, pip does it
all. Nothing is installed when this runs, so it imports nothing but Python's own.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_PIP = (sys.executable, "-m", "pip")
_HASHED = ("--no-deps", "--require-hashes")
_UV = re.compile(r"^uv==[^\n]*(?<=\\)\n(?:[^\n]*(?<=\\)\n)*[^\n]*\n", re.MULTILINE)
# A setting of pip's, and the variable that uv reads for it, with what stands between several values.
_SETTINGS = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


def main(lock: Path) -> int:
    """pip's exit code, or 0 when uv did it."""
    if _install_uv(lock) and _uv("install", "--python", sys.executable, *_HASHED, "-r", str(lock)) == 0:
        return 0
    sys.stderr.write("uv cannot install them; pip does, and takes longer ...\n")
    return _pip("install", *_HASHED, "-r", str(lock))


def part_of_uv(lock: str) -> str:
    """The lines of the lock that name uv and its hashes; empty when there are none."""
    found = _UV.search(lock)
    return found[0] if found else ""


def _install_uv(lock: Path) -> bool:
    part = Path(sys.prefix) / "uv-requirements.txt"
    part.write_text(part_of_uv(lock.read_text(encoding="utf-8")), encoding="utf-8")
    return _pip("install", *_HASHED, "--only-binary=:all:", "-r", str(part)) == 0


def _uv(*words: str) -> int:
    command = [sys.executable, "-m", "uv", "pip", *words, "--quiet"]
    return subprocess.run(command, env=environment(_pip_settings(), os.environ), check=False).returncode


def _pip(*words: str) -> int:
    return subprocess.run([*_PIP, *words, "-qq", "--disable-pip-version-check"], check=False).returncode


def _pip_settings() -> str:
    return subprocess.run([*_PIP, "config", "list"], capture_output=True, text=True, check=False).stdout


def environment(settings: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv: `environ`, and what `pip config list` prints, unless the user has told uv already.

    All indexes are looked at, as pip does; the hashes say which file is the right one.
    """
    for_uv: dict[str, str] = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "true"}
    # As pip does: what is for `install` comes before what is for all, and the environment before both.
    for section in ("global", "install", ":env:"):
        for line in settings.splitlines():
            where, _, value = line.partition("=")
            of, _, name = where.partition(".")
            if of == section and name in _SETTINGS:
                variable, between = _SETTINGS[name]
                for_uv[variable] = between.join(ast.literal_eval(value).split())
    return for_uv | dict(environ)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
