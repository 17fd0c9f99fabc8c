"""Bounds that people and programs meet: how long, how many. The documents repeat them, and a test compares."""

PAGE_SIZE = 500
"""Leads on one page of the list at most."""

SEARCH_CHARACTERS = 200
"""Of a search, and of a filter's text, in the list and in questions; not of what is exactly so."""

CHOSEN_CHARACTERS = 2_000
"""Of a filter that takes exactly one text, or one of several, in all. A list of values offers none that is longer."""

LISTED_VALUES = 50
"""Of a field or column, the commonest first, in one answer of `GET /values`."""

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

RECORDED_SLICES = 5
"""Failed slices that the record names; all of them are in that file, too."""

RECORDED_RANGES = 5
"""Runs of rows that the record names of each batch, and worksheets of each slice."""

RECORDED_CHOICES = 5
"""Encodings that the record names of a file whose encoding is unclear."""

RECORDED_CHARACTERS = 1_000
"""Of a text on the record that somebody else wrote: a name, a sentence, a sample. What is longer is cut. So is what
another row or a lead says, where the row report tells it."""

ANSWER_BYTES = 5_000_000
"""Of any answer of the API, as the function sends it. Lambda takes 6 MB."""

LISTED_LEAD_BYTES = 9_500
"""Of one lead in a list, or one row of a chat's answer. A page of PAGE_SIZE such leads is below ANSWER_BYTES."""

LEAD_BYTES = 1_000_000
"""Of one lead that is shown whole."""

LEAD_TEXT_BYTES = 10_000
"""Of each text of a lead that is too large to be shown whole."""

RECOGNISED_BYTES = 1_000_000
"""Of the worksheets in one answer about what was recognised in a file."""

RECOGNISED_TEXT_BYTES = 2_000
"""Of each text about a worksheet or a column: its name, its header, a finding."""

SHOWN_COLUMNS = 50
"""Columns of a worksheet that a status shows; the others are asked for."""

SHOWN_SKIPPED = 20
"""Skipped rows of a worksheet that a status shows; the row report has all of them."""

SHOWN_NOTES = 50
"""Notes about a file that a status shows; the others are asked for."""

NOTE_BYTES = 10_000
"""Of the text of one note about a file."""

QUOTED_CHARACTERS = 100
"""Of a name in a request that an error quotes."""

KEY_BYTES = 2_048
"""Of an id: DynamoDB takes no longer key."""

LISTED_COLUMNS = 500
"""Columns in one answer of `GET /columns`; fewer where their texts are long."""

LISTED_COLUMNS_BYTES = 4_000_000
"""Of the columns in one answer."""

LISTED_SPELLINGS = 10
"""Spellings that a column is listed with, the commonest."""

COLUMNS_AT_ONCE = 500
"""Columns in one request that decides on some."""

COLUMN_NAME_CHARACTERS = 100
"""Of the name that people give to a column."""

COLUMN_KEY_CHARACTERS = 1_000
"""Of the key of a column on which something is decided."""

DECIDED_COLUMNS = 1_000
"""Columns on which something is decided, all together."""

DECISIONS_BYTES = 300_000
"""Of what is decided on columns, as JSON in one item; DynamoDB takes 400 KB."""

DECISIONS_KEPT = 200
"""Changes of decisions that are remembered; fewer where their texts are long."""

VIEWS = 200
"""Views that a team keeps."""

VIEW_BYTES = 20_000
"""Of one view. VIEWS such views are below ANSWER_BYTES."""

VIEW_NAME_CHARACTERS = 60
"""Of a view's name."""

COMPANY_SPELLINGS = 10
"""Spellings that a company is listed with, the commonest."""

COMPANY_LINES = 100
"""Spellings, lists and domains each of one company, the commonest."""

COMPANY_PEOPLE = 50
"""People that are told of one company; its leads are a list of their own."""

COMPANY_TEXT_BYTES = 600
"""Of each text in an answer about companies."""
