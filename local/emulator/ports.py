"""Whether a port is free, said in words."""

import contextlib
import socket

from local.errors import LocalError


def refuse_taken_port(port: int) -> None:
    """Raises LocalError when something listens on the port, or it may not be used."""
    advice = f"Stop it, or choose another port, for example: EASYCRM_PORT={port + 10} make demo"
    for host in ("127.0.0.1", "::1"):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=2):
            raise LocalError(f"Port {port} is in use by another program. {advice}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise LocalError(f"Port {port} needs rights that you do not have. {advice}") from None
        except OSError:
            raise LocalError(f"Port {port} is in use by another program. {advice}") from None
