"""The adapters of those functions alone that have the layer `reading`: the list of leads."""

from functools import cache

from easycrm.handlers.wiring import client, s3
from easycrm.leads.list.reader import LeadsReader
from easycrm.leads.list.snapshots import Snapshots
from easycrm.scratch import lasting_folder
from easycrm.settings import settings
from easycrm.times import now


@cache
def snapshots() -> Snapshots:
    return Snapshots(s3(), settings.data_bucket, client("dynamodb"), settings.uploads_table, now)


@cache
def leads_reader() -> LeadsReader:
    return LeadsReader(snapshots(), lasting_folder())
