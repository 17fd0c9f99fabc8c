"""A row that the rules stumble over: it is held alone, and told by its address."""

import pytest
from easycrm.uploads.tasks.plan_batches import plan_batches

from easycrm.errors import LostRace
from easycrm.uploads.tasks import plan_batches as batches
from easycrm.uploads.tasks import standardise_batch as standardising
from easycrm.uploads.tasks.standardise_batch import standardise_batch

POISON = "Poison,poison@example.com\n"
FILE = f"Name,Email\nAna Li,ana@example.com\n{POISON}{POISON}Bob Ray,bob@example.com\n"
ADDRESSES = [(0, 3), (0, 4)]
COUNTS = {"created": 2, "held": 2, "updated": 0, "unchanged": 0, "merged": 0, "skipped": 0, "rows": 4}


@pytest.fixture
def stumble(monkeypatch):
    """A function: lets a function of the rules raise an error when it sees the poison."""

    def over(module, name, error):
        rule = getattr(module, name)

        def stumbling(columns, cells, *more):
            if "Poison" in cells:
                raise error
            return rule(columns, cells, *more)

        monkeypatch.setattr(module, name, stumbling)

    return over


each_rule = pytest.mark.parametrize(("module", "name"), [(batches, "identify"), (standardising, "standardise")])


@each_rule
def test_a_poison_row_is_held_alone(module, name, stumble, importing, leads):
    stumble(module, name, ZeroDivisionError("Poison"))
    fair = importing(FILE)
    record = fair.run()
    assert (record["status"], record["result"]) == ("completed", COUNTS)
    stored = leads.get_many(lead_id for _, _, lead_id, _ in fair.results("rows"))
    assert {lead.text("email") for lead in stored.values()} == {"ana@example.com", "bob@example.com"}


@each_rule
def test_its_owner_reads_of_it_in_words(module, name, stumble, importing):
    stumble(module, name, ZeroDivisionError("Poison"))
    fair = importing(FILE)
    fair.run()
    told = {(line["EasyCRM row"], line["Email"]): line["EasyCRM reason"] for line in fair.report()}
    assert told.keys() == {("3", "poison@example.com"), ("4", "poison@example.com")}
    assert all("could not be read" in reason for reason in told.values())


def test_many_poison_rows_fill_no_batch_of_their_own(stumble, importing):
    stumble(batches, "identify", ZeroDivisionError("Poison"))
    fair = importing(FILE).plan(batch_rows=1)
    assert [entry["rows"] for entry in fair.store.read("manifest.json")] == [1, 1, 1, 1]


def test_which_rows_deepseek_is_asked_about_does_not_depend_on_a_poison_row(stumble, importing):
    stumble(batches, "standardise", ZeroDivisionError("Poison"))
    fair = importing(FILE).plan()
    given = (fair.record, "again", 200, fair.store, fair.records, fair.leads)
    assert plan_batches(*given, unsettled_last=True)["batches"] == 1


def test_operators_are_told_the_address_and_the_class_and_nothing_of_the_content(stumble, importing):
    told = []
    stumble(standardising, "standardise", ZeroDivisionError("Poison"))
    fair = importing(FILE).plan()
    (entry,) = fair.store.read("manifest.json")
    standardise_batch(fair.record, entry["batch"], entry["name"], fair.store, tell=lambda *said: told.append(said))
    assert [address for address, _, _ in told] == ADDRESSES
    assert {error for _, error, _ in told} == {"ZeroDivisionError"}
    assert "Poison" not in str(told)


@each_rule
def test_an_error_of_ours_is_no_poison(module, name, stumble, importing):
    stumble(module, name, LostRace("busy", "Busy."))
    with pytest.raises(LostRace):
        importing(FILE).plan().standardise()
