"""The environment that the template gives to the functions, entered when this is imported.

Before anything of `easycrm` that reads its settings, which it does once.
"""

import os

os.environ.update(
    LEADS_TABLE="leads",
    UPLOADS_TABLE="uploads",
    TEAM_TABLE="team",
    DATA_BUCKET="data",
    STATE_MACHINE_ARN="arn:aws:states:ap-southeast-1:123456789012:stateMachine:easy-crm-import-leads",
    AUDIT_LOG_GROUP="audit",
    DEFAULT_COUNTRY="SG",
    BATCH_ROWS="1250",
    SLICE_ROWS="2000",
    MAX_UPLOAD_MB="1000",
    MAX_UNPACKED_MB="2000",
    MAX_CELLS="100000000",
    UPLOAD_LINK_SECONDS="900",
    EXPORT_LINK_SECONDS="300",
    PROGRESS_SECONDS="5",
    DEEPSEEK_SECRET_ARN="",
    DEEPSEEK_URL="http://127.0.0.1:9",
    DEEPSEEK_MODEL="deepseek-flash",
    DEEPSEEK_PRICES="0.15,0.003,0.60",
    DEEPSEEK_USD_PER_UPLOAD="1",
    DEEPSEEK_ANSWER_SECONDS="60",
    RECORD_DAYS="400",
    WORK_FILE_DAYS="30",
    AWS_REGION="ap-southeast-1",
    AWS_DEFAULT_REGION="ap-southeast-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    POWERTOOLS_LOG_LEVEL="CRITICAL",
    POWERTOOLS_METRICS_NAMESPACE="easy-crm",
)
os.environ.pop("AWS_PROFILE", None)
os.environ.pop("AWS_ENDPOINT_URL", None)
