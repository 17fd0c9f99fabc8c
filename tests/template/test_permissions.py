"""Each role may do what it is for, and the table in the docs says so."""

import pytest

from tests.documents.permissions import (
    DOCUMENT,
    EVERYTHING,
    EVERYTHING_LOCALLY,
    document,
    managed,
    permissions,
    roles,
)
from tests.support.sam import MACHINE
from tests.support.some import some

OTHERS = {f"{MACHINE}FileUploadedRole": "events", f"{MACHINE}Role": "states", "ApiGatewayLogsRole": "apigateway"}
"""Who assumes the roles that are no function's."""


def test_every_function_has_a_role_of_its_own(by_type):
    found = {name: function["Role"] for name, function in by_type("AWS::Lambda::Function").items()}
    assert found == {name: {"Fn::GetAtt": [f"{name}Role", "Arn"]} for name in found}


def test_roles_have_no_managed_policies_but_those_for_logs_and_traces():
    attached = {name: managed(role) for name, role in roles("prod").items()}
    assert attached.pop("ApiGatewayLogsRole") == {"AmazonAPIGatewayPushToCloudWatchLogs"}
    assert set().union(*attached.values()) == {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"}


@pytest.mark.parametrize(("environment", "reasons"), [("prod", EVERYTHING), ("local", EVERYTHING_LOCALLY)])
def test_nothing_is_allowed_on_everything_without_a_reason(environment, reasons):
    each = ((name, permission) for name, role in roles(environment).items() for permission in permissions(role))
    found = {(name, permission.action) for name, permission in each if permission.resource == "*"}
    assert found == reasons.keys()


@pytest.mark.parametrize("environment", ["prod", "local"])
def test_no_role_allows_actions_by_wildcard(environment):
    actions = {permission.action for role in roles(environment).values() for permission in permissions(role)}
    assert [action for action in some(actions) if "*" in action] == []


def test_each_role_is_assumed_by_one_service():
    trusted = {
        name: [statement["Principal"] for statement in role["AssumeRolePolicyDocument"]["Statement"]]
        for name, role in roles("prod").items()
        if name != "DropFolderRole"
    }
    services = {name: principals[0]["Service"] for name, principals in trusted.items() if len(principals) == 1}
    assert services.keys() == some(trusted).keys()
    for name, service in services.items():
        (by,) = service if isinstance(service, list) else [service]
        kind = "lambda" if name.endswith("FunctionRole") else OTHERS[name]
        assert by == f"{kind}.amazonaws.com"


def test_whoever_is_signed_in_may_put_files_into_a_drop_folder_of_their_own_and_do_nothing_else():
    (document,) = (policy["PolicyDocument"] for policy in roles("prod")["DropFolderRole"]["Policies"])
    own = {"Fn::Sub": "${DataBucket.Arn}/inbox/${!cognito-identity.amazonaws.com:sub}/*"}
    assert document["Statement"] == [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": own}]


def test_only_our_identity_pool_lets_users_into_the_drop_folder(by_type):
    (trust,) = roles("prod")["DropFolderRole"]["AssumeRolePolicyDocument"]["Statement"]
    assert (trust["Action"], trust["Principal"]) == (
        "sts:AssumeRoleWithWebIdentity",
        {"Federated": "cognito-identity.amazonaws.com"},
    )
    assert trust["Condition"] == {
        "StringEquals": {"cognito-identity.amazonaws.com:aud": {"Ref": "IdentityPool"}},
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    }
    (pool,) = by_type("AWS::Cognito::IdentityPool").values()
    (provider,) = pool["CognitoIdentityProviders"]
    assert (pool["AllowUnauthenticatedIdentities"], provider["ServerSideTokenCheck"]) == (False, True)
    (attached,) = by_type("AWS::Cognito::IdentityPoolRoleAttachment").values()
    assert attached["Roles"] == {"authenticated": {"Fn::GetAtt": ["DropFolderRole", "Arn"]}}


def test_the_table_in_the_docs_is_what_the_template_allows():
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python -m tests.documents.permissions"
