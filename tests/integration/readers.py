"""What tests of the read model look at."""

from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.reader import list_leads


def entries(reader):
    """All leads as a reader lists them, by their ids."""
    return list_leads(reader, LeadsQuery(page_size=500, sort_by="leadId", sort_order="asc"))["leads"]


def ids(reader):
    return [entry["leadId"] for entry in entries(reader)]


def keys(s3):
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket="data", Prefix="snapshots/").get("Contents", ())}
