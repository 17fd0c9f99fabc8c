"""What is done with checkov's findings. checkov itself is run by `make judges`."""

from tests.judges.template_checks import Finding, exceptions, read_report, unexcused, unneeded

VERSIONS = Finding("CKV_AWS_21", "Ensure the S3 bucket has versioning enabled", "AWS::S3::Bucket.SiteBucket")
EXCEPTION = {"CKV_AWS_21": {"resources": ["AWS::S3::Bucket.SiteBucket"], "reason": "It is in the repository."}}


def test_a_finding_that_is_no_exception_is_told() -> None:
    assert list(unexcused([VERSIONS], {})) == [
        "AWS::S3::Bucket.SiteBucket: Ensure the S3 bucket has versioning enabled (CKV_AWS_21)"
    ]


def test_an_exception_is_for_its_own_resource_alone() -> None:
    other = VERSIONS._replace(resource="AWS::S3::Bucket.DataBucket")
    assert list(unexcused([VERSIONS], EXCEPTION)) == []
    assert len(list(unexcused([VERSIONS, other], EXCEPTION))) == 1


def test_an_exception_that_nothing_needs_is_told() -> None:
    assert list(unneeded([VERSIONS], EXCEPTION)) == []
    [line] = unneeded([], EXCEPTION)
    assert "nothing needs the exception from CKV_AWS_21" in line


def test_a_pattern_is_for_all_of_a_type() -> None:
    exception = {"CKV_AWS_21": {"resources": ["AWS::S3::Bucket.*"], "reason": "None."}}
    assert list(unexcused([VERSIONS], exception)) == []


def test_a_report_is_read() -> None:
    failed = {"check_id": VERSIONS.check, "check_name": VERSIONS.asks, "resource": VERSIONS.resource, "more": 1}
    report = {"summary": {"passed": 289, "failed": 1}, "results": {"failed_checks": [failed]}}
    assert read_report(report) == (289, [VERSIONS])


def test_every_exception_says_what_is_asked_and_why_it_is_not_done() -> None:
    assert len(exceptions()) > 3
    for check, exception in exceptions().items():
        assert exception["resources"], check
        assert len(exception["asks"].split()) > 3, check
        assert len(exception["reason"].split()) > 6, check
