"""How the files of the page are served: by names that change with their content, and no older than they may be."""

import re

from playwright.sync_api import Page, expect

HASHED = re.compile(r"/[a-z]+\.[0-9a-f]{16}\.(js|css|svg)$")


def test_script_and_style_are_kept_for_a_year_by_their_hash_and_the_page_is_asked_for_each_time(
    signed_in_page: Page, base_url: str
) -> None:
    kept: dict[str, str] = {}
    signed_in_page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    signed_in_page.goto("/?panel=imports")
    expect(signed_in_page.get_by_role("button", name="Choose files")).to_be_visible()
    files = {url.removeprefix(base_url.rstrip("/")): control for url, control in kept.items() if "/api/" not in url}
    hashed = [name for name in files if HASHED.search(name)]
    assert {name.rsplit(".", 1)[1] for name in hashed} >= {"js", "css"}
    assert {files[name] for name in hashed} == {"public, max-age=31536000, immutable"}
    assert {files[name] for name in files.keys() - hashed} == {"no-cache"}
