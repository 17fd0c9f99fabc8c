"""Every route of the template, called with each kind of token: people's ID tokens come in, and no other."""

import pytest

from tests.support.lambdas import EVENTS, call, event
from tests.support.sam import translated
from tests.support.some import some

pytestmark = pytest.mark.usefixtures("fresh_functions")

MEI = {"sub": "6a5b4c3d-2e1f-4a0b-9c8d-7e6f5a4b3c2d", "email": "mei@example.com", "cognito:groups": "operators"}
OTHERS = {
    "access": MEI | {"token_use": "access", "client_id": "4example5client6id7890abcd", "scope": "openid email"},
    "refresh": MEI | {"token_use": "refresh"},
    "of an identity pool": MEI | {"iss": "https://cognito-identity.amazonaws.com", "amr": "authenticated"},
    "none": None,
}


def routes():
    """`{(method, path): the recorded event}` of all routes that a function answers."""
    recorded = [path.stem for path in EVENTS.glob("*.json")]
    of = {(event(name).get("httpMethod"), event(name).get("resource")): name for name in recorded}
    paths = translated()["Resources"]["Api"]["Properties"]["Body"]["paths"]
    asked = [(method.upper(), path) for path, methods in paths.items() for method in methods if method != "options"]
    return {f"{method} {path}": of[method, path] for method, path in some(asked)}


each_route = pytest.mark.parametrize("name", routes().values(), ids=routes())


def answer_with(claims, name):
    asked = event(name)["requestContext"]
    asked["authorizer"] = {} if claims is None else {"claims": claims}
    return call(name, requestContext=asked)


@each_route
@pytest.mark.parametrize("token", OTHERS)
def test_no_other_token_than_a_persons_id_token_comes_in(name, token):
    status, body = answer_with(OTHERS[token], name)
    assert (status, body["error"]["code"]) == (401, "unauthorised")
    assert body["requestId"]


@each_route
def test_a_persons_id_token_comes_in(name):
    status, _ = answer_with(MEI | {"token_use": "id"}, name)
    assert status not in (401, 403)
