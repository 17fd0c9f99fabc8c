"""The commands and their arguments; what each does is in `commands`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from local.emulator import interrupts
from local.operating.printing import say

INTERRUPTED = 130
ENVIRONMENTS = ("local", "dev", "staging", "prod")


def parser() -> argparse.ArgumentParser:
    """All commands; `command` is the name of the one that was chosen."""
    main = argparse.ArgumentParser(
        prog="python -m local",
        description="EasyCRM on this machine: the stack of template.yaml on an emulator, at port EASYCRM_PORT (4566).",
    )
    commands = main.add_subparsers(required=True, metavar="COMMAND", dest="command")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    command("up", "start in the background and return when ready; deploys what has changed")
    command("down", "stop cleanly, keeping everything")
    command("reset", "stop and forget everything: leads, uploads, accounts")
    command("demo", "start, import examples/*.xlsx, show the result, serve until Ctrl-C")
    command("run", "start and serve until Ctrl-C")
    sub = command("import", "import one file through the API (exit code 0 completed, 3 partial, 4 failed or cancelled)")
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Excel file")
    sub.add_argument("--json", action="store_true", help="print the final status body, and nothing else, on stdout")
    sub.add_argument("--country", metavar="SG", help="where phone numbers without a country code are from")
    existing = ("update", "replace", "fill", "skip")
    sub.add_argument("--existing", choices=existing, help="what happens to leads that are stored already")
    sub.add_argument(
        "--encoding", metavar="windows-1250", help="of a text file; without it, it is found by its letters"
    )
    _add_where(sub)
    sub = command("drop-folder", "print where this login may put files with any S3 client")
    sub.add_argument("--credentials", action="store_true", help="print what an AWS profile's credential_process has to")
    _add_where(sub)
    _add_where(command("authenticator", "make this login need the code of an authenticator app, too"))
    sub = command("api", "call the API as the demo user; prints the JSON answer (exit code 1 for an error)")
    sub.add_argument("method", metavar="METHOD", type=str.upper, help="GET, POST ...")
    sub.add_argument("path", metavar="PATH", help="for example /leads?page=1")
    sub.add_argument("--data", metavar="JSON", help="the body")
    sub = command("invoke", "run one function of the template here, with the environment of the deployed one")
    sub.add_argument("function", metavar="FUNCTION", help="its name in template.yaml, such as ParseWorkbookFunction")
    sub.add_argument("-e", "--event", metavar="EVENT", required=True, help="a JSON file, or - for stdin")
    _add_operating(command)
    return main


def _add_operating(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The commands for an operator, which need AWS credentials."""
    sub = command("page", "upload what changed of the page, and invalidate that")
    _add_operated(sub)
    sub = command("smoke", "import ten made-up rows, look for the leads, clean up (exit code 0 when all is well)")
    _add_where(sub)
    _add_profile(sub)
    sub.add_argument("--keep", action="store_true", help="leave what was imported; then AWS credentials are not needed")
    sub = command("user", "invite a user by email, unless there already")
    sub.add_argument("email", metavar="EMAIL")
    sub.add_argument("--operator", action="store_true", help="one who may end uploads that are stuck")
    _add_operated(sub)
    sub = command("logs", "print what the functions said")
    sub.add_argument("--minutes", type=int, default=10, metavar="N", help="from how long ago (10)")
    of_one = sub.add_mutually_exclusive_group()
    of_one.add_argument("--upload", metavar="ID", help="of one upload only")
    of_one.add_argument("--request", metavar="ID", help="of one call of the API only, by the requestId of its answer")
    sub.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    _add_operated(sub)
    sub = command("audit", "print who exported leads, and who ended or retried imports")
    sub.add_argument("--days", type=int, default=30, metavar="N", help="from how long ago (30)")
    sub.add_argument("--user", default="", metavar="EMAIL", help="of one user only, by email or by the user's id")
    sub.add_argument("--lead", default="", metavar="ID", help="only what names one lead")
    sub.add_argument("--upload", default="", metavar="ID", help="only what names one upload")
    _add_operated(sub)


def _add_env(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--env", choices=ENVIRONMENTS, default="local", help="which environment (local)")


def _add_operated(sub: argparse.ArgumentParser) -> None:
    """Where a command that needs AWS credentials works, and whose they are."""
    _add_env(sub)
    _add_profile(sub)


def _add_profile(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--profile", metavar="NAME", help="whose AWS credentials, with --env (or AWS_PROFILE)")


def _add_where(sub: argparse.ArgumentParser) -> None:
    """Where a command that needs a CRM login, and no AWS credentials, works."""
    _add_env(sub)
    sub.add_argument("--site", metavar="URL", help="the address of its page (or EASYCRM_SITE, with --env)")


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    interrupts.listen()
    try:
        options = parser().parse_args(arguments)
        # The SDK takes half a second to load: not for --help, and not where Ctrl-C would show a traceback.
        from local import commands

        return commands.run(options)
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
