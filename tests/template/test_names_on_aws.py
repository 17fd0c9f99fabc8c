"""Names that are made of the stack's: in nobody's way, and never longer than AWS takes them."""

import re

import boto3
import pytest

from local.operating.stack_names import LONGEST, main, of_samconfig, refusal
from tests.support.some import some

OF_THE_ACCOUNT = {
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Dashboard",
}
"""Whose names are those of the account in all regions together."""

TAKEN = {
    ("AWS::ApiGateway::RestApi", "Name"): ".{1,1024}",
    ("AWS::CloudFront::CachePolicy", "Name"): "[A-Za-z0-9_-]{1,128}",
    ("AWS::CloudFront::Function", "Name"): "[A-Za-z0-9_-]{1,64}",
    ("AWS::CloudFront::OriginAccessControl", "Name"): ".{1,64}",
    ("AWS::CloudFront::ResponseHeadersPolicy", "Name"): "[A-Za-z0-9_-]{1,128}",
    ("AWS::CloudWatch::Dashboard", "DashboardName"): "[A-Za-z0-9_-]{1,255}",
    ("AWS::Cognito::IdentityPool", "IdentityPoolName"): r"[\w\s+=,.@-]{1,128}",
    ("AWS::Cognito::UserPool", "UserPoolName"): r"[\w\s+=,.@-]{1,128}",
    ("AWS::Cognito::UserPoolDomain", "Domain"): "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    ("AWS::Logs::LogGroup", "LogGroupName"): r"[.\-_/#A-Za-z0-9]{1,512}",
    ("AWS::SNS::Topic", "DisplayName"): ".{1,100}",
    ("AWS::StepFunctions::StateMachine", "StateMachineName"): "[A-Za-z0-9_-]{1,80}",
}
"""What AWS takes as a name, by resource and property."""

REGION = max(boto3.Session().get_available_regions("lambda"), key=len)


def names_in(value):
    """`(property, text)` of every property that is called a name."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict) and "${AWS::StackName}" in str(inner.get("Fn::Sub")) and "Arn" not in name:
            yield name, inner["Fn::Sub"]
        yield from names_in(inner)


@pytest.fixture(scope="module")
def names(on_aws):
    """`{(resource type, property): [text]}` of what is named by the stack's name."""
    named: dict[tuple[str, str], list[str]] = {}
    for resource in on_aws.values():
        properties = {"Name", "Domain", "DisplayName"}
        for name, text in names_in(resource["Properties"]):
            if name in properties or name.endswith("Name"):
                named.setdefault((resource["Type"], name), []).append(text)
    return some(named)


def test_names_that_are_the_account_s_have_the_region_in_them(names):
    of_the_account = {key: texts for key, texts in names.items() if key[0] in OF_THE_ACCOUNT}
    assert {kind for kind, _ in of_the_account} == OF_THE_ACCOUNT
    assert [text for texts in of_the_account.values() for text in texts if "${AWS::Region}" not in text] == []


def test_the_longest_name_of_a_stack_makes_no_name_that_aws_would_refuse(names):
    values = {"AWS::StackName": "s" * LONGEST, "AWS::Region": REGION, "AWS::AccountId": "1" * 12}
    assert names.keys() == TAKEN.keys()
    for key, texts in names.items():
        for text in texts:
            name = re.sub(r"\$\{([\w:]+)\}", lambda match: values[match[1]], text)
            assert re.fullmatch(TAKEN[key], name), (key, name)


def test_a_longer_one_would(names):
    (text,) = names["AWS::CloudFront::Function", "Name"]
    longer = text.replace("${AWS::StackName}", "s" * (LONGEST + 1)).replace("${AWS::Region}", REGION)
    assert not re.fullmatch(TAKEN["AWS::CloudFront::Function", "Name"], longer)


@pytest.mark.parametrize("name", sorted(of_samconfig()))
def test_the_stacks_of_samconfig_may_be_named_so(name):
    assert refusal(name) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("EasyCrm", "small letters"),
        ("easy_crm", "small letters"),
        ("1crm", "small letters"),
        ("crm-on-aws", '"aws"'),
        ("lawsuits", '"aws"'),
        ("amazonas", '"amazon"'),
        ("with-cognito", '"cognito"'),
        ("c" * (LONGEST + 1), f"{LONGEST} are the most"),
    ],
)
def test_a_name_that_aws_would_refuse_is_refused_before_in_words(name, word, capsys):
    assert main([name]) == 1
    assert word in capsys.readouterr().out


def test_the_names_of_samconfig_alone_are_no_failure(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out == ""
