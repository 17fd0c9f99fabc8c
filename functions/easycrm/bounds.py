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

LISTED_UPLOADS = 50
"""Uploads in one answer of `GET /uploads`."""

RECORDED_BATCHES = 20
"""Failed batches that the record of an upload names; all of them are in a work file."""

RECORDED_RANGES = 5
"""Runs of rows that the record names of each of them."""

RECORDED_CHOICES = 5
"""Encodings that the record names of a file whose encoding is unclear."""

RECORDED_CHARACTERS = 1_000
"""Of a text on the record that somebody else wrote: a name, a sentence, a sample. What is longer is cut."""
