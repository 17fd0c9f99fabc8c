"""Single states of the machine with mocked results: what AWS's TestState says of them, or else the second engine.

    python -m tests.judges.single_states      # the cases are in single_states.toml

With credentials of AWS (the usual chain; AWS_PROFILE, AWS_REGION) every case is one call of TestState, which creates
nothing. Without, each state is a machine of its own on the second engine, and what only AWS can tell is counted. Exits
1 when a state does otherwise than expected.
"""

import json
import logging
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import count
from operator import eq, le
from pathlib import Path
from typing import Any

from boto3 import Session
from botocore.exceptions import BotoCoreError, ClientError

from tests.judges.second_engine import Function, Run, out_of_time, refused_by_lambda, run
from tests.support.sam import definition, states_of

Case = dict[str, Any]
"""A table of single_states.toml."""
Outcome = dict[str, Any]
"""What a judge tells of a case, under the names that `expect` has; what it cannot tell is not there."""

_EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:easy-crm-import-leads:one"
_FILE = Path(__file__).with_suffix(".toml")


@cache
def cases() -> list[Case]:
    """All of them, in the file's order."""
    every: list[Case] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["case"]
    return every


def by_second_engine(case: Case) -> Outcome:
    """How a machine ends that has the state of the case alone, and behind it every state that may follow."""
    state = states_of(definition())[case["state"]]
    functions = _functions(case, state)
    files = {"manifest.json": case["manifest"]} if "manifest" in case else {}
    ran = run(_alone(case["state"], state), case["input"], functions, files)
    if state["Type"] == "Map":
        return _told_of_a_map(case, ran)
    tries = len(ran.waits) - (state["Type"] == "Wait")
    if "error" in case and tries > case.get("tries", 0):
        return {"status": "RETRIABLE", "wait": ran.waits[case.get("tries", 0)]}
    if not ran.calls:
        return _told(case, ran)
    name, payload = ran.calls[0]
    return _told(case, ran) | {"parameters": {"FunctionName": name, "Payload": payload}}


def request_of(case: Case) -> dict[str, Any]:
    """The case as TestState is asked."""
    state = states_of(definition())[case["state"]]
    request = {
        "definition": json.dumps(definition()),
        "stateName": case["state"],
        "input": json.dumps(case["input"]),
        "inspectionLevel": "DEBUG",
    }
    if mock := _mock(case, state):
        request["mock"] = mock
    if "$$.Execution" in json.dumps(state.get("Parameters")):
        request["context"] = json.dumps({"Execution": {"Id": _EXECUTION}})
    if configuration := _configuration(case):
        request["stateConfiguration"] = configuration
    return request


def told_by_aws(answer: Mapping[str, Any]) -> Outcome:
    """What TestState answers."""
    inspected = answer.get("inspectionData", {})
    details = inspected.get("errorDetails", {})
    texts = {"output": answer.get("output"), "parameters": inspected.get("afterParameters")}
    texts["items"] = inspected.get("afterItemSelector")
    told = {
        "status": answer["status"],
        "next": answer.get("nextState"),
        "error": answer.get("error"),
        "cause": answer.get("cause"),
        "retrier": details.get("retryIndex"),
        "wait": details.get("retryBackoffIntervalSeconds"),
        **{name: json.loads(text) for name, text in texts.items() if text is not None},
    }
    return {name: value for name, value in told.items() if value is not None}


def differences(case: Case, outcome: Outcome, wait_agrees: Callable[[float, float], bool]) -> Iterator[str]:
    """What is otherwise than expected, in words. `wait_agrees(seen, at most)`."""
    seen = outcome | ({"kept": sorted(outcome["output"])} if "output" in outcome else {})
    for name, expected in case["expect"].items():
        if name not in seen:
            continue
        agrees = wait_agrees(seen[name], expected) if name == "wait" else _sorted(seen[name]) == _sorted(expected)
        if not agrees:
            yield f"{case['name']}: {name} is {json.dumps(seen[name])}, not {json.dumps(expected)}"


def untold(case: Case, outcome: Outcome) -> list[str]:
    """What is expected of a case and was not told."""
    return sorted(case["expect"].keys() - outcome.keys() - ({"kept"} if "output" in outcome else set()))


def _mock(case: Case, state: dict[str, Any]) -> dict[str, Any]:
    if "error" in case:
        return {"errorOutput": {"error": case["error"], "cause": case.get("cause", "")}}
    if "result" not in case:
        return {}
    result = case["result"] if state["Type"] == "Map" else {"StatusCode": 200, "Payload": case["result"]}
    # the model of Invoke has a text as Payload, where the integration has what the text says
    return {"result": json.dumps(result), "fieldValidationMode": "NONE"}


def _configuration(case: Case) -> dict[str, Any]:
    configuration: dict[str, Any] = {}
    if "tries" in case:
        configuration["retrierRetryCount"] = case["tries"]
    if "failed" in case:
        configuration["mapIterationFailureCount"] = case["failed"]
    if "manifest" in case:
        configuration["mapItemReaderData"] = json.dumps(case["manifest"])
    return configuration


def _alone(name: str, state: dict[str, Any]) -> dict[str, Any]:
    ways = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    following = {way[word] for way in ways for word in ("Next", "Default") if word in way}
    states = {name: state} | {key: {"Type": "Pass", "End": True} for key in following}
    return {"StartAt": name, "QueryLanguage": "JSONPath", "States": states}


def _functions(case: Case, state: dict[str, Any]) -> dict[str, Function]:
    """Of a Task its own, of a Map those of its children."""
    if state["Type"] == "Map":
        children = states_of(state["ItemProcessor"]).values()
        return {
            child["Parameters"]["FunctionName"]: _failing(case.get("failed", 0), "Terminal", {}) for child in children
        }
    if state["Type"] != "Task":
        return {}
    times = case.get("tries", 0) + 1 if "error" in case else 0
    return {state["Parameters"]["FunctionName"]: _failing(times, case.get("error", ""), case.get("result", {}), case)}


def _failing(times: int, error: str, answer: Any, case: Case | None = None) -> Function:
    calls = count()

    def function(_payload: Any) -> Any:
        if next(calls) >= times:
            return answer
        if error.startswith("Lambda."):
            raise refused_by_lambda(error.removeprefix("Lambda."))
        if error == "States.Timeout":
            raise out_of_time()
        raise type(error, (Exception,), {})((case or {}).get("cause", ""))

    return function


def _told(case: Case, ran: Run) -> Outcome:
    following = ran.states[1:]
    if ran.status == "FAILED":
        return {"status": "FAILED", "error": ran.error, "cause": ran.cause}
    outcome: Outcome = {"status": "CAUGHT_ERROR" if "error" in case else "SUCCEEDED", "output": ran.output}
    if following:
        outcome["next"] = following[0]
    if "error" in case:
        outcome["error"] = ran.output["failure"]["Error"]
    return outcome


def _told_of_a_map(case: Case, ran: Run) -> Outcome:
    first, *_ = [name for name, _ in ran.calls] or [""]
    outcome = _told(case, ran) | {"items": ran.called(first)}
    outcome.pop("error", None)  # the engine has a name of its own for a manifest that is not there
    return outcome


def _sorted(value: Any) -> Any:
    """Children of a map begin in no order."""
    return sorted(value, key=json.dumps) if isinstance(value, list) else value


def _judged(judge: Callable[[Case], Outcome], wait_agrees: Callable[[float, float], bool]) -> int:
    outcomes = [(case, judge(case)) for case in cases()]
    otherwise = [line for case, outcome in outcomes for line in differences(case, outcome, wait_agrees)]
    missing = Counter(name for case, outcome in outcomes for name in untold(case, outcome))
    lines = [*otherwise, f"{len(outcomes)} cases, {len(otherwise)} things otherwise than expected."]
    if missing:
        facts = ", ".join(f"{name} ({times})" for name, times in sorted(missing.items()))
        lines.append(f"Not told, {missing.total()} of what is expected: {facts}.")
    sys.stdout.write("\n".join([*lines, ""]))
    return int(bool(otherwise))


def main() -> int:
    session = Session()
    if session.get_credentials() is None:
        sys.stdout.write("No credentials of AWS: every state by the second engine.\n")
        return _with_settings(by_second_engine, eq)
    if session.region_name is None:
        sys.exit("Credentials of AWS, but no region: set AWS_REGION.")
    client = session.client("stepfunctions")
    sys.stdout.write(f"Credentials of AWS: every state by TestState in {session.region_name}.\n")
    try:
        return _with_settings(lambda case: told_by_aws(client.test_state(**request_of(case))), le)
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"AWS does not answer: {error}")


def _with_settings(judge: Callable[[Case], Outcome], wait_agrees: Callable[[float, float], bool]) -> int:
    import tests.support.functions_environment  # noqa: F401 - the definition is read as the translator leaves it

    logging.disable()  # the engine logs every error that it goes on from
    try:
        return _judged(judge, wait_agrees)
    finally:
        logging.disable(logging.NOTSET)


if __name__ == "__main__":
    sys.exit(main())
