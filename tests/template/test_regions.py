"""In every region that Lambda has, the page may call the hosts of the links that it is given."""

from urllib.parse import urlsplit

import boto3
import pytest
from botocore.stub import Stubber

from easycrm.handlers.wiring import links_config
from easycrm.leads.exports.export_store import S3ExportStore
from easycrm.leads.exports.lead_files import LeadFiles
from easycrm.uploads.store import ImportStore, presigned_upload

SESSION = boto3.Session()
SUFFIXES = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}
REGIONS = [
    (region, suffix)
    for partition, suffix in SUFFIXES.items()
    for region in SESSION.get_available_regions("lambda", partition)
]
BUCKET = "easy-crm-databucket-1a2b3c"


def origins(template, region, suffix):
    """Whom the page may call in a region, by its Content-Security-Policy."""
    text = template["Outputs"]["ConnectOrigins"]["Value"]["Fn::If"][2]["Fn::Sub"]
    values = {"DataBucket": BUCKET, "AWS::Region": region, "AWS::URLSuffix": suffix}
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    return text.split()


@pytest.mark.parametrize(("region", "suffix"), REGIONS)
def test_links_to_uploads_reports_exports_and_leads_lead_to_a_host_that_the_page_may_call(region, suffix, template):
    s3 = SESSION.client("s3", config=links_config(region))
    links = [
        presigned_upload(s3, BUCKET, "u1", size=1, expires_in=900)["url"],
        ImportStore(s3, BUCKET, "u1").link("report.csv", "text/csv", "report.csv"),
        S3ExportStore(s3, BUCKET, link_seconds=300).link("export.csv", "leads.csv"),
    ]
    with Stubber(s3) as stubbed:
        stubbed.add_response("put_object", {})
        links.append(LeadFiles(s3, BUCKET, link_seconds=300).link({"leadId": "L1"}))
    parts = [urlsplit(link) for link in links]
    assert {f"{link.scheme}://{link.netloc}" for link in parts} <= set(origins(template, region, suffix))


def test_of_all_regions_us_east_1_is_one():
    assert ("us-east-1", "amazonaws.com") in REGIONS
