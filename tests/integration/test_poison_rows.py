"""A row that the rules stumble over: it is held alone, and told by its address."""

import json

import pytest

from easycrm.errors import LostRace
from easycrm.uploads.tasks import standardise_batch as standardising
from easycrm.uploads.tasks.standardise_batch import standardise_batch
from tests.support.assistants import assistant_of

POISON = "Poison,poison@example.com\n"
FILE = f"Name,Email\nAna Li,ana@example.com\n{POISON}{POISON}Bob Ray,bob@example.com\n"
ADDRESSES = [(0, 3), (0, 4)]
COUNTS = {"created": 2, "held": 2, "updated": 0, "unchanged": 0, "merged": 0, "skipped": 0, "rows": 4}


@pytest.fixture
def stumble(monkeypatch):
    """A function: lets a function of the rules raise an error when it sees the poison."""

    def over(name, error):
        rule = getattr(standardising, name)

        def stumbling(columns, cells, *more):
            if "Poison" in cells:
                raise error
            return rule(columns, cells, *more)

        monkeypatch.setattr(standardising, name, stumbling)

    return over


each_rule = pytest.mark.parametrize("name", ["read_contacts", "identify", "standardise", "doubt"])
DEEPSEEK = "Name,Email,Company\nCid Oh,cid@tin-sparrow.example,\n{}Eva Moor,eva@amber-kettle.example,\n"


@each_rule
def test_a_poison_row_is_held_alone(name, stumble, importing, leads):
    stumble(name, ZeroDivisionError("Poison"))
    fair = importing(FILE)
    record = fair.run()
    assert (record["status"], record["result"]) == ("completed", COUNTS)
    stored = leads.get_many(lead_id for _, _, lead_id, _ in fair.results("rows"))
    assert {lead.text("email") for lead in stored.values()} == {"ana@example.com", "bob@example.com"}


@each_rule
def test_its_owner_reads_of_it_in_words(name, stumble, importing):
    stumble(name, ZeroDivisionError("Poison"))
    fair = importing(FILE)
    fair.run()
    told = {(line["EasyCRM row"], line["Email"]): line["EasyCRM reason"] for line in fair.report()}
    assert told.keys() == {("3", "poison@example.com"), ("4", "poison@example.com")}
    assert all("could not be read" in reason for reason in told.values())


def test_poison_rows_are_in_no_slice(stumble, importing):
    stumble("identify", ZeroDivisionError("Poison"))
    fair = importing(f"Name,Email\n{POISON}{POISON}").map().standardise()
    assert fair.choose() == {}


@each_rule
def test_what_deepseek_is_asked_does_not_depend_on_a_poison_row(name, stumble, importing, deepseek):
    asked = []
    for upload_id, poison in (("u1", ""), ("u2", "Poison,poison@example.com,\n")):
        stumble(name, ZeroDivisionError("Poison"))
        importing(DEEPSEEK.format(poison), upload_id, assistant=assistant_of(deepseek)).map().standardise()
        asked.append([json.loads(each["messages"][1]["content"].split("\n")[2]) for each in deepseek.requests])
        deepseek.requests.clear()
    assert asked[0] == asked[1]
    assert len(asked[0][0]["rows"]) == 2


def test_operators_are_told_once_the_address_and_the_class_and_nothing_of_the_content(stumble, importing):
    told = []
    stumble("standardise", ZeroDivisionError("Poison"))
    fair = importing(FILE).map()
    (batch,) = fair.batches.values()
    given = (fair.record, batch["batch"], batch["ranges"], batch["slices"], fair.store, fair.leads)
    for _ in range(2):
        standardise_batch(*given, tell=lambda *said: told.append(said))
    assert [address for address, _, _ in told] == ADDRESSES
    assert {error for _, error, _ in told} == {"ZeroDivisionError"}
    assert "Poison" not in str(told)


@each_rule
def test_an_error_of_ours_is_no_poison(name, stumble, importing):
    stumble(name, LostRace("busy", "Busy."))
    with pytest.raises(LostRace):
        importing(FILE).map().standardise()
