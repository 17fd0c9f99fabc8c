"""Single states of the machine with mocked results: what AWS's TestState says of them, or else the second engine.

    python -m tests.judges.single_states      # the cases are in single_states.toml

With credentials of AWS (the usual chain; AWS_PROFILE, AWS_DEFAULT_REGION) every case is one call of TestState, which
creates nothing, and AWS validates the definition. Without, each state is a machine of its own on the second engine, and
what only AWS can tell is counted. Exits 1 when a state does otherwise than expected.
"""

import logging
import sys
from collections import Counter
from collections.abc import Callable, Collection
from operator import eq, le

from boto3 import Session
from botocore.exceptions import BotoCoreError, ClientError

from tests.judges.by_second_engine import by_second_engine
from tests.judges.by_test_state import by_test_state, refusals_of_definition
from tests.judges.state_cases import Judge, cases, differences, untold

ONLY_AWS_TELLS = ("retrier",)


def main() -> int:
    session = Session()
    if session.get_credentials() is None:
        sys.stdout.write("No credentials of AWS: every state by the second engine.\n")
        return judged(by_second_engine, eq, ONLY_AWS_TELLS)
    if session.region_name is None:
        sys.exit("Credentials of AWS, but no region: set AWS_DEFAULT_REGION.")
    client = session.client("stepfunctions")
    sys.stdout.write(f"Credentials of AWS: every state by TestState in {session.region_name}.\n")
    try:
        otherwise = judged(by_test_state(client), le)
        refusals = refusals_of_definition(client)
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"AWS does not answer: {error}")
    sys.stdout.write(
        "".join(f"{line}\n" for line in [*refusals, f"AWS refuses {len(refusals)} things of the definition."])
    )
    return otherwise or int(bool(refusals))


def judged(judge: Judge, wait_agrees: Callable[[float, float], bool], may_be_untold: Collection[str] = ()) -> int:
    """Prints what is otherwise than expected, and counts what a judge cannot tell; the exit code."""
    import tests.support.functions_environment  # noqa: F401 - the definition is read as the translator leaves it

    logging.disable()  # the engine logs every error that it goes on from
    try:
        outcomes = [(case, judge(case)) for case in cases()]
    finally:
        logging.disable(logging.NOTSET)
    otherwise = [line for case, outcome in outcomes for line in differences(case, outcome, wait_agrees)]
    missing = [(case["name"], name) for case, outcome in outcomes for name in untold(case, outcome)]
    otherwise += [f"{case}: {name} is not told" for case, name in missing if name not in may_be_untold]
    lines = [*otherwise, f"{len(outcomes)} cases, {len(otherwise)} things otherwise than expected."]
    if left := Counter(name for _, name in missing if name in may_be_untold):
        facts = ", ".join(f"{name} ({times})" for name, times in sorted(left.items()))
        lines.append(f"What AWS alone can tell, {left.total()} of what is expected: {facts}.")
    sys.stdout.write("\n".join([*lines, ""]))
    return int(bool(otherwise))


if __name__ == "__main__":
    sys.exit(main())
