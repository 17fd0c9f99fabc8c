"""The only reader of the environment. A missing variable fails when the function starts, not when it works."""

import os
from dataclasses import dataclass

MEGABYTE = 1_000_000
"""Bytes; what a MB is in the template, in messages, on the page and in the documents."""


@dataclass(frozen=True)
class Settings:
    """What the template tells every function."""

    leads_table: str
    uploads_table: str
    team_table: str
    data_bucket: str
    state_machine_arn: str
    audit_log_group: str
    region: str
    default_country: str
    batch_rows: int
    slice_rows: int
    max_upload_bytes: int
    max_unpacked_bytes: int
    max_cells: int
    upload_link_seconds: int
    export_link_seconds: int
    record_days: int
    work_file_days: int
    progress_seconds: int
    deepseek_secret_arn: str
    """Empty: no key, no call."""
    deepseek_url: str
    deepseek_model: str
    deepseek_prices: str
    deepseek_usd_per_upload: float
    deepseek_answer_seconds: int


def _read() -> Settings:
    return Settings(
        leads_table=os.environ["LEADS_TABLE"],
        uploads_table=os.environ["UPLOADS_TABLE"],
        team_table=os.environ["TEAM_TABLE"],
        data_bucket=os.environ["DATA_BUCKET"],
        state_machine_arn=os.environ["STATE_MACHINE_ARN"],
        audit_log_group=os.environ["AUDIT_LOG_GROUP"],
        region=os.environ["AWS_REGION"],
        default_country=os.environ["DEFAULT_COUNTRY"],
        batch_rows=int(os.environ["BATCH_ROWS"]),
        slice_rows=int(os.environ["SLICE_ROWS"]),
        max_upload_bytes=int(os.environ["MAX_UPLOAD_MB"]) * MEGABYTE,
        max_unpacked_bytes=int(os.environ["MAX_UNPACKED_MB"]) * MEGABYTE,
        max_cells=int(os.environ["MAX_CELLS"]),
        upload_link_seconds=int(os.environ["UPLOAD_LINK_SECONDS"]),
        export_link_seconds=int(os.environ["EXPORT_LINK_SECONDS"]),
        record_days=int(os.environ["RECORD_DAYS"]),
        work_file_days=int(os.environ["WORK_FILE_DAYS"]),
        progress_seconds=int(os.environ["PROGRESS_SECONDS"]),
        deepseek_secret_arn=os.environ["DEEPSEEK_SECRET_ARN"],
        deepseek_url=os.environ["DEEPSEEK_URL"],
        deepseek_model=os.environ["DEEPSEEK_MODEL"],
        deepseek_prices=os.environ["DEEPSEEK_PRICES"],
        deepseek_usd_per_upload=float(os.environ["DEEPSEEK_USD_PER_UPLOAD"]),
        deepseek_answer_seconds=int(os.environ["DEEPSEEK_ANSWER_SECONDS"]),
    )


settings = _read()
