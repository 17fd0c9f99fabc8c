"""How the meaning of a column was decided: every way there is, in words."""

from collections.abc import Mapping
from typing import Literal

Way = Literal["header", "headerAndValues", "values", "remembered", "deepseek", "export", "none"]
WAYS: Mapping[str, str] = {
    "header": "by its header",
    "headerAndValues": "by header and values",
    "values": "by its values",
    "remembered": "as in an earlier import",
    "deepseek": "by DeepSeek",
    "export": "as exported",
    "none": "not recognised",
}
"""In the words of the page."""
