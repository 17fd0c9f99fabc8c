"""Leads from a restored table, back in the stack's own and in the list, as docs/operations.md tells operators."""

import sys

import boto3
import pytest

from easycrm.leads.list.publication import publish
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.scanning import scan_leads
from easycrm.leads.table import LeadsTable
from easycrm.settings import settings
from local import copy_table
from tests.integration.readers import entries


@pytest.fixture
def restored(dynamodb):
    """The table as it was: the stack's own, with the same key."""
    dynamodb.create_table(
        TableName="restored",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "leadId", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "leadId", "KeyType": "HASH"}],
    )
    return LeadsTable(dynamodb, "restored")


def test_after_a_copy_and_a_rebuild_the_list_shows_what_was_restored(
    restored, leads, lead, dynamodb, snapshots, new_reader
):
    for table, versions in ((restored, (1,)), (leads, (1, 2))):
        for version in versions:
            table.put(lead("L1", version))
    leads.put(lead("L2", 1))
    publish([leads.get("L1"), leads.get("L2")], snapshots)
    warm = new_reader()
    before = entries(warm)

    resource = boto3.resource("dynamodb", region_name=settings.region)
    assert copy_table.copy_items(resource, "restored", settings.leads_table) == 1
    rebuild(lambda: scan_leads(dynamodb, settings.leads_table), snapshots)

    assert leads.get("L1") == restored.get("L1")
    after = entries(warm)
    assert {entry["leadId"]: entry["version"] for entry in before} == {"L1": 2, "L2": 1}
    assert {entry["leadId"]: entry["version"] for entry in after} == {"L1": 1, "L2": 1}
    assert entries(new_reader()) == after


def test_the_program_says_how_many_items_it_copied(restored, lead, monkeypatch, capsys):
    restored.put(lead("L1", 1))
    monkeypatch.setenv("AWS_DEFAULT_REGION", settings.region)
    monkeypatch.setattr(sys, "argv", ["copy_table", "restored", settings.leads_table])
    copy_table.main()
    assert capsys.readouterr().out == "1 items copied.\n"
