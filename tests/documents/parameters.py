"""docs/parameters.md, made from the template.

.venv/bin/python -m tests.documents.parameters     # writes it
"""

from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.support.sam import ROOT

DOCUMENT = ROOT / "docs" / "parameters.md"

_INTRODUCTION = """\
# Parameters of the stack

Made from the template by `python -m tests.documents.parameters`; a test fails when it is out of date.
`samconfig.toml` sets them for each environment; this sets them for one deployment:

    sam deploy --config-env prod --parameter-overrides Environment=prod AlarmEmail=ops@example.com

What is not given again keeps the value that the stack has.

| parameter | default | may be | what it is |
| --- | --- | --- | --- |
"""

_ENDING = """
`Environment=prod` protects data: the tables and the user pool refuse to be deleted, and what is deleted in the data
bucket can be brought back for 30 days. In every environment, tables can be restored to any second of the last 35 days,
and tables, buckets and user pool outlive the stack.

`DomainName` and `CertificateArn` go together; the template refuses one without the other. Ask ACM in us-east-1 for the
certificate, deploy with both, then make the name an alias of the output `DistributionName` in your DNS. Browsers older
than TLS 1.2 are refused then; with CloudFront's own address, the oldest TLS cannot be chosen.

API Gateway writes access logs by one role for all APIs of an account and region. With `ApiGatewayLogRole` *make*, the
stack makes a role, tells API Gateway of it, and leaves both behind when it is deleted, for other stacks; with *keep*,
it leaves the account as it is, and `aws apigateway get-account` has to show a `cloudwatchRoleArn`.

With `CaseSensitiveUserNames` *false*, Ana@example.com and ana@example.com are one user. Cognito lets nobody change
it: for a stack whose user pool was made before there was this parameter, give *true* once, else AWS refuses the
update, and rolls it back.

The web ACL that `WebAclArn` names is of the scope CLOUDFRONT, and so in us-east-1. Where somebody attaches one in the
console, or takes one of CloudFront's flat-rate plans, which bring one, give its ARN, or the next update takes it
away.

With `Mfa` ON, the sign-in page has every user add an authenticator app; with OPTIONAL, a user adds one with
`.venv/bin/python -m local authenticator --env prod`. It cannot be the answer of a script, so logins of scripts need
OPTIONAL and no app. This lets in whoever has lost the phone:

    aws cognito-idp admin-set-user-mfa-preference --user-pool-id POOL --username EMAIL \\
        --software-token-mfa-settings Enabled=false

`DeepSeekApiKey` is kept in Secrets Manager and nowhere else. Give it on the command line once
(`--parameter-overrides Environment=prod DeepSeekApiKey=...`), never in `samconfig.toml`.
"""


def parameters() -> dict[str, dict[str, Any]]:
    """The template's parameters by name."""
    found: dict[str, dict[str, Any]] = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    return found


def document() -> str:
    rows = [
        f"| `{name}` | {_code(facts['Default'])} | {_allowed(facts)} | {facts['Description']} |"
        for name, facts in parameters().items()
    ]
    return _INTRODUCTION + "\n".join(rows) + "\n" + _ENDING


def _code(value: Any) -> str:
    return f"`{value}`" if value != "" else "empty"


def _allowed(facts: dict[str, Any]) -> str:
    if "AllowedValues" in facts:
        return ", ".join(map(str, facts["AllowedValues"]))
    if "AllowedPattern" in facts:
        pattern = facts["AllowedPattern"]
        optional = "empty, or " if pattern.startswith("|") else ""
        return f"{optional}`{pattern.removeprefix('|').replace('|', chr(92) + '|')}`"
    bounds = [f"{word} {facts[name]}" for word, name in (("from", "MinValue"), ("to", "MaxValue")) if name in facts]
    return " ".join(bounds) or "any text"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
