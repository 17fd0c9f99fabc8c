"""A taken port is a sentence with what to do."""

import socket

import pytest

from local.emulator.ports import refuse_taken_port
from local.errors import LocalError


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_refused_with_what_to_do(host: str) -> None:
    with socket.socket() as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            LocalError, match=rf"Port {port} is in use by another program. Stop it, or .* EASYCRM_PORT="
        ):
            refuse_taken_port(port)


def test_a_free_port_is_taken_as_it_is() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    refuse_taken_port(port)
