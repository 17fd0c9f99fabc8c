"""What axe-core, a checker of accessibility, finds in a page."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = "tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })"


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of axe's best practice, in what the page shows at this moment."""
    page.evaluate(_AXE)
    found = page.evaluate(_RUN, _RULES)["violations"]
    violations = [f"{each['id']}: {each['help']}: {node['html']}" for each in found for node in each["nodes"]]
    assert not violations, "\n".join(violations)
