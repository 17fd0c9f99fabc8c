"""The alarms and the dashboard: what is watched, whom it tells, and that operators are told what to do."""

import json

import pytest

from tests.support.sam import ROOT
from tests.support.some import some

MOST_METRICS = 10
"""CloudWatch takes no more in one alarm."""

RAISES_FOR_USERS = {
    "ParseWorkbookFunction": "a file that cannot be read is an error, which its owner is told; FailedExecutionsAlarm",
    "ChooseSlicesFunction": "an upload that was cancelled is an error to it; FailedExecutionsAlarm",
    "UpsertSliceFunction": "an upload that was cancelled is an error to its slices; PartialImportsAlarm",
}
"""Functions whose errors are no faults, and what tells of their faults."""


def test_every_alarm_tells_the_topic_and_is_explained_to_operators(by_type):
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    alarms = by_type("AWS::CloudWatch::Alarm")
    assert [name for name, alarm in alarms.items() if alarm["AlarmActions"] != [{"Ref": "AlarmsTopic"}]] == []
    assert [name for name in alarms if f"## {name}" not in guide] == []


@pytest.mark.parametrize("way", ["console", "command line"])
def test_every_alarm_s_section_says_what_to_do_both_ways(way, by_type):
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    sections = dict(section.split("\n", 1) for section in guide.split("\n## ")[1:])
    assert [name for name in by_type("AWS::CloudWatch::Alarm") if f"**{way.capitalize()}**" not in sections[name]] == []


def test_throttling_is_watched_at_the_table_and_at_its_index(by_type):
    alarms = by_type("AWS::CloudWatch::Alarm").values()
    watched = [alarm["Dimensions"] for alarm in alarms if alarm.get("MetricName") == "WriteThrottleEvents"]
    assert sorted(len(dimensions) for dimensions in watched) == [1, 2]


def test_every_dead_letter_queue_has_an_alarm(by_type):
    watched = [json.dumps(alarm.get("Dimensions")) for alarm in by_type("AWS::CloudWatch::Alarm").values()]
    assert [
        queue for queue in by_type("AWS::SQS::Queue") if not any(queue in dimensions for dimensions in watched)
    ] == []


@pytest.mark.parametrize("metric", ["PartialImports", "DeepSeekFallbacks"])
def test_the_product_s_own_metrics_that_alarms_watch_are_published(metric):
    sources = (ROOT / "functions" / "easycrm" / "handlers").glob("*.py")
    assert any(f'"{metric}"' in source.read_text(encoding="utf-8") for source in sources)


def test_the_dashboard_is_json(by_type):
    body = next(iter(by_type("AWS::CloudWatch::Dashboard").values()))["DashboardBody"]["Fn::Sub"]
    assert {widget["properties"]["title"] for widget in json.loads(body)["widgets"]} >= {"Imports", "Rows by outcome"}


def test_the_account_s_quota_of_functions_is_watched_where_it_counts(on_aws):
    alarm = on_aws["ThrottledFunctionsAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Throttles")
    assert "Dimensions" not in alarm


def test_every_function_s_faults_raise_an_alarm(on_aws, by_type):
    """The API's by what they answer, the others by their errors."""
    routes = json.dumps(on_aws["Api"]["Properties"]["Body"]["paths"])
    answering = {name for name in by_type("AWS::Lambda::Function") if f"${{{name}.Arn}}" in routes}
    metrics = on_aws["FunctionErrorsAlarm"]["Properties"]["Metrics"]
    added = [metric["MetricStat"]["Metric"] for metric in metrics if "MetricStat" in metric]
    watched = {metric["Dimensions"][0]["Value"]["Ref"] for metric in added}
    assert {(metric["Namespace"], metric["MetricName"]) for metric in added} == {("AWS/Lambda", "Errors")}
    assert some(answering) | watched | RAISES_FOR_USERS.keys() == by_type("AWS::Lambda::Function").keys()
    assert answering & watched == watched & RAISES_FOR_USERS.keys() == set()
    assert len(added) <= MOST_METRICS


def test_answers_that_are_no_answers_raise_an_alarm(on_aws):
    alarm = on_aws["ApiErrorsAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/ApiGateway", "5XXError")
    assert alarm["Dimensions"] == [{"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}]
    assert on_aws["Api"]["Properties"]["Name"] == {"Fn::Sub": "${AWS::StackName}"}
