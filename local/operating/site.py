"""A deployed stack as whoever has its address and a login meets it: config.json, sign-in, API. No AWS keys."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

from local.errors import LocalError, UsageError
from local.operating.client import ApiClient
from local.operating.drop_folder import DropFolder
from local.operating.signing_in import SignIn
from local.patience import ANSWER_SECONDS, CONNECT_SECONDS


@dataclass(frozen=True)
class Site:
    """What the page's config.json says: where the API and the drop folder are, and where and as whom one signs in."""

    api_url: str
    sign_in_url: str
    client_id: str
    drop_folder: DropFolder

    def client(self, email: str, password: str) -> ApiClient:
        """The API as this user, who is signed in at the first call, and again when the token has run out."""
        sign_in = self.sign_in()
        return ApiClient(self.api_url, lambda: str(sign_in.tokens(email, password)["IdToken"]), session())

    def sign_in(self) -> SignIn:
        """Where and as whose client one signs in."""
        return SignIn(self.drop_folder.region, self.sign_in_url, self.client_id)


def read_site(address: str) -> Site:
    """The site at the page's address. Raises LocalError when there is no EasyCRM there, UsageError for no address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{address!r} is not the address of a page, such as https://d111111abcdef8.cloudfront.net/.")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise UsageError(f"{address} is not encrypted, and a password would be sent there. Use https://.")
    base = address if address.endswith("/") else f"{address}/"
    try:
        answer = session().get(urljoin(base, "config.json"), timeout=(CONNECT_SECONDS, ANSWER_SECONDS))
        answer.raise_for_status()
        config = answer.json()
        sign_in_to = config["signIn"]
        return Site(
            urljoin(base, config["apiUrl"]),
            sign_in_to["revokeUrl"],
            sign_in_to["clientId"],
            DropFolder.of(config["dropFolder"]),
        )
    except (requests.RequestException, KeyError, TypeError) as error:
        raise LocalError(f"There is no page of EasyCRM at {address}: {error}") from error


def remember(file: Path, env: str, address: str) -> None:
    """Notes the page's address of an environment in `file`, from where `remembered` has it."""
    known = _known(file)
    if known.get(env) != address:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known | {env: address}, indent=2) + "\n", encoding="utf-8")


def remembered(file: Path, env: str) -> str:
    """The page's address that was noted. Raises UsageError when there is none."""
    try:
        return _known(file)[env]
    except KeyError:
        raise UsageError(
            f"Where the page of {env} is, is not known in this checkout. Give its address with --site or EASYCRM_SITE; "
            f"whoever has AWS credentials can run `python -m local page --env {env}`, which notes it."
        ) from None


def _known(file: Path) -> dict[str, str]:
    known: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return known


def session() -> requests.Session:
    """An HTTP session that finds names under `.localhost` on this machine, as browsers do and libc does not."""
    made = requests.Session()
    made.mount("http://", _Loopback())
    return made


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1") or host.endswith(".localhost")


class _Loopback(HTTPAdapter):
    """RFC 6761: names under `.localhost` are the loopback address."""

    def send(self, request: requests.PreparedRequest, *options: Any, **named: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        if (parts.hostname or "").endswith(".localhost"):
            request.headers["Host"] = parts.netloc
            request.url = urlunsplit(parts._replace(netloc=f"127.0.0.1:{parts.port or 80}"))
            named["proxies"] = {}
        return super().send(request, *options, **named)
