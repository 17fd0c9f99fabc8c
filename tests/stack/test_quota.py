"""A new account of AWS runs ten functions at once: an import leaves some for the page, and the eleventh is refused."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import settings

from local.emulator import aws
from local.emulator.environment import FUNCTIONS_AT_ONCE
from tests.stack.throttling import slow_tables
from tests.support.world import World, wait_for

SLICES = 5
"""MapConcurrency."""

MOST_SECONDS = 3.0
"""For an answer while an import runs; on a busy machine it says nothing, so only the thorough profile looks."""


def _answer(world: World, method: str, path: str) -> int:
    begun = time.monotonic()
    status = world.client.call(method, path).status
    assert settings.get_current_profile_name() != "thorough" or time.monotonic() - begun < MOST_SECONDS
    return status


def test_beside_an_import_the_page_is_answered_and_the_eleventh_call_is_refused(world: World) -> None:
    people = [[f"Person {n}", f"p{n}@example.com"] for n in range(SLICES * 300)]
    functions = aws.client(world.stack.settings, "lambda")
    with slow_tables(world, "UpsertSlice") as slices, slow_tables(world, "ListUploads") as lists:
        upload_id = world.start_upload(world.csv("people.csv", ["Name", "Email"], people))
        wait_for(lambda: slices.waiting >= SLICES)

        assert _answer(world, "GET", "/leads") == 200
        assert _answer(world, "GET", f"/status/{upload_id}") == 200
        with ThreadPoolExecutor(FUNCTIONS_AT_ONCE) as pool:
            others = [pool.submit(world.client.call, "GET", "/uploads") for _ in range(FUNCTIONS_AT_ONCE - SLICES)]
            wait_for(lambda: lists.waiting >= len(others))
            assert _refusal(functions, world.function_name("ListLeads")) == "TooManyRequestsException"
            patient = pool.submit(world.client.call, "GET", "/leads")
            lists.release()
            assert patient.result().status == 200
            assert [other.result().status for other in others] == [200] * len(others)
        assert _answer(world, "POST", f"/status/{upload_id}/cancel") == 202
        slices.release()

    assert world.follow(upload_id)["status"] == "cancelled"


def _refusal(functions: Any, name: str) -> str:
    try:
        functions.invoke(FunctionName=name, Payload=b"{}")
    except functions.exceptions.TooManyRequestsException as error:
        return str(error.response["Error"]["Code"])
    return "none"
