"""The commands: how one is run and how it fails, what each for this machine's stack does, and the table of all.

What the others do, for any stack, is in `operating_commands`.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import operating_commands, which_stack
from local.emulator import environment, ministack, stack
from local.emulator import invoke as invoking
from local.errors import FAILED, LocalError, UsageError
from local.operating import printing
from local.operating.client import ApiUnreachable
from local.operating.printing import say
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, Settings, read_settings

_DEMO_LEADS = 5
_LOOK_SECONDS = 1.0


def run(arguments: argparse.Namespace) -> int:
    """Runs the command that was chosen; whatever we know to go wrong ends as a sentence on stderr."""
    try:
        settings = read_settings(os.environ)
        if not which_stack.elsewhere(arguments):
            environment.enter(settings)
        return COMMANDS[arguments.command](settings, arguments)
    except LocalError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has had enough; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        say(f"The system refused something: {error}")
    except (BotoCoreError, ClientError) as error:
        say(_refusal(error, elsewhere=which_stack.elsewhere(arguments)))
    return FAILED


def _refusal(error: BotoCoreError | ClientError, elsewhere: bool) -> str:
    """What a service refused is no reason to start anything anew; what did not answer may be."""
    if elsewhere:
        return f"AWS did not do as it was asked: {error}"
    if isinstance(error, ClientError):
        return f"The local stack refused it: {error}"
    return f"The local stack did not answer as it should: {error}\n`python -m local down` and a new start may help."


def up(settings: Settings, arguments: argparse.Namespace) -> int:
    ready = stack.up(settings, arguments.command)
    print(printing.address(ready.site_url, ready.api_url, DEMO_EMAIL, DEMO_PASSWORD))
    return 0


def down(settings: Settings, _arguments: argparse.Namespace) -> int:
    print("Stopped; everything is kept." if stack.down(settings) else "The local stack was not running.")
    return 0


def reset(settings: Settings, _arguments: argparse.Namespace) -> int:
    stack.reset(settings)
    print("Everything is forgotten.")
    return 0


def serve(settings: Settings, arguments: argparse.Namespace) -> int:
    """Starts and serves until Ctrl-C, which stops cleanly at any moment from the first one on."""
    return _in_foreground(settings, arguments, lambda _ready: None)


def demo(settings: Settings, arguments: argparse.Namespace) -> int:
    """The same with the examples imported first."""
    return _in_foreground(settings, arguments, lambda ready: _show_examples(ready, settings.root / "examples"))


def _in_foreground(settings: Settings, arguments: argparse.Namespace, first: Callable[[stack.Stack], None]) -> int:
    try:
        ready = stack.up(settings, arguments.command)
        first(ready)
        print(printing.address(ready.site_url, ready.api_url, DEMO_EMAIL, DEMO_PASSWORD))
        print("Serving; Ctrl-C stops and keeps everything.", flush=True)
        while ministack.running(settings):
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        # No patience: whoever is at work on the stack now goes on using it.
        stack.down(settings, patience=0)
        say("Stopped; everything is kept.")
        return 0
    say("The local stack was stopped by another command, or ended.")
    return FAILED


def _show_examples(ready: stack.Stack, folder: Path) -> None:
    files = sorted(folder.glob("*.xlsx"))
    if not files:
        raise LocalError(f"There is no .xlsx file in {folder} to show.")
    client = ready.client()
    for path in files:
        status = operating_commands.follow_import(client, path, {}, ready.settings)
        print(printing.summary(path.name, status))
    answer = client.call("GET", f"/leads?pageSize={_DEMO_LEADS}")
    if answer.ok:
        print(f"\n{printing.table(answer.body['leads'])}\n")


def api(settings: Settings, arguments: argparse.Namespace) -> int:
    data = _json(arguments.data, "--data") if arguments.data is not None else None
    try:
        answer = stack.up(settings, arguments.command).client().call(arguments.method, arguments.path, data)
    except ApiUnreachable as error:
        raise LocalError(f"The API does not answer: {error}") from error
    print(json.dumps(answer.body, ensure_ascii=False, indent=2))
    if not answer.ok:
        print(f"HTTP {answer.status}", file=sys.stderr)
    return 0 if answer.ok else FAILED


def invoke(settings: Settings, arguments: argparse.Namespace) -> int:
    """Prints the result, or `{"errorType", "errorMessage"}` and exits 1; what the function logs goes to stderr."""
    event = _json(_read_event(arguments.event), "The event")
    stack.up(settings, arguments.command)
    outcome = invoking.invoke(settings, arguments.function, event)
    print(json.dumps(outcome.answer, ensure_ascii=False, indent=2))
    return 0 if outcome.ok else FAILED


def _read_event(where: str) -> str:
    if where == "-":
        return sys.stdin.read()
    try:
        return Path(where).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The event file {where} cannot be read: {error}") from error


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where} is not JSON: {error}.") from error


COMMANDS: dict[str, Callable[[Settings, argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "reset": reset,
    "demo": demo,
    "run": serve,
    "import": operating_commands.import_file,
    "api": api,
    "invoke": invoke,
    "drop-folder": operating_commands.drop_folder,
    "authenticator": operating_commands.add_authenticator,
    "page": operating_commands.publish_page,
    "smoke": operating_commands.smoke_test,
    "user": operating_commands.create_user,
    "logs": operating_commands.tail_logs,
    "audit": operating_commands.read_audit,
}
