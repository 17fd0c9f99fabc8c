"""Clients and adapters, made once per execution environment and on first use."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from easycrm.audit import AuditLog
from easycrm.deepseek.assistant import Assistant
from easycrm.deepseek.costs import NANO
from easycrm.handlers.assistants import ChatAssistant, make_assistant
from easycrm.leads.columns.decisions import Decisions
from easycrm.leads.exports.export_store import S3ExportStore
from easycrm.leads.exports.lead_files import LeadFiles
from easycrm.leads.lead import Lead
from easycrm.leads.scanning import scan_leads
from easycrm.leads.table import LeadsTable
from easycrm.settings import settings
from easycrm.team.team_table import TeamTable
from easycrm.times import now
from easycrm.uploads.executions import Executions
from easycrm.uploads.memory import MAPPINGS, REPLIES, Memory
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.spending import RunNotes, UploadPurse
from easycrm.uploads.store import ImportStore

_CONFIG = Config(
    region_name=settings.region,
    retries={"mode": "standard", "total_max_attempts": 8},
    max_pool_connections=32,
    connect_timeout=3,
    read_timeout=20,
)


@cache
def client(service: Any) -> Any:
    """The AWS client of one service, such as "dynamodb"; buckets have their own, `s3`."""
    return boto3.client(service, config=_CONFIG)


@cache
def s3() -> Any:
    """Links lead to the host of `links_config`; where the endpoint is an IP address, the bucket is in the path."""
    return boto3.client("s3", config=_CONFIG.merge(links_config(settings.region)))


def links_config(region: str) -> Config:
    """By it, presigned links lead to `BUCKET.s3.REGION.amazonaws.com`, the one host of S3 that the page may call.

    Left to itself, us-east-1 has the global `BUCKET.s3.amazonaws.com`.
    """
    host: Any = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
    return Config(region_name=region, signature_version="s3v4", s3=host, use_dualstack_endpoint=False)


@cache
def leads_writer() -> Any:
    """A write is one call of at most a few seconds, so that soon after a cancel none is on its way any more.

    Its parameters are made by `aws.to_attributes`; to check their shape would cost more than to make them.
    """
    once: Any = {"mode": "standard", "total_max_attempts": 1}
    config = Config(retries=once, connect_timeout=1, read_timeout=3, parameter_validation=False)
    return boto3.client("dynamodb", config=_CONFIG.merge(config))


@cache
def audit_writer() -> Any:
    """Whoever asks waits until a line is written, and API Gateway waits 29 seconds for all of it."""
    retries: Any = {"mode": "standard", "total_max_attempts": 2}
    return boto3.client("logs", config=_CONFIG.merge(Config(retries=retries, connect_timeout=2, read_timeout=8)))


@cache
def audit_log() -> AuditLog:
    return AuditLog(audit_writer(), settings.audit_log_group, now)


@cache
def leads_table() -> LeadsTable:
    return LeadsTable(client("dynamodb"), settings.leads_table, writer=leads_writer())


@cache
def upload_records() -> UploadRecords:
    return UploadRecords(client("dynamodb"), settings.uploads_table)


@cache
def team_table() -> TeamTable:
    return TeamTable(client("dynamodb"), settings.team_table)


def decisions() -> Decisions:
    """What people have decided on columns, as of now: one consistent read."""
    return team_table().decisions()


@cache
def executions() -> Executions:
    return Executions(client("stepfunctions"), settings.state_machine_arn)


@cache
def export_store() -> S3ExportStore:
    return S3ExportStore(s3(), settings.data_bucket, settings.export_link_seconds)


@cache
def lead_files() -> LeadFiles:
    return LeadFiles(s3(), settings.data_bucket, settings.export_link_seconds)


def scan_all_leads() -> Iterator[Lead]:
    return scan_leads(client("dynamodb"), settings.leads_table)


def import_store(upload_id: str) -> ImportStore:
    return ImportStore(s3(), settings.data_bucket, upload_id)


def mappings() -> Memory:
    return Memory(s3(), settings.data_bucket, MAPPINGS)


def assistant_for(record: Record, seconds: float) -> Assistant | None:
    """The assistant for one task of an upload, which may wait for it so long; None without a key.

    See `handlers/assistants.py`.
    """
    if not settings.deepseek_secret_arn:
        return None
    cap = int(settings.deepseek_usd_per_upload * NANO)
    replies = Memory(s3(), settings.data_bucket, REPLIES)
    purse = UploadPurse(upload_records(), record["uploadId"], cap)
    return make_assistant(seconds, replies, purse, RunNotes(upload_records(), record))


@cache
def chat_assistant() -> ChatAssistant | None:
    """The assistant for questions; None without a key."""
    return ChatAssistant() if settings.deepseek_secret_arn else None
