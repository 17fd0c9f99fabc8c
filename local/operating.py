"""The commands of an operator, for every environment: page, smoke, user, logs. Each may be repeated."""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from local import accounts, importing, logs, page, printing, remote, site, smoke
from local.client import ApiClient, ApiUnreachable
from local.errors import LocalError, UsageError
from local.printing import say
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, Settings
from local.targets import Target, target


def publish_page(settings: Settings, given: argparse.Namespace) -> int:
    """Uploads what changed of the page, invalidates that, and notes the page's address for `import --env`."""
    to = target(settings, given.env)
    changed = page.publish(to.client("s3"), to.client("cloudfront"), to.outputs, settings.root / "frontend")
    site.remember(remote.sites_file(settings), given.env, to.outputs["SiteUrl"])
    print("\n".join([*changed, f"{len(changed)} files changed at {to.outputs['SiteUrl']}"]))
    return 0


def smoke_test(settings: Settings, given: argparse.Namespace) -> int:
    """Exit code 0 when everything was as it should be. A run that fails leaves its upload, to be looked at."""
    if given.site and given.env == "local" and not given.keep:
        raise UsageError("With --site say --keep, or by --env which stack is to be cleaned up.")
    operated = None if given.keep else target(settings, given.env)
    client = _smoke_client(settings, given, operated)
    bar = printing.ProgressBar()
    try:
        with TemporaryDirectory() as folder:
            path, run = smoke.write_file(Path(folder))
            status = importing.import_file(client, path, {}, bar)
        smoke.check_import(status)
        smoke.check_leads(client, run)
    except (ApiUnreachable, importing.ImportStalled) as error:
        raise LocalError(str(error)) from error
    finally:
        bar.end()
    upload_id = status["uploadId"]
    if operated:
        smoke.clean_up(operated, upload_id)
    print(f"The smoke test of {given.site or given.env} passed.")
    say("Cleaned up." if operated else smoke.LEFT.format(upload=upload_id))
    return 0


def _smoke_client(settings: Settings, given: argparse.Namespace, operated: Target | None) -> ApiClient:
    """By the page's address, as a user comes; the demo user on the local stack."""
    if remote.elsewhere(given):
        given.site = given.site or (operated.outputs["SiteUrl"] if operated else None)
        return remote.client(settings, given)
    local = operated or target(settings, given.env)
    return site.read_site(local.outputs["SiteUrl"]).client(DEMO_EMAIL, DEMO_PASSWORD)


def create_user(settings: Settings, given: argparse.Namespace) -> int:
    to = target(settings, given.env)
    created = accounts.ensure_user(to.client("cognito-idp"), to.outputs["UserPoolId"], given.email, given.operator)
    print(f"{given.email} {'was invited by email' if created else 'is there already'}.")
    if given.operator:
        print(f"{given.email} may end uploads that are stuck.")
    return 0


def tail_logs(settings: Settings, given: argparse.Namespace) -> int:
    """Prints what there is, oldest first; with `--follow` until Ctrl-C."""
    to = target(settings, given.env)
    since = int((time.time() - given.minutes * 60) * 1000)
    for line in logs.lines(to.client("logs"), f"/{to.stack_name}/functions", since, given.upload, given.follow):
        print(line, flush=True)
    return 0
