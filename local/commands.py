"""What each command does, from its arguments to its exit code."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import emulator, environment, importing, operating, printing, remote, site, stack
from local import invoke as invoking
from local.client import ApiClient, ApiUnreachable
from local.errors import FAILED, LocalError, UsageError
from local.printing import say
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, Settings, read_settings

_DEMO_LEADS = 5
_LOOK_SECONDS = 1.0


def run(given: argparse.Namespace) -> int:
    """Runs the command that was given; whatever we know to go wrong ends as a sentence on stderr."""
    try:
        settings = read_settings(os.environ)
        if not remote.elsewhere(given):
            environment.enter(settings)
        return COMMANDS[given.command](settings, given)
    except LocalError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has had enough; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        say(f"The system refused something: {error}")
    except (BotoCoreError, ClientError) as error:
        say(
            f"The local stack did not answer as it should: {error}\n"
            "`python -m local down` and a new start may help; `python -m local reset` starts afresh, without the leads."
            if not remote.elsewhere(given)
            else f"AWS did not do as it was asked: {error}"
        )
    return FAILED


def up(settings: Settings, given: argparse.Namespace) -> int:
    ready = stack.up(settings, given.command)
    print(printing.address(ready.site_url, ready.api_url, DEMO_EMAIL, DEMO_PASSWORD))
    return 0


def down(settings: Settings, _given: argparse.Namespace) -> int:
    print("Stopped; everything is kept." if stack.down(settings) else "The local stack was not running.")
    return 0


def reset(settings: Settings, _given: argparse.Namespace) -> int:
    stack.reset(settings)
    print("Everything is forgotten.")
    return 0


def serve(settings: Settings, given: argparse.Namespace) -> int:
    """Starts and serves until Ctrl-C, which stops cleanly at any moment from the first one on."""
    return _in_foreground(settings, given, lambda _ready: None)


def demo(settings: Settings, given: argparse.Namespace) -> int:
    """The same with the examples imported first."""
    return _in_foreground(settings, given, lambda ready: _show_examples(ready, settings.root / "examples"))


def _in_foreground(settings: Settings, given: argparse.Namespace, first: Callable[[stack.Stack], None]) -> int:
    try:
        ready = stack.up(settings, given.command)
        first(ready)
        print(printing.address(ready.site_url, ready.api_url, DEMO_EMAIL, DEMO_PASSWORD))
        print("Serving; Ctrl-C stops and keeps everything.", flush=True)
        while emulator.running(settings):
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
        status = _follow_local_import(ready, path, {})
        print(printing.summary(path.name, status))
    answer = client.call("GET", f"/leads?pageSize={_DEMO_LEADS}")
    if answer.ok:
        print(f"\n{printing.table(answer.body['leads'])}\n")


def import_file(settings: Settings, given: argparse.Namespace) -> int:
    path: Path = given.file
    if not path.is_file():
        raise UsageError(f"There is no file {path}.")
    options = {name: value for name in ("country", "existing") if (value := getattr(given, name))}
    if remote.elsewhere(given):
        status = _follow_import(remote.client(settings, given), path, options)
    else:
        status = _follow_local_import(stack.up(settings, given.command), path, options)
    print(json.dumps(status, ensure_ascii=False, indent=2) if given.json else printing.summary(path.name, status))
    return importing.exit_code(status)


def _follow_local_import(ready: stack.Stack, path: Path, options: dict[str, str]) -> importing.Status:
    try:
        return _follow_import(ready.client(), path, options)
    except LocalError as error:
        raise LocalError(f"{error} What the functions said is in {ready.settings.emulator_log}.") from error


def _follow_import(client: ApiClient, path: Path, options: dict[str, str]) -> importing.Status:
    bar = printing.ProgressBar()
    try:
        return importing.import_file(client, path, options, bar)
    except (ApiUnreachable, importing.ImportStalled) as error:
        raise LocalError(str(error)) from error
    finally:
        bar.end()


def api(settings: Settings, given: argparse.Namespace) -> int:
    data = _json(given.data, "--data") if given.data is not None else None
    try:
        answer = stack.up(settings, given.command).client().call(given.method, given.path, data)
    except ApiUnreachable as error:
        raise LocalError(f"The API does not answer: {error}") from error
    print(json.dumps(answer.body, ensure_ascii=False, indent=2))
    if not answer.ok:
        print(f"HTTP {answer.status}", file=sys.stderr)
    return 0 if answer.ok else FAILED


def invoke(settings: Settings, given: argparse.Namespace) -> int:
    """Prints the result, or `{"errorType", "errorMessage"}` and exits 1; what the function logs goes to stderr."""
    event = _json(_read_event(given.event), "The event")
    stack.up(settings, given.command)
    outcome = invoking.invoke(settings, given.function, event)
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


def drop_folder(settings: Settings, given: argparse.Namespace) -> int:
    """The address, or what a `credential_process` prints, and nothing else on stdout."""
    found, email, password = _login(settings, given)
    token, folder = found.sign_in().tokens(email, password)["IdToken"], found.drop_folder
    print(json.dumps(folder.credentials(token)) if given.credentials else folder.address(token))
    return 0


def add_authenticator(settings: Settings, given: argparse.Namespace) -> int:
    found, email, password = _login(settings, given)
    sign_in = found.sign_in()
    sign_in.add_authenticator(email, sign_in.tokens(email, password)["AccessToken"], say)
    print(f"From the next sign-in on, {email} needs the code of the authenticator app.")
    return 0


def _login(settings: Settings, given: argparse.Namespace) -> tuple[site.Site, str, str]:
    """The page that the command means, and whose login; the demo user's on this machine."""
    if remote.elsewhere(given):
        return site.read_site(remote.address(settings, given)), *remote.login()
    return site.read_site(stack.up(settings, given.command).site_url), DEMO_EMAIL, DEMO_PASSWORD


COMMANDS: dict[str, Callable[[Settings, argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "reset": reset,
    "demo": demo,
    "run": serve,
    "import": import_file,
    "api": api,
    "invoke": invoke,
    "drop-folder": drop_folder,
    "authenticator": add_authenticator,
    "page": operating.publish_page,
    "smoke": operating.smoke_test,
    "user": operating.create_user,
    "logs": operating.tail_logs,
}
