"""Tickets: which of two uploads was the later one, whatever the clocks say."""

from functools import partial
from random import Random

import pytest

from easycrm.errors import LostRace
from easycrm.settings import settings
from easycrm.tickets import Tickets
from easycrm.times import now
from easycrm.uploads.records_table import UploadRecords
from tests.support.fakes import part
from tests.support.interleaving import Interleaving

NOON, BEFORE = "2026-03-02T12:00:00.000000Z", "2026-03-02T11:00:00.000000Z"


@pytest.fixture
def tickets(dynamodb):
    """A function: takes a ticket where the clock says so."""
    return lambda at: Tickets(dynamodb, settings.uploads_table, lambda: at).take()


def test_a_ticket_is_the_time(tickets):
    assert tickets(BEFORE) == BEFORE
    assert tickets(NOON) == NOON


@pytest.mark.parametrize("at", [NOON, BEFORE])
def test_a_clock_that_stands_still_or_is_set_back_gives_later_tickets_all_the_same(at, tickets):
    assert [tickets(NOON), tickets(at), tickets(at)] == [NOON, f"{NOON[:-2]}1Z", f"{NOON[:-2]}2Z"]


@pytest.mark.parametrize("seed", range(3))
def test_tickets_that_are_taken_at_once_are_all_different(seed, dynamodb):
    schedule = Interleaving(Random(seed).randbytes(200))
    tickets = Tickets(schedule.watch(dynamodb), settings.uploads_table, lambda: NOON)
    taken: list[str] = []
    schedule.add(*[lambda: taken.append(tickets.take()) for _ in range(6)])
    schedule.run()
    assert len(set(taken)) == len(taken) == 6


def test_who_never_comes_first_gives_up_and_may_be_run_again(dynamodb, between):
    others = Tickets(dynamodb, settings.uploads_table)
    with pytest.raises(LostRace):
        Tickets(between(dynamodb, "update_item", others.take), settings.uploads_table, lambda: BEFORE).take()


def test_an_upload_of_a_clock_set_back_is_later_than_the_one_before_it(dynamodb):
    registered = []
    for upload_id, at in (("u1", NOON), ("u2", BEFORE)):
        records = UploadRecords(dynamodb, settings.uploads_table, partial(str, at))
        records.create(part({"uploadId": upload_id, "status": "uploading", "createdAt": at}), expires_days=1)
        registered.append(part(records.register(upload_id, f"arn:{upload_id}"))["registeredAt"])
    assert registered == sorted(set(registered))


def test_a_ticket_sorts_with_moments_of_the_version_before(tickets):
    before = now()
    assert len(tickets(now())) == len(before)
    assert before < tickets(now())


def test_the_clock_is_no_upload(tickets, records):
    tickets(NOON)
    assert records.newest(10).records == []
