"""The commands and their arguments; what each does is in `commands`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from local import interrupts
from local.printing import say

INTERRUPTED = 130


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
    sub = command("api", "call the API as the demo user; prints the JSON answer (exit code 1 for an error)")
    sub.add_argument("method", metavar="METHOD", type=str.upper, help="GET, POST ...")
    sub.add_argument("path", metavar="PATH", help="for example /leads?page=1")
    sub.add_argument("--data", metavar="JSON", help="the body")
    sub = command("invoke", "run one function of the template here, with the environment of the deployed one")
    sub.add_argument("function", metavar="FUNCTION", help="its name in template.yaml, such as ParseWorkbookFunction")
    sub.add_argument("-e", "--event", metavar="EVENT", required=True, help="a JSON file, or - for stdin")
    return main


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    interrupts.listen()
    try:
        given = parser().parse_args(arguments)
        # The SDK takes half a second to load: not for --help, and not where Ctrl-C would show a traceback.
        from local import commands

        return commands.run(given)
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
