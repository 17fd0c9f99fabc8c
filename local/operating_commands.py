"""What each command for any stack does: import, drop-folder, authenticator, page, smoke, user, logs, audit."""

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from local import byte_code, which_stack
from local.errors import LocalError, UsageError
from local.operating import importing, logs, page, printing, quotas, site, smoke, users
from local.operating.client import ApiClient, ApiUnreachable
from local.operating.printing import say
from local.operating.targets import Target
from local.settings import Settings


def import_file(settings: Settings, arguments: argparse.Namespace) -> int:
    """Imports one file and prints what became of its rows; the exit code says the same."""
    path: Path = arguments.file
    if not path.is_file():
        raise UsageError(f"There is no file {path}.")
    options = {name: value for name in ("country", "existing", "encoding") if (value := getattr(arguments, name))}
    client = which_stack.client(settings, arguments)
    status = follow_import(client, path, options, None if which_stack.elsewhere(arguments) else settings)
    print(json.dumps(status, ensure_ascii=False, indent=2) if arguments.json else printing.summary(path.name, status))
    return importing.exit_code(status)


def follow_import(
    client: ApiClient,
    path: Path,
    options: dict[str, str],
    here: Settings | None = None,
    seen: importing.Status | None = None,
) -> importing.Status:
    """The final status of one file's import, with a progress bar on the way; `seen` is brought up to each status.

    `here` are the settings of this machine's stack, if it is that one. Raises LocalError, which then names its log.
    """
    bar = printing.ProgressBar()

    def show(status: importing.Status) -> None:
        if seen is not None:
            seen.update(status)
        bar(status)

    try:
        return importing.import_file(client, path, options, show)
    except (ApiUnreachable, importing.ImportStalled) as error:
        log = f" What the functions said is in {here.emulator_log}." if here else ""
        raise LocalError(f"{error}{log}") from error
    finally:
        bar.end()


def drop_folder(settings: Settings, arguments: argparse.Namespace) -> int:
    """The address, or what a `credential_process` prints, and nothing else on stdout."""
    login = which_stack.login(settings, arguments)
    token, folder = login.site.sign_in().tokens(login.email, login.password)["IdToken"], login.site.drop_folder
    print(json.dumps(folder.credentials(token)) if arguments.credentials else folder.address(token))
    return 0


def add_authenticator(settings: Settings, arguments: argparse.Namespace) -> int:
    """Shows the key for the app, and asks for the first code of it."""
    login = which_stack.login(settings, arguments)
    sign_in = login.site.sign_in()
    sign_in.add_authenticator(login.email, sign_in.tokens(login.email, login.password)["AccessToken"], say)
    print(f"From the next sign-in on, {login.email} needs the code of the authenticator app.")
    return 0


def publish_page(settings: Settings, arguments: argparse.Namespace) -> int:
    """Uploads what changed of the page, invalidates that, and notes the page's address for `import --env`."""
    to = which_stack.target(settings, arguments)
    changed = page.publish(to.client("s3"), to.client("cloudfront"), to.outputs, settings.root / "frontend")
    site.remember(which_stack.sites_file(settings), arguments.env, to.outputs["SiteUrl"])
    print("\n".join([*changed, f"{len(changed)} files changed at {to.outputs['SiteUrl']}"]))
    return 0


def smoke_test(settings: Settings, arguments: argparse.Namespace) -> int:
    """Exit code 0 when everything was as it should be. A run that fails leaves its upload, to be looked at.

    Ctrl-C ends it, and what it has imported is taken away all the same; a second Ctrl-C leaves that.
    """
    if arguments.site and arguments.env == "local" and not arguments.keep:
        raise UsageError("With --site say --keep, or by --env which stack is to be cleaned up.")
    operated = None if arguments.keep else which_stack.target(settings, arguments)
    client = _smoke_client(settings, arguments, operated)
    seen: importing.Status = {}
    try:
        _import_and_look(client, seen)
        upload_id = str(seen["uploadId"])
        if operated:
            smoke.clean_up(operated, upload_id)
    except KeyboardInterrupt:
        if "uploadId" in seen:
            _after_interrupt(client, str(seen["uploadId"]), operated)
        raise
    print(f"The smoke test of {arguments.site or arguments.env} passed.")
    say("Cleaned up." if operated else smoke.LEFT.format(upload=upload_id))
    if operated:
        print("\n".join(quotas.report(operated)))
        if arguments.env != "local":
            print(byte_code.report(operated))
    return 0


def _import_and_look(client: ApiClient, seen: importing.Status) -> None:
    """Raises LocalError unless all is well; `seen` is the last status, from when the upload has an id."""
    with TemporaryDirectory() as folder:
        path, run = smoke.write_file(Path(folder))
        smoke.check_import(follow_import(client, path, {}, seen=seen))
    try:
        smoke.check_leads(client, run)
    except ApiUnreachable as error:
        raise LocalError(str(error)) from error


def _after_interrupt(client: ApiClient, upload_id: str, operated: Target | None) -> None:
    """Ends the import and takes away what it stored: an import that goes on would store it again."""
    left = smoke.LEFT.format(upload=upload_id)
    if operated is None:
        say(left)
        return
    say("Interrupted; ending the import and cleaning up (Ctrl-C again leaves what there is) ...")
    try:
        client.call("POST", f"/status/{upload_id}/cancel")
        importing.follow(client, upload_id, lambda _status: None)
        smoke.clean_up(operated, upload_id)
    except KeyboardInterrupt:
        say(left)
        raise
    except (ApiUnreachable, importing.ImportStalled) as error:
        raise LocalError(f"{error} {left}") from error
    say("Cleaned up.")


def _smoke_client(settings: Settings, arguments: argparse.Namespace, operated: Target | None) -> ApiClient:
    """By the page's address, as a user comes; the demo user on the local stack."""
    if which_stack.elsewhere(arguments):
        arguments.site = arguments.site or (operated.outputs["SiteUrl"] if operated else None)
    return which_stack.login(settings, arguments).client()


def create_user(settings: Settings, arguments: argparse.Namespace) -> int:
    """Invites the user unless there already, and says so."""
    users.check_email(arguments.email)
    to, email = which_stack.target(settings, arguments), arguments.email
    created = users.ensure_user(to.client("cognito-idp"), to.outputs["UserPoolId"], email, arguments.operator)
    print(f"{email} {'was invited by email' if created else 'is there already'}.")
    if arguments.operator:
        print(f"{email} may end uploads that are stuck.")
    return 0


def tail_logs(settings: Settings, arguments: argparse.Namespace) -> int:
    """Prints what there is, oldest first; with `--follow` until Ctrl-C."""
    to = which_stack.standing(settings, arguments)
    since, group = int((time.time() - arguments.minutes * 60) * 1000), f"/{to.stack_name}/functions"
    named = {logs.UPLOAD: arguments.upload, logs.REQUEST: arguments.request}
    about = next(((key, value) for key, value in named.items() if value), None)
    for line in logs.lines(to.client("logs"), group, since, about, arguments.follow):
        print(line, flush=True)
    return 0


def read_audit(settings: Settings, arguments: argparse.Namespace) -> int:
    """Prints the lines of the audit log, oldest first, as they were written: a JSON object each."""
    to = which_stack.standing(settings, arguments)
    if logs.AUDIT_LOG not in to.outputs:
        raise LocalError("This stack has no audit log; deploy this version first.")
    since = int((time.time() - arguments.days * 86_400) * 1000)
    about = logs.Audited(arguments.user, arguments.lead, arguments.upload)
    for line in logs.audit_lines(to.client("logs"), to.outputs[logs.AUDIT_LOG], since, about):
        print(line, flush=True)
    return 0
