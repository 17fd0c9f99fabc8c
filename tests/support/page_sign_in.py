"""The sign-in page of Cognito, as the emulator shows it."""

from typing import Any

from playwright.sync_api import Page, expect

from local.settings import DEMO_EMAIL, DEMO_PASSWORD


def expect_sign_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def sign_in(page: Page) -> None:
    """Fills in the form as the demo user, and waits until the page is back with a session."""
    expect_sign_in(page)
    page.get_by_label("Username").fill(DEMO_EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect_signed_in(page)


def expect_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name=f"Account of {DEMO_EMAIL}")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=f"Account of {DEMO_EMAIL}").click()
    page.get_by_role("button", name="Sign out").click()


def kept_session(page: Page) -> dict[str, Any]:
    """What the page keeps of the session: `idToken`, `refreshToken`, `expiresAt` ..."""
    return dict(page.evaluate("JSON.parse(sessionStorage.getItem('easycrm.session'))"))


def change_session(page: Page, **values: Any) -> None:
    """Changes what is kept, such as `expiresAt=0`; the page reads it when it starts."""
    page.evaluate(
        """values => {
            const kept = JSON.parse(sessionStorage.getItem('easycrm.session'));
            sessionStorage.setItem('easycrm.session', JSON.stringify({ ...kept, ...values }));
        }""",
        values,
    )
