"""The encoding that somebody says of a file, and letters that had been encoded twice, all the way to the lead."""

import pytest

from easycrm.errors import UnreadableFile
from easycrm.leads.list.showing.presenting import as_api

UNCLEAR = "First Name,Email\nŞahin,sahin@example.com\n".encode("cp1254")
TWICE = "First Name,Last Name,Email\nJÃ¶rg,KÃ¶nig,j@example.com\nZoÃ«,Fair,z@example.com\n"


def leads_of(an_import):
    an_import.run()
    return [an_import.leads.get(row[2]) for row in an_import.results("rows")]


def test_a_file_is_read_in_the_encoding_of_its_upload(importing):
    (lead,) = leads_of(importing(UNCLEAR, encoding="windows-1252"))
    assert lead.text("firstName") == "Þahin"


def test_a_file_that_is_not_in_the_encoding_of_its_upload_is_refused(importing):
    with pytest.raises(UnreadableFile, match="not UTF-8 text"):
        importing(UNCLEAR, encoding="utf-8").read()


def test_a_lead_says_what_its_list_wrote_where_letters_had_been_encoded_twice(importing):
    origins = [as_api(lead, {})["origins"] for lead in leads_of(importing(TWICE))]
    assert [origin["firstName"]["written"] for origin in origins] == ["JÃ¶rg", "ZoÃ«"]
    assert [origin["lastName"].get("written") for origin in origins] == ["KÃ¶nig", None]
