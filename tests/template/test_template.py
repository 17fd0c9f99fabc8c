"""What CloudFormation gets: who may do what, where events go when they fail, what is kept and for how long."""

import ast
import json
import tomllib
from pathlib import Path

import pytest

import easycrm.settings
from easycrm.uploads.store import ImportStore, source_key
from tests.documents.permissions import EVERYTHING, permissions
from tests.support.sam import MACHINE, ROOT, definition, deployed, states_of
from tests.support.some import some

LOCAL_DIFFERS = {
    "DataBucketPolicy": "the emulator speaks HTTP",
    "SiteBucketPolicy": "the emulator speaks HTTP",
    "SiteDistribution": "the emulator speaks HTTP, and dials no AWS host name: the API's origin is itself",
    "FunctionErrorsAlarm": "the emulator adds no metrics up",
    "SiteHeaders": "sign-in, tokens and upload links are at the emulator's own address",
    "UserPoolClient": "sign-in leads back to the emulator's address of the distribution",
    "ManagedLoginStyle": "the emulator has none",
    "DropFolderRole": "the emulator knows no variables in policies",
    "GetStatusFunctionRole": "the wildcard that the emulator wants for DescribeMapRun",
}
"""Where the laptop's stack may differ from AWS: the cases of DESIGN section 7, nothing else."""

LAMBDA_SETS = {"AWS_REGION"}
SOURCES = f"{MACHINE}FileUploaded"
BROKEN = "RecordFailureFunctionExecutionBroke"

each_rule = pytest.mark.parametrize("rule", [SOURCES, BROKEN])


def arn_of(name):
    return {"Fn::GetAtt": [name, "Arn"]}


def states_arn(what):
    return {"Fn::Sub": "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:" + what}


def allowed(role):
    """`(action, resource)` of everything a role allows by itself."""
    return [(permission.action, permission.resource) for permission in permissions(role)]


def comparable(pairs):
    return sorted((action, json.dumps(to, sort_keys=True)) for action, to in pairs)


# Functions


def test_functions_run_python_3_13_on_the_processor_of_the_parameter(by_type):
    found = [(f["Runtime"], f["Architectures"]) for f in by_type("AWS::Lambda::Function").values()]
    assert found == [("python3.13", [{"Ref": "Architecture"}])] * len(found)


def test_functions_are_given_exactly_the_environment_that_settings_read(by_type):
    tree = ast.parse(Path(easycrm.settings.__file__).read_text(encoding="utf-8"))
    reads = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    names = {ast.literal_eval(node.slice) for node in reads if ast.unparse(node.value) == "os.environ"} - LAMBDA_SETS
    names |= {"POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"}  # Powertools reads them itself
    given = {name: f["Environment"]["Variables"].keys() for name, f in by_type("AWS::Lambda::Function").items()}
    assert given == dict.fromkeys(given, names)


# DeepSeek


def test_without_a_key_there_is_no_secret_and_nobody_may_read_one(on_aws):
    assert "DeepSeekSecret" not in on_aws
    assert "secretsmanager" not in json.dumps(on_aws)


def test_the_key_is_in_the_secret_and_nowhere_else():
    resources = deployed("prod", deepseek=True)
    key = {"Ref": "DeepSeekApiKey"}
    assert resources.pop("DeepSeekSecret")["Properties"]["SecretString"] == key
    assert json.dumps(key) not in json.dumps(resources)


def test_exactly_the_functions_that_ask_deepseek_may_read_its_key():
    roles = {name: r["Properties"] for name, r in deployed("prod", deepseek=True).items() if name.endswith("Role")}
    readers = {(name, json.dumps(to)) for name, role in roles.items() if "Policies" in role
               for action, to in allowed(role) if action.startswith("secretsmanager:")}  # fmt: skip
    asks = ("MapColumnsFunctionRole", "StandardiseBatchFunctionRole", "ChatFunctionRole")
    assert readers == {(name, json.dumps({"Fn::GetAtt": ["DeepSeekSecret", "Id"]})) for name in asks}


def test_the_key_is_never_echoed(template):
    assert template["Parameters"]["DeepSeekApiKey"]["NoEcho"] is True
    assert template["Parameters"]["DeepSeekApiKey"]["Default"] == ""


# Workflow


def test_the_machine_may_do_exactly_what_its_definition_needs(on_aws):
    machine = definition()
    states = states_of(machine).values()
    maps = [state for state in machine["States"].values() if state["Type"] == "Map"]
    (reader,) = {state["ItemReader"]["Parameters"]["Bucket"] for state in some(maps)}
    folder = ImportStore(None, reader, "*").key("").partition("*")[0]
    name = on_aws[MACHINE]["Properties"]["StateMachineName"]["Fn::Sub"]
    needs = [
        *(("lambda:InvokeFunction", arn_of(s["Parameters"]["FunctionName"])) for s in states if s["Type"] == "Task"),
        ("s3:GetObject", {"Fn::Sub": f"${{{reader}.Arn}}/{folder}*"}),
        ("states:StartExecution", states_arn(f"stateMachine:{name}")),
        # AWS documents `name:*`; the executions of a map's children are named `name/label:id`
        *((f"states:{verb}Execution", states_arn(f"execution:{name}:*")) for verb in ("Describe", "Stop")),
        *((f"states:{verb}Execution", states_arn(f"execution:{name}/*")) for verb in ("Describe", "Stop")),
        *((action, "*") for role, action in EVERYTHING if role == f"{MACHINE}Role"),
    ]
    assert comparable(allowed(on_aws[f"{MACHINE}Role"]["Properties"])) == comparable(needs)


def test_functions_know_the_machine_by_its_real_name(on_aws, by_type):
    name = on_aws[MACHINE]["Properties"]["StateMachineName"]["Fn::Sub"]
    told = [f["Environment"]["Variables"]["STATE_MACHINE_ARN"] for f in by_type("AWS::Lambda::Function").values()]
    assert told == [states_arn(f"stateMachine:{name}")] * len(told)


def test_the_machine_logs_without_the_content_of_rows(on_aws):
    assert on_aws[MACHINE]["Properties"]["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_the_bucket_tells_eventbridge(on_aws):
    told = on_aws["DataBucket"]["Properties"]["NotificationConfiguration"]["EventBridgeConfiguration"]
    assert told == {"EventBridgeEnabled": True}


def test_a_new_source_starts_the_machine(on_aws):
    rule = on_aws[SOURCES]["Properties"]
    keys = [{"wildcard": source_key("*")}, {"prefix": "inbox/"}]
    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [{"Ref": "DataBucket"}]}, "object": {"key": keys}},
    }
    assert [target["Arn"] for target in rule["Targets"]] == [{"Ref": MACHINE}]
    assert allowed(on_aws[f"{SOURCES}Role"]["Properties"]) == [("states:StartExecution", {"Ref": MACHINE})]


def test_a_run_that_broke_reaches_record_failure(on_aws):
    rule = on_aws[BROKEN]["Properties"]
    name = on_aws[MACHINE]["Properties"]["StateMachineName"]["Fn::Sub"]
    assert rule["EventPattern"] == {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {
            "stateMachineArn": [states_arn(f"stateMachine:{name}")],
            "status": ["FAILED", "TIMED_OUT", "ABORTED"],
        },
    }
    assert [target["Arn"] for target in rule["Targets"]] == [arn_of("RecordFailureFunction")]


def test_an_event_that_record_failure_could_not_deal_with_is_kept_beside_those_it_never_got(on_aws, by_type):
    queue = on_aws[BROKEN]["Properties"]["Targets"][0]["DeadLetterConfig"]["Arn"]
    (config,) = by_type("AWS::Lambda::EventInvokeConfig").values()
    assert config["FunctionName"] == {"Ref": "RecordFailureFunction"}
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == queue
    assert ("sqs:SendMessage", queue) in allowed(on_aws["RecordFailureFunctionRole"]["Properties"])


def test_the_rule_may_call_record_failure(on_aws):
    permission = on_aws[f"{BROKEN}Permission"]["Properties"]
    assert permission["FunctionName"] == {"Ref": "RecordFailureFunction"}
    assert permission["SourceArn"] == arn_of(BROKEN)


def test_these_are_all_the_rules(by_type):
    assert by_type("AWS::Events::Rule").keys() == {SOURCES, BROKEN}


@each_rule
def test_an_event_is_tried_for_an_hour_and_then_kept(rule, on_aws):
    for target in some(on_aws[rule]["Properties"]["Targets"]):
        assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] >= 3600
        assert target["RetryPolicy"]["MaximumRetryAttempts"] >= 10
        queue = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
        assert on_aws[queue]["Type"] == "AWS::SQS::Queue"


@each_rule
def test_the_rule_and_only_the_rule_may_send_to_its_dead_letter_queue(rule, on_aws, by_type):
    queue = on_aws[rule]["Properties"]["Targets"][0]["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
    policies = [p for p in by_type("AWS::SQS::QueuePolicy").values() if {"Ref": queue} in p["Queues"]]
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    assert statements == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn_of(queue),
            "Condition": {"ArnEquals": {"aws:SourceArn": arn_of(rule)}},
        }
    ]


# Data


@pytest.mark.parametrize(
    ("kind", "name"),
    [("AWS::DynamoDB::Table", "TableName"), ("AWS::S3::Bucket", "BucketName")],
    ids=["table", "bucket"],
)
def test_data_has_no_fixed_name(kind, name, by_type):
    assert [resource for resource, properties in by_type(kind).items() if name in properties] == []


@pytest.mark.parametrize("kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"])
def test_data_outlives_its_stack(kind, on_aws):
    kept = {n: (r["DeletionPolicy"], r["UpdateReplacePolicy"]) for n, r in on_aws.items() if r["Type"] == kind}
    assert some(kept) == dict.fromkeys(kept, ("RetainExceptOnCreate", "Retain"))


def test_tables_can_be_restored_to_any_moment(by_type):
    tables = by_type("AWS::DynamoDB::Table").values()
    assert all(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] for table in tables)


def test_snapshots_are_never_deleted_by_age(on_aws):
    rules = on_aws["DataBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    matching = [rule for rule in rules if "snapshots/".startswith(rule.get("Prefix", ""))]
    effects = {effect for rule in matching for effect in rule} - {"Id", "Status", "Prefix"}
    assert effects == {"AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"}  # of what was deleted already


@pytest.mark.parametrize(
    ("prefix", "days"),
    [
        ("uploads/", {"Ref": "RecordDays"}),
        ("imports/", {"Ref": "WorkFileDays"}),
        ("exports/", 1),
        ("replies/", {"Ref": "WorkFileDays"}),
    ],
)
def test_other_files_are_deleted_by_age(prefix, days, on_aws):
    rules = on_aws["DataBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [r["ExpirationInDays"] for r in rules if r.get("Prefix") == prefix and r["Status"] == "Enabled"] == [days]


def test_the_bucket_is_closed_to_the_public(on_aws):
    block = on_aws["DataBucket"]["Properties"]["PublicAccessBlockConfiguration"]
    assert block == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )


def test_the_bucket_is_encrypted(on_aws):
    (rule,) = on_aws["DataBucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_the_bucket_takes_only_tls(on_aws):
    policy = on_aws["DataBucketPolicy"]["Properties"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Bucket"] == {"Ref": "DataBucket"}
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Resource"] == [arn_of("DataBucket"), {"Fn::Sub": "${DataBucket.Arn}/*"}]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_an_event_that_could_not_be_delivered_is_kept_as_long_as_sqs_keeps_anything(by_type):
    kept = {name: queue.get("MessageRetentionPeriod") for name, queue in by_type("AWS::SQS::Queue").items()}
    assert kept == dict.fromkeys(("UploadEventsDeadLetterQueue", "FailureEventsDeadLetterQueue"), 14 * 24 * 3600)


def test_every_log_group_forgets(by_type):
    groups = by_type("AWS::Logs::LogGroup")
    days = {name: {"Ref": "LogDays"} for name in groups} | {"AuditLogGroup": {"Ref": "AuditLogDays"}}
    assert {name: group["RetentionInDays"] for name, group in groups.items()} == days


def test_the_audit_log_outlives_the_stack_and_is_in_no_other_stacks_way(on_aws):
    group = on_aws["AuditLogGroup"]
    assert (group["DeletionPolicy"], group["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    assert "LogGroupName" not in group["Properties"]


def test_exactly_the_functions_that_act_may_write_the_audit_log(on_aws):
    roles = [name for name, resource in on_aws.items() if resource["Type"] == "AWS::IAM::Role"]
    may = {name: allowed(on_aws[name]["Properties"]) for name in roles}
    own = {name: [action for action, to in pairs if to == arn_of("AuditLogGroup")] for name, pairs in may.items()}
    acting = ("CancelUpload", "RetryUpload", "ForceCompleteUpload", "DecideColumns", "ExportLeads")
    assert {name: actions for name, actions in own.items() if actions} == {
        f"{name}FunctionRole": ["logs:CreateLogStream", "logs:PutLogEvents"] for name in acting
    }


def test_functions_log_into_a_group_of_the_stack(by_type):
    groups = [f["LoggingConfig"]["LogGroup"] for f in by_type("AWS::Lambda::Function").values()]
    assert groups == [{"Ref": "FunctionsLogGroup"}] * len(groups)


# API


def methods(on_aws):
    return [
        (f"{method.upper()} {path}", operation)
        for path, operations in on_aws["Api"]["Properties"]["Body"]["paths"].items()
        for method, operation in operations.items()
    ]


def test_every_route_but_the_preflight_asks_for_a_sign_in(on_aws):
    secured = {route: op.get("security") for route, op in methods(on_aws) if not route.startswith("OPTIONS")}
    assert secured == {route: [{"SignedIn": []}] for route in some(secured)}


def test_the_preflight_asks_for_no_sign_in(on_aws):
    preflights = some({route.split()[1]: op for route, op in methods(on_aws) if route.startswith("OPTIONS")})
    assert preflights.keys() == {route.split()[1] for route, _ in methods(on_aws)}
    assert [path for path, operation in preflights.items() if "security" in operation] == []


def test_the_sign_in_is_the_user_pools(on_aws):
    (scheme,) = on_aws["Api"]["Properties"]["Body"]["components"]["securitySchemes"].values()
    assert scheme["x-amazon-apigateway-authtype"] == "cognito_user_pools"
    assert scheme["x-amazon-apigateway-authorizer"]["providerARNs"] == [arn_of("UserPool")]


@pytest.mark.parametrize(
    "kind",
    [
        *("UNAUTHORIZED", "EXPIRED_TOKEN", "MISSING_AUTHENTICATION_TOKEN", "DEFAULT_4XX"),
        *("THROTTLED", "INTEGRATION_TIMEOUT", "DEFAULT_5XX"),
    ],
)
def test_the_gateways_own_answers_have_the_one_error_shape(kind, on_aws):
    answer = on_aws["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"][kind]
    body = answer["responseTemplates"]["application/json"].replace("$context.error.messageString", '"said"')
    said = json.loads(body)
    assert said.keys() == {"error", "requestId"}
    assert said["error"].keys() == {"code", "message"}
    assert answer["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"] == "'*'"


@pytest.mark.parametrize(("kind", "status"), [("THROTTLED", 429), ("DEFAULT_5XX", 503)])
def test_who_comes_while_the_api_is_busy_is_told_so(kind, status, on_aws):
    answer = on_aws["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"][kind]
    assert answer["statusCode"] == str(status)
    assert json.loads(answer["responseTemplates"]["application/json"])["error"]["code"] == "busy"


def test_an_answer_that_took_too_long_is_not_asked_for_again(on_aws):
    answer = on_aws["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]["INTEGRATION_TIMEOUT"]
    assert answer["statusCode"] == "504"


def test_every_route_takes_as_many_requests_as_the_parameters_say(by_type):
    (stage,) = by_type("AWS::ApiGateway::Stage").values()
    assert stage["MethodSettings"] == [
        {
            "HttpMethod": "*",
            "ResourcePath": "/*",
            "ThrottlingRateLimit": {"Ref": "ApiRequestsPerSecond"},
            "ThrottlingBurstLimit": {"Ref": "ApiBurst"},
        }
    ]


def test_the_access_log_has_who_which_route_what_came_of_it_and_when_and_no_value(by_type):
    (stage,) = by_type("AWS::ApiGateway::Stage").values()
    line = json.loads(stage["AccessLogSetting"]["Format"])
    assert stage["AccessLogSetting"]["DestinationArn"]["Fn::Sub"].endswith(":log-group:${ApiAccessLogGroup}")
    assert line == {
        "requestId": "$context.requestId",
        "time": "$context.requestTimeEpoch",
        "user": "$context.authorizer.claims.sub",
        "route": "$context.httpMethod $context.resourcePath",  # the template's path, without the values in it
        "status": "$context.status",
        "latency": "$context.responseLatency",
        "refusedAs": "$context.error.responseType",
    }


def test_the_stage_waits_for_the_role_by_which_its_log_is_written(on_aws):
    (tag,) = on_aws["ApiAccessLogGroup"]["Properties"]["Tags"]
    assert tag["Value"] == {"Ref": "ApiGatewayAccount"}
    account = on_aws["ApiGatewayAccount"]
    assert account["Properties"]["CloudWatchRoleArn"] == arn_of("ApiGatewayLogsRole")
    assert account["DependsOn"] == "Api"  # a new account has no settings before its first API


def test_the_role_of_the_account_s_logs_outlives_the_stack_for_other_stacks(on_aws):
    kept = [on_aws[name] for name in ("ApiGatewayLogsRole", "ApiGatewayAccount")]
    assert [(resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) for resource in kept] == [("Retain",) * 2] * 2


def test_an_account_that_has_such_a_role_keeps_it():
    resources = deployed("prod", MakesApiGatewayLogRole=False)
    assert {"ApiGatewayLogsRole", "ApiGatewayAccount"} & resources.keys() == set()
    assert "ApiGatewayAccount" not in json.dumps(resources)


def test_the_stage_is_api_and_the_only_one(by_type):
    assert [stage["StageName"] for stage in by_type("AWS::ApiGateway::Stage").values()] == ["api"]


def test_answers_of_a_kilobyte_and_more_are_compressed_for_who_accepts_it(by_type):
    (api,) = by_type("AWS::ApiGateway::RestApi").values()
    assert api["MinimumCompressionSize"] == 1024


def test_nobody_signs_up_by_themselves(on_aws):
    assert on_aws["UserPool"]["Properties"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_a_user_s_name_is_the_same_in_any_letter_case_and_the_tier_is_said(on_aws):
    pool = on_aws["UserPool"]["Properties"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["UserPoolTier"] == "ESSENTIALS"


def test_a_user_pool_that_was_made_without_is_left_without(template):
    condition = template["Conditions"]["HasUserNamesOfAnyCase"]["Fn::And"]
    assert condition == [{"Condition": "IsAws"}, {"Fn::Equals": [{"Ref": "CaseSensitiveUserNames"}, "false"]}]
    assert "UsernameConfiguration" not in deployed("prod", HasUserNamesOfAnyCase=False)["UserPool"]["Properties"]


# The whole


def test_the_local_stack_differs_only_where_it_may(template):
    assert {name for name, resource in template["Resources"].items() if differs(resource)} == LOCAL_DIFFERS.keys()


def differs(value):
    """Whether a part of the template depends on the environment."""
    if isinstance(value, list):
        return any(map(differs, value))
    if not isinstance(value, dict):
        return False
    condition = value["Fn::If"][0] if "Fn::If" in value else value.get("Condition")
    return condition in ("IsLocal", "IsAws") or any(map(differs, value.values()))


def test_only_the_condition_itself_reads_the_environment(template):
    assert '{"Ref": "Environment"}' not in json.dumps(template["Resources"])


@pytest.mark.parametrize(
    "name",
    [
        *("ApiId", "ApiUrl", "UserPoolId", "UserPoolClientId", "DataBucketName", "LeadsTableName"),
        *("UploadsTableName", "TeamTableName", "StateMachineArn", "SiteUrl", "SiteBucketName", "DistributionId"),
        *("ConnectOrigins", "SignInUrl", "SignInApiUrl", "Issuer", "Environment", "MaxUploadMB"),
        *("IdentityPoolId", "IdentityUrl", "IdentityLogin"),
    ],
)
def test_the_stack_tells_where_its_parts_are(name, template):
    assert template["Outputs"][name]["Value"]
    assert template["Outputs"][name]["Description"]


# samconfig.toml

CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
SECTIONS = [name for name in CONFIG if name != "version"]


def overrides(section):
    return dict(text.split("=", 1) for text in CONFIG[section]["deploy"]["parameters"]["parameter_overrides"])


def test_these_are_the_environments():
    assert SECTIONS == ["default", "local", "dev", "staging", "prod"]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_parameter_that_is_set_exists(section, template):
    assert some(overrides(section)).keys() - template["Parameters"].keys() == set()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_deploys_the_environment_of_its_name(section):
    assert overrides(section)["Environment"] == {"default": "dev"}.get(section, section)
    assert CONFIG[section]["global"]["parameters"]["region"] == "ap-southeast-1"


def test_production_has_its_own_account_and_stack():
    parameters = CONFIG["prod"]["global"]["parameters"]
    assert (parameters["profile"], parameters["stack_name"]) == ("nch-prod", "easy-crm")
