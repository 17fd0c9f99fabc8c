"""AWS clients of whoever has a login and no AWS account: they carry no credentials, and look for none."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.config import Config

# Without this a profile that AWS_PROFILE names would have to be there.
_NO_PROFILE = {"profile": (None, None, None, None)}

T = TypeVar("T")


def client(service: str, region: str, url: str, config: Config) -> Any:
    """A client of one service at `url`. `config` has its timeouts and tries; nothing is signed."""
    made: Any = boto3.Session(botocore_session=botocore.session.Session(session_vars=_NO_PROFILE))
    unsigned = config.merge(Config(signature_version=UNSIGNED))
    return made.client(service, region_name=region, endpoint_url=url, config=unsigned)


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises; TimeoutError after `seconds` by the clock on the wall.

    A socket's own timeout is for each piece of an answer, and one that drips would be waited for without end.
    """
    answer: Future[T] = Future()

    def work() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the answer is waited for
            answer.set_exception(error)

    # A daemon, for which a program that has given up does not wait when it ends.
    Thread(target=work, daemon=True).start()
    return answer.result(seconds)
