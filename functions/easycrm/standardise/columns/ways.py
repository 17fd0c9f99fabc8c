"""The ways in which the meaning of a column is decided."""

from typing import Literal

Way = Literal["header", "headerAndValues", "values", "remembered", "deepseek", "export", "none"]
"""What `decidedBy` of a column says; the page has words for each."""
