"""Signing in and out, and everything that ends a session in between."""

from typing import Any

import requests
from playwright.sync_api import BrowserContext, Page, expect

from local.emulator.stack import Stack
from tests.support.page_sign_in import (
    change_session,
    expect_sign_in,
    expect_signed_in,
    kept_session,
    sign_in,
    sign_out,
)

DEEP = "/?q=ana&sortBy=company#here"


def refreshed(stack: Stack, refresh_token: str) -> requests.Response:
    """What Cognito answers to a refresh token."""
    form = {
        "grant_type": "refresh_token",
        "client_id": stack.outputs["UserPoolClientId"],
        "refresh_token": refresh_token,
    }
    return requests.post(f"{stack.outputs['SignInUrl']}/oauth2/token", data=form, timeout=10)


def test_signing_in_leads_to_the_address_one_came_for(page: Page, base_url: str) -> None:
    page.goto(DEEP)
    sign_in(page)
    assert page.url == base_url.rstrip("/") + DEEP


def test_a_reload_keeps_the_session(signed_in_page: Page) -> None:
    before = kept_session(signed_in_page)
    signed_in_page.reload()
    expect_signed_in(signed_in_page)
    assert kept_session(signed_in_page) == before


def test_nothing_is_kept_but_for_this_tab(signed_in_page: Page, context: BrowserContext) -> None:
    assert signed_in_page.evaluate("Object.keys(localStorage)") == []
    assert signed_in_page.evaluate("Object.keys(sessionStorage)") == ["easycrm.session"]
    assert context.cookies() == []


def test_the_api_takes_the_token_on_the_page_s_own_address(signed_in_page: Page) -> None:
    assert signed_in_page.evaluate(ASK_THE_API) == 200


ASK_THE_API = """async () => {
    const token = JSON.parse(sessionStorage.getItem('easycrm.session')).idToken;
    return (await fetch('/api/leads', { headers: { Authorization: token } })).status;
}"""


def test_a_token_that_has_ended_is_refreshed_without_a_word(signed_in_page: Page) -> None:
    before = kept_session(signed_in_page)
    change_session(signed_in_page, expiresAt=0)
    signed_in_page.reload()
    expect_signed_in(signed_in_page)
    after = kept_session(signed_in_page)
    assert after["idToken"] != before["idToken"]
    assert after["expiresAt"] >= before["expiresAt"]
    assert signed_in_page.evaluate(ASK_THE_API) == 200


def test_nobody_is_signed_out_because_cognito_is_busy(signed_in_page: Page, complaints: list[str]) -> None:
    busy: dict[str, Any] = {"status": 429, "json": {"error": "too_many_requests"}}
    signed_in_page.route(
        "**/oauth2/token", lambda route: route.fulfill(headers={"Access-Control-Allow-Origin": "*"}, **busy)
    )
    change_session(signed_in_page, expiresAt=0)
    signed_in_page.reload()
    away = signed_in_page.get_by_role("alert")
    expect(away).to_contain_text("EasyCRM cannot be reached")
    expect_signed_in(signed_in_page)
    signed_in_page.unroute("**/oauth2/token")
    away.get_by_role("button", name="Try again").click()
    expect(away).to_be_hidden()
    assert signed_in_page.evaluate(ASK_THE_API) == 200
    complaints.clear()


def test_a_session_that_has_ended_leads_through_the_sign_in_to_where_one_was(
    signed_in_page: Page, base_url: str
) -> None:
    change_session(signed_in_page, expiresAt=0, refreshToken="ended")
    signed_in_page.goto(DEEP)
    sign_in(signed_in_page)
    assert signed_in_page.url == base_url.rstrip("/") + DEEP


def test_signing_out_forgets_everything_and_ends_the_session_at_cognito(
    signed_in_page: Page, local_stack: Stack
) -> None:
    token = kept_session(signed_in_page)["refreshToken"]
    assert refreshed(local_stack, token).ok
    with signed_in_page.expect_request(f"{local_stack.outputs['SignInUrl']}/logout?*"):
        sign_out(signed_in_page)
    expect_sign_in(signed_in_page)
    assert refreshed(local_stack, token).status_code == 400


def test_after_signing_out_the_way_back_leads_to_the_sign_in(signed_in_page: Page) -> None:
    sign_out(signed_in_page)
    expect_sign_in(signed_in_page)
    signed_in_page.go_back()
    expect_sign_in(signed_in_page)


def test_signing_out_in_one_tab_signs_out_the_others(signed_in_page: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto("/")
    sign_in(other)
    sign_out(signed_in_page)
    expect_sign_in(other)


def test_an_address_of_an_earlier_sign_in_starts_a_new_one(page: Page, base_url: str) -> None:
    page.goto("/?code=past&state=past")
    sign_in(page)
    assert page.url == base_url


def test_script_that_is_not_the_page_s_own_does_not_run(signed_in_page: Page, complaints: list[str]) -> None:
    inject = """() => new Promise(resolve => {
        document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
        const script = document.createElement('script');
        script.append('window.ran = true');
        document.head.append(script);
    })"""
    assert signed_in_page.evaluate(inject) in ("script-src-elem", "require-trusted-types-for")
    assert signed_in_page.evaluate("window.ran") is None
    complaints.clear()
