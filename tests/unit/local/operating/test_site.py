"""A stack by the address of its page, against a server that answers what a test tells it to."""

from pathlib import Path

import pytest

from local.errors import LocalError, UsageError
from local.operating import site
from local.operating.drop_folder import DropFolder
from local.operating.site import Site, read_site, session
from tests.support.http_server import Server

DROP_FOLDER = {
    "bucket": "data",
    "identityPoolId": "ap-southeast-1:pool",
    "identityUrl": "https://identity/",
    "login": "cognito-idp/pool",
}


def test_the_page_says_where_its_api_and_its_sign_in_are(server: Server) -> None:
    sign_in_to = {"revokeUrl": "https://cognito/", "clientId": "c"}
    server.answers = [(200, {"apiUrl": "/api", "signIn": sign_in_to, "dropFolder": DROP_FOLDER})]
    folder = DropFolder("data", "ap-southeast-1:pool", "https://identity/", "cognito-idp/pool")
    assert read_site(server.url) == Site(f"{server.url}/api", "https://cognito/", "c", folder)
    assert server.requests[0][1] == "/config.json"


@pytest.mark.parametrize("answer", [(404, b""), (200, b"<html>"), (200, {"apiUrl": "/api"}), (200, [])])
def test_a_page_that_is_not_ours_is_said_in_words(answer: tuple[int, object], server: Server) -> None:
    server.answers = [answer]
    with pytest.raises(LocalError, match="no page of EasyCRM"):
        read_site(server.url)


@pytest.mark.parametrize("address", ["", "d1.cloudfront.net", "ftp://d1.cloudfront.net", "http://d1.cloudfront.net/"])
def test_no_password_goes_to_an_address_that_is_none_or_not_encrypted(address: str) -> None:
    with pytest.raises(UsageError):
        read_site(address)


def test_names_under_localhost_are_this_machine(server: Server) -> None:
    server.answers = [(200, {})]
    assert session().get(server.url.replace("127.0.0.1", "d1.cloudfront.localhost"), timeout=5).ok


def test_an_environment_of_which_nothing_is_known_is_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--site"):
        site.remembered(tmp_path / "sites.json", "staging")
