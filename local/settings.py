"""Where things are: the port, the folders under `.local/`, the addresses, the demo user."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.errors import UsageError

CHECKOUT = Path(__file__).resolve().parent.parent
REGION = "ap-southeast-1"
STACK_NAME = "easy-crm-local"
# MiniStack takes this key for the account's root, so no role of the stack is asked about it.
ACCESS_KEY = SECRET_KEY = "test"
DEFAULT_PORT = 4566
DEMO_EMAIL = "demo@example.com"
# Opens nothing but an emulator that listens on this machine only.
DEMO_PASSWORD = "Demo-leads-1"


@dataclass(frozen=True)
class Settings:
    """One checkout's stack: `root` holds template.yaml, everything that the stack keeps is in `root/.local`."""

    root: Path
    port: int

    @property
    def state(self) -> Path:
        return self.root / ".local"

    @property
    def emulator_state(self) -> Path:
        return self.state / "ministack"

    @property
    def object_data(self) -> Path:
        return self.state / "s3"

    @property
    def saves(self) -> Path:
        """Whole saves of both, see `saving`."""
        return self.emulator_state.with_name("saves")

    @property
    def temporary(self) -> Path:
        return self.state / "tmp"

    @property
    def home(self) -> Path:
        return self.state / "home"

    @property
    def aws_config(self) -> Path:
        return self.state / "aws-config"

    @property
    def emulator_log(self) -> Path:
        return self.state / "ministack.log"

    @property
    def deploy_log(self) -> Path:
        return self.state / "deploy.log"

    @property
    def identity(self) -> str:
        """What this checkout's emulator calls itself, so that another one on the same port is not taken for it."""
        return f"easycrm-{hashlib.sha256(str(self.root).encode()).hexdigest()[:12]}"

    @property
    def endpoint(self) -> str:
        """For SDKs. An IP address, so that they put the bucket into the path and not into a host name."""
        return f"http://127.0.0.1:{self.port}"

    def api_url(self, api_id: str) -> str:
        """The base of the public API, without a slash at its end."""
        return f"http://localhost:{self.port}/_aws/execute-api/{api_id}/api"


def read_settings(environ: Mapping[str, str], root: Path = CHECKOUT) -> Settings:
    """The settings of this checkout; `EASYCRM_PORT` chooses the port. Raises UsageError when it is no port."""
    text = environ.get("EASYCRM_PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise UsageError(f"EASYCRM_PORT must be a port number from 1 to 65535, not {text!r}.")
    return Settings(root, int(text))
