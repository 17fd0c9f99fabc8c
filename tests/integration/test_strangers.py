"""One email, several people: whoever's it is not is held, told, and stored once that is mended."""

import csv
import io

import pytest

from easycrm.leads.statement import EXISTING_POLICIES

CROWD = "".join(
    f"{name},{name.lower()}@crowd.example,,\n" for name in "Ada Bea Cai Dee Eva Fay Gus Hal Ivy Jon".split()
)
"""Others, each with an email of their own: where most rows share one, its column is one of shared emails."""

OLA = "Name,Email,Title,Phone\nOla Farmer,holmgard@farm.example,Farmer,+47 41 20 00 00\n"
BOTH = OLA + "Ida Holm,holmgard@farm.example,,\n" + CROWD
REASON = "EasyCRM reason"


def counts(an_import):
    return {name: count for name, count in an_import.record["result"].items() if count}


def the_lead(an_import):
    """That of the first row of the file that is not held."""
    return an_import.leads.get(an_import.results("rows")[0][2])


def test_a_row_of_another_name_is_held_and_told_with_the_name_and_the_row(importing):
    fair = importing(BOTH)
    fair.run()
    assert counts(fair) == {"created": 11, "held": 1, "rows": 12}
    assert the_lead(fair).text("firstName") == "Ola"
    (line,) = fair.report()
    assert (line["EasyCRM row"], line["Lead ID"], line["Name"]) == ("3", "", "Ida Holm")
    assert line[REASON].startswith("Held: the email holmgard@farm.example is already that of Ola Farmer (row 2), ")


@pytest.mark.parametrize("existing", EXISTING_POLICIES)
def test_the_name_of_a_stored_lead_holds_a_row_whatever_the_policy(existing, importing):
    first = importing(OLA)
    first.run()
    before = the_lead(first)
    fair = importing("Name,Email\nIda Holm,holmgard@farm.example\n", upload_id="u2", existing=existing)
    fair.run()
    assert counts(fair) == {"held": 1, "rows": 1}
    assert first.leads.get(before.lead_id) == before
    assert "Ola Farmer (stored by an earlier import)" in fair.report()[0][REASON]


def test_the_report_is_held_again_as_it_is_and_stored_when_it_is_mended(importing):
    fair = importing(BOTH)
    fair.run()
    again = importing(fair.report_text(), upload_id="u2", name="fair.csv.report.csv")
    again.run()
    assert counts(again) == {"held": 1, "rows": 1}
    lines = list(csv.DictReader(io.StringIO(again.report_text().removeprefix("\ufeff"), newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]))
    writer.writeheader()
    writer.writerow(lines[0] | {"Email": "ida@holm.example"})
    mended = importing(text.getvalue(), upload_id="u3", name="fair.csv.report.csv")
    mended.run()
    assert counts(mended) == {"created": 1, "rows": 1}
    assert the_lead(mended).text("firstName") == "Ida"


def test_a_batch_that_runs_again_holds_the_same_rows(importing):
    fair = importing(BOTH).map().upsert()
    held = fair.results("strangers")
    fair.upsert().finish()
    assert fair.results("strangers") == held
    assert counts(fair) == {"created": 11, "held": 1, "rows": 12}


def test_a_row_that_names_the_lead_corrects_its_name(importing):
    first = importing(OLA)
    first.run()
    lead_id = the_lead(first).lead_id
    fair = importing(f"Lead ID,Name,Email\n{lead_id},Ida Holm,holmgard@farm.example\n", upload_id="u2")
    fair.run()
    assert counts(fair) == {"updated": 1, "rows": 1}
    assert the_lead(fair).text("firstName") == "Ida"


def test_the_old_list_does_not_undo_a_correction(importing):
    first = importing(OLA)
    first.run()
    lead_id = the_lead(first).lead_id
    importing(f"Lead ID,Name,Email\n{lead_id},Ida Holm,holmgard@farm.example\n", upload_id="u2").run()
    again = importing(OLA, upload_id="u3")
    again.run()
    assert counts(again) == {"held": 1, "rows": 1}
    assert first.leads.get(lead_id).text("firstName") == "Ida"
