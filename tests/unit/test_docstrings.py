"""The examples in docstrings say what is true, and the functions that others build on have one."""

import doctest
import importlib
from pathlib import Path

import pytest

import easycrm

PACKAGE = Path(easycrm.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(("easycrm", *path.relative_to(PACKAGE).with_suffix("").parts))
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_are_true(name):
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried
    assert not failed


@pytest.mark.parametrize(
    "name",
    [
        "header_words.meaning_of",
        "workbooks.reading.read_workbook",
        "standardise.columns.evidence.gather",
        "standardise.columns.mapping.map_columns",
        "standardise.rows.standardising.standardise",
        "standardise.values.names.split_name",
        "standardise.values.phones.read_phone",
        "standardise.values.emails.read_emails",
        "standardise.second_look.grounding.is_grounded",
        "leads.identity.lead_id",
        "leads.statement.fold",
        "leads.merge.merge",
        "leads.list.query.parse_query",
        "leads.list.pages.page_of_leads",
        "chat.rules.read_by_rules",
    ],
)
def test_what_others_build_on_has_an_example(name):
    module, _, function = f"easycrm.{name}".rpartition(".")
    assert ">>> " in getattr(importlib.import_module(module), function).__doc__
