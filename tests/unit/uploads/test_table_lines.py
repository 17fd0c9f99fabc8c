"""A row travels as one line of JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from easycrm.uploads.tasks.parse_workbook import as_line

CELLS = st.lists(st.text() | st.text('\\"\r\n\tr\u2028é'))


@given(cells=CELLS)
def test_a_line_is_what_the_json_module_would_write(cells: list[str]) -> None:
    with_one_line_break = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    assert as_line(7, tuple(cells)) == json.dumps([7, with_one_line_break], ensure_ascii=False)
