"""The commands. Each is a function of its arguments in `commands`; here is only what argparse needs to know."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local import commands, environment, interrupts
from local.errors import FAILED, LocalError
from local.printing import say
from local.settings import read_settings

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments; `run` is the function that does it."""
    main = argparse.ArgumentParser(
        prog="python -m local",
        description="EasyCRM on this machine: the stack of template.yaml on an emulator, at port EASYCRM_PORT (4566).",
    )
    add = main.add_subparsers(required=True, metavar="command").add_parser

    def command(name: str, run: commands.Command, text: str) -> argparse.ArgumentParser:
        sub = add(name, help=text, description=text)
        sub.set_defaults(run=run, command=name)
        return sub

    command("up", commands.up, "start in the background and return when ready; deploys what has changed")
    command("down", commands.down, "stop cleanly, keeping everything")
    command("reset", commands.reset, "stop and forget everything: leads, uploads, accounts")
    command("demo", commands.demo, "start, import examples/*.xlsx, show the result, serve until Ctrl-C")
    command("run", commands.serve, "start and serve until Ctrl-C")
    sub = command(
        "import", commands.import_file, "import one file through the API (exit 0 completed, 3 partial, 4 failed)"
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Excel file")
    sub.add_argument("--json", action="store_true", help="print the final status body, and nothing else, on stdout")
    sub.add_argument("--country", metavar="SG", help="where phone numbers without a country code are from")
    sub.add_argument(
        "--existing", choices=("update", "replace", "fill", "skip"), help="what happens to leads already stored"
    )
    sub = command("api", commands.api, "call the API as the demo user; prints the JSON answer (exit 1 for an error)")
    sub.add_argument("method", metavar="METHOD", type=str.upper, help="GET, POST ...")
    sub.add_argument("path", metavar="PATH", help="for example /leads?page=1")
    sub.add_argument("--data", metavar="JSON", help="the body")
    sub = command(
        "invoke", commands.invoke, "run one function of the template here, with the deployed one's environment"
    )
    sub.add_argument(
        "function", metavar="FUNCTION", help="its name in template.yaml, for example ParseWorkbookFunction"
    )
    sub.add_argument("-e", "--event", metavar="EVENT", required=True, help="a JSON file, or - for stdin")
    return main


def main(arguments: Sequence[str]) -> int:
    """Runs one command; every error that we know ends as a sentence on stderr."""
    given = parser().parse_args(arguments)
    interrupts.listen()
    try:
        settings = read_settings(os.environ)
        environment.enter(settings)
        return int(given.run(settings, given))
    except LocalError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has had enough; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        say(f"The system refused something: {error}")
        return FAILED
    except (BotoCoreError, ClientError) as error:
        say(f"The local stack did not answer as it should: {error}\nStop it with `python -m local down` and try again.")
        return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
