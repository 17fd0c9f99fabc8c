"""A judge of single states: the second engine, on which each is a machine of its own."""

from itertools import count
from typing import Any

from tests.judges.second_engine import Function, Run, out_of_time, refused_by_lambda, run
from tests.judges.state_cases import Case, Outcome
from tests.support.sam import definition, states_of


def by_second_engine(case: Case) -> Outcome:
    """How a machine ends that has the state of the case alone, and behind it every state that may follow."""
    state = states_of(definition())[case["state"]]
    functions = _functions(case, state)
    files = {"items.json": case["file"]} if "file" in case else {}
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


def _alone(name: str, state: dict[str, Any]) -> dict[str, Any]:
    ways = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    following = {way[word] for way in ways for word in ("Next", "Default") if word in way}
    states = {name: state} | {key: {"Type": "Pass", "End": True} for key in following}
    return {"StartAt": name, "QueryLanguage": "JSONPath", "States": states}


def _functions(case: Case, state: dict[str, Any]) -> dict[str, Function]:
    """Of a Task its own; of a Map those of its children, the first of which fails as often as the case says."""
    if state["Type"] == "Map":
        children = states_of(state["ItemProcessor"])
        answers = {child["Parameters"]["FunctionName"]: _failing(0, "", "", {}) for child in children.values()}
        first = children[state["ItemProcessor"]["StartAt"]]["Parameters"]["FunctionName"]
        return answers | {first: _failing(case.get("failed", 0), "Terminal", "", {})}
    if state["Type"] != "Task":
        return {}
    times = case.get("tries", 0) + 1 if "error" in case else 0
    function = _failing(times, case.get("error", ""), case.get("cause", ""), case.get("result", {}))
    return {state["Parameters"]["FunctionName"]: function}


def _failing(times: int, error: str, cause: str, answer: Any) -> Function:
    """A function that fails so often, and then answers."""
    calls = count()

    def function(_payload: Any) -> Any:
        if next(calls) >= times:
            return answer
        if error.startswith("Lambda."):
            raise refused_by_lambda(error.removeprefix("Lambda."))
        if error == "States.Timeout":
            raise out_of_time()
        raise type(error, (Exception,), {})(cause)

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
    outcome.pop("error", None)  # the engine has a name of its own for a file that is not there
    return outcome
