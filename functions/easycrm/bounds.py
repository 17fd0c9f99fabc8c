"""Bounds that people and programs meet: how long, how many. The documents repeat them, and a test compares."""

PAGE_SIZE = 500
"""Leads on one page of the list at most."""

SEARCH_CHARACTERS = 200
"""Of a search, and of a filter's text, in the list and in questions."""

QUESTION_CHARACTERS = 500
"""Of one question to the chat."""

ANSWERED_ROWS = 50
"""Rows in one answer of the chat."""

FILE_NAME_CHARACTERS = 255
"""Of an uploaded file's name."""

LISTED_DUPLICATES = 20
"""Possible duplicates that are listed of one lead."""

REPORTED_CELLS = 10_000
"""Cells of one file whose findings the row report lists; the others are counted."""

NAMED_CHARACTERS = 1_000
"""Of a name, title or company that is taken apart or calmed; a longer text is stored as it is written."""
