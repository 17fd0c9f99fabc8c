"""The ways in which the meaning of a column is decided, and of whom a column speaks."""

from typing import Literal

Way = Literal["header", "headerAndValues", "values", "remembered", "deepseek", "export", "none"]
"""What `decidedBy` of a column says; the page has words for each."""

Whose = Literal["person", "somebodyElse", "company", "thing"]
"""What `whose` of a column says: of whom it speaks. The page has words for each."""
