"""The parameters: what each may be, which go together, and what production protects."""

import re

import pytest

from tests.documents.parameters import DOCUMENT, document, parameters
from tests.support.sam import deployed

UNBOUNDED = {"DeepSeekApiKey"}
"""Parameters that may be any text."""

TABLES = ("LeadsTable", "UploadsTable", "TeamTable")
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("name", parameters())
def test_every_parameter_says_what_it_is_in_a_sentence(name):
    assert parameters()[name]["Description"].endswith(".")


@pytest.mark.parametrize("name", sorted(parameters().keys() - UNBOUNDED))
def test_every_parameter_is_bounded(name):
    assert parameters()[name].keys() & {"AllowedValues", "AllowedPattern", "MinValue"}


@pytest.mark.parametrize("name", [name for name, facts in parameters().items() if "AllowedPattern" in facts])
def test_every_default_is_allowed(name):
    facts = parameters()[name]
    assert re.fullmatch(facts["AllowedPattern"], facts["Default"])


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DomainName", "leads.example.com", True),
        ("DomainName", "https://leads.example.com", False),
        ("DomainName", "leads.example.com/", False),
        ("DomainName", "localhost", False),
        ("CertificateArn", CERTIFICATE, True),
        ("CertificateArn", CERTIFICATE.replace("us-east-1", "ap-southeast-1"), False),
        ("AlarmEmail", "ops@example.com", True),
        ("AlarmEmail", "ops", False),
        ("DefaultCountry", "SGP", False),
        ("DeepSeekUrl", "https://10.0.0.1:8000/v1", True),
        ("DeepSeekUrl", "http://127.0.0.1:8000/v1", True),
        ("DeepSeekUrl", "http://localhost", True),
        ("DeepSeekUrl", "http://10.0.0.1:8000/v1", False),
        ("DeepSeekUrl", "http://api.deepseek.com", False),
        ("DeepSeekUrl", "http://localhost@api.example.com", False),
        ("DeepSeekUrl", "http://localhost.example.com/v1", False),
        ("DeepSeekUrl", "api.deepseek.com", False),
        ("DeepSeekPrices", "1,2", False),
    ],
)
def test_a_pattern_allows_what_it_should(name, value, allowed):
    assert bool(re.fullmatch(parameters()[name]["AllowedPattern"], value)) == allowed


@pytest.mark.parametrize(
    ("domain", "certificate", "allowed"),
    [
        ("", "", True),
        ("leads.example.com", CERTIFICATE, True),
        ("leads.example.com", "", False),
        ("", CERTIFICATE, False),
    ],
)
def test_a_domain_name_and_its_certificate_go_together(domain, certificate, allowed, template):
    given = {"DomainName": domain, "CertificateArn": certificate}
    (assertion,) = template["Rules"]["DomainNameWithCertificate"]["Assertions"]
    assert holds(assertion["Assert"], given) == allowed


def holds(rule, given):
    """What CloudFormation makes of a rule's condition."""
    ((function, parts),) = rule.items()
    if function == "Fn::Equals":
        left, right = (given[part["Ref"]] if isinstance(part, dict) else part for part in parts)
        return left == right
    decided = [holds(part, given) for part in parts]
    return {"Fn::Or": any(decided), "Fn::And": all(decided), "Fn::Not": not decided[0]}[function]


def test_with_a_domain_name_the_page_is_there_with_its_certificate_and_no_old_tls():
    config = deployed("prod", domain=True)["SiteDistribution"]["Properties"]["DistributionConfig"]
    assert config["Aliases"] == [{"Ref": "DomainName"}]
    assert config["ViewerCertificate"] == {
        "AcmCertificateArn": {"Ref": "CertificateArn"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }


def test_without_a_domain_name_the_page_is_at_cloudfronts_address(on_aws):
    config = on_aws["SiteDistribution"]["Properties"]["DistributionConfig"]
    assert config.keys() & {"Aliases", "ViewerCertificate"} == set()


def test_with_a_domain_name_users_may_sign_in_from_it():
    client = deployed("prod", domain=True)["UserPoolClient"]["Properties"]
    assert {"Fn::Sub": "https://${DomainName}/"} in client["CallbackURLs"]


@pytest.mark.parametrize(("environment", "protected"), [("prod", True), ("staging", False), ("dev", False)])
def test_production_refuses_to_delete_its_tables_and_users(environment, protected):
    resources = deployed(environment)
    assert [resources[name]["Properties"]["DeletionProtectionEnabled"] for name in TABLES] == [protected] * len(TABLES)
    assert resources["UserPool"]["Properties"]["DeletionProtection"] == ("ACTIVE" if protected else "INACTIVE")


@pytest.mark.parametrize(("environment", "versioned"), [("prod", True), ("staging", False), ("local", False)])
def test_production_can_bring_back_what_was_deleted_in_the_data_bucket(environment, versioned):
    properties = deployed(environment)["DataBucket"]["Properties"]
    assert (properties.get("VersioningConfiguration") == {"Status": "Enabled"}) == versioned


def test_what_was_deleted_is_forgotten_after_a_month(on_aws):
    rules = on_aws["DataBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [rule["NoncurrentVersionExpiration"] for rule in rules if "NoncurrentVersionExpiration" in rule] == [
        {"NoncurrentDays": 30}
    ]


def test_alarms_reach_the_address_of_the_parameter(template):
    subscription = template["Resources"]["AlarmsSubscription"]
    assert subscription["Condition"] == "HasAlarmEmail"
    assert subscription["Properties"]["Endpoint"] == {"Ref": "AlarmEmail"}


def test_the_table_in_the_docs_is_what_the_template_takes():
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python -m tests.documents.parameters"
