"""Every value of a row that is merged is on its lead: as the value, or as what else was said of it."""

from pathlib import Path

import pytest

from easycrm.leads.list.showing.presenting import as_api
from easycrm.leads.overruled import NONE
from easycrm.uploads.work_files.mapped_columns import read_worksheets
from easycrm.uploads.work_files.sorted_rows import SharedRange, read_slice_rows

EXAMPLES = Path(__file__).parents[2] / "examples"
TWICE = (
    "Name,Email,Phone,Title,Booth\n"
    "Ida Holm,ida@nord.example,+65 6123 4567,Buyer,B1\n"
    "Ida Holm,ida@nord.example,12 34 56,Head of Purchasing,\n"
    "Ida Berg,ida@nord.example,,CEO,C7\n"
)


def rows_of(an_import):
    """Every row that speaks of a lead, as it was standardised, and its outcome."""
    outcomes = {(table, row): outcome for table, row, _, outcome in an_import.results("rows")}
    for item in an_import.store.read("runs/0/slices.json"):
        ranges = [SharedRange(*part) for part in item["ranges"]]
        for rows in read_slice_rows(ranges, read_worksheets(an_import.store), an_import.store).values():
            for row in rows:
                if row.position in outcomes:
                    yield row, outcomes[row.position]


def nowhere(an_import):
    """The values of rows that are neither on their lead nor among what else was said, and how many there are in all."""
    lost, told = [], 0
    for row, outcome in rows_of(an_import):
        lead = an_import.leads.get(row.lead_id)
        for key, text in row.values.items():
            others = [value.text for value in lead.overruled.get(key, NONE).values]
            told += outcome == "merged"
            if text != lead.text(key) and text not in others and row.by_of.get(key) != "derived":
                lost.append((row.position, key, text))
    return lost, told


@pytest.mark.parametrize("name", ["trade-fair.xlsx", "newsletter.csv"])
def test_nothing_that_the_rows_of_an_example_say_is_nowhere(name, importing):
    fair = importing((EXAMPLES / name).read_bytes(), name=name)
    fair.run()
    lost, told = nowhere(fair)
    assert told > 0
    assert lost == []


def test_a_later_list_leaves_what_an_earlier_one_said(importing):
    fair = importing((EXAMPLES / "trade-fair.xlsx").read_bytes(), name="trade-fair.xlsx")
    fair.run()
    importing((EXAMPLES / "newsletter.csv").read_bytes(), name="newsletter.csv", upload_id="u2").run()
    assert nowhere(fair)[0] == []


def test_what_else_was_said_is_told_of_one_lead_with_its_row(importing):
    fair = importing(TWICE)
    fair.run()
    lead = fair.leads.get(fair.results("rows")[0][2])
    shown = as_api(lead, {"u1": "fair.csv"})
    told = {
        key: [(each["text"], each["row"]) for each in origin["overruled"]] for key, origin in shown["origins"].items()
    }
    assert (shown["phone"], told["phone"]) == ("+6561234567", [("12 34 56", 3)])
    assert (shown["title"], told["title"]) == ("CEO", [("Buyer", 2), ("Head of Purchasing", 3)])
    assert (shown["lastName"], told["lastName"], lead.flags) == ("Berg", [("Holm", 2)], ["nameConflict"])
    assert [each["text"] for each in shown["remarkOrigins"]["Booth"]["overruled"]] == ["B1"]


def test_a_number_that_gave_way_is_not_said_to_be_kept(importing):
    fair = importing(TWICE)
    assert "phoneUnverified" not in fair.run()["flags"]
    (reason,) = [line["EasyCRM reason"] for line in fair.report() if line["EasyCRM row"] == "3"]
    assert "phone: “12 34 56” was not stored; the lead has “+6561234567”." in reason
    assert "kept as typed" not in reason


def test_the_same_list_again_changes_nothing_of_it(importing):
    fair = importing(TWICE)
    fair.run()
    lead = fair.leads.get(fair.results("rows")[0][2])
    again = importing(TWICE, upload_id="u2")
    again.run()
    assert again.record["result"]["unchanged"] == 1
    assert fair.leads.get(lead.lead_id) == lead
