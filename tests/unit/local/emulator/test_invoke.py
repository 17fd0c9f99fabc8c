"""One handler in a subprocess, as Lambda would run it."""

from typing import Any

import pytest

from local.emulator.invoke import Outcome, run_handler
from local.settings import Settings

HANDLERS = """
import os, sys, time

def echo(event, context):
    print("a print")
    return {"event": event, "table": os.environ["LEADS_TABLE"], "key": os.environ["AWS_ACCESS_KEY_ID"],
            "name": context.function_name, "left": context.get_remaining_time_in_millis() > 0,
            "local": [name for name in sys.modules if name.split(".")[0] == "local"]}

def fail(event, context):
    raise KeyError("leadId")

def leave(event, context):
    os._exit(7)

def sleep(event, context):
    time.sleep(30)
"""


@pytest.fixture
def checkout(settings: Settings) -> Settings:
    (settings.root / "functions").mkdir()
    (settings.root / "functions" / "handlers.py").write_text(HANDLERS)
    return settings


def _run(name: str, settings: Settings, event: Any = None, timeout: int = 20) -> Outcome:
    configuration = {
        "Handler": f"handlers.{name}",
        "FunctionName": "easy-crm-local-F",
        "FunctionArn": "arn:aws:lambda:ap-southeast-1:000000000000:function:easy-crm-local-F",
        "MemorySize": 128,
        "Timeout": timeout,
        "Environment": {"Variables": {"LEADS_TABLE": "leads"}},
    }
    return run_handler(configuration, settings, event)


def test_the_result_is_what_the_handler_returns(checkout: Settings) -> None:
    outcome = _run("echo", checkout, {"name": "Zoë"})
    assert outcome == Outcome(
        True,
        {
            "event": {"name": "Zoë"},
            "table": "leads",
            "key": "test",
            "name": "easy-crm-local-F",
            "left": True,
            "local": [],
        },
    )


def test_an_exception_is_an_answer(checkout: Settings) -> None:
    assert _run("fail", checkout) == Outcome(False, {"errorType": "KeyError", "errorMessage": "'leadId'"})


def test_a_handler_that_is_not_there_is_an_answer(checkout: Settings) -> None:
    assert _run("nothing", checkout).answer["errorType"] == "AttributeError"


def test_a_process_that_dies_is_an_answer(checkout: Settings) -> None:
    assert _run("leave", checkout).answer == {
        "errorType": "Runtime.ExitError",
        "errorMessage": "The process ended with exit status 7",
    }


def test_a_handler_that_hangs_is_ended_at_the_function_s_timeout(checkout: Settings) -> None:
    assert _run("sleep", checkout, timeout=1) == Outcome(
        False, {"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 1.00 seconds"}
    )
