"""Reach a scheduler of dask.distributed, or say in one sentence why that cannot be."""

from __future__ import annotations

import logging
import re
import ssl
from typing import Any

from distributed import Client
from distributed.security import Security

from grader.sandbox.host.isolation import SandboxError

_SECONDS_TO_CONNECT = 10.0
_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}")


def need_address(address: str) -> None:
    """See that this can be the address of a scheduler.

    Raises:
        SandboxError: it cannot.
    """
    if _ADDRESS.fullmatch(address) is None:
        raise SandboxError(f"expected the address of a scheduler, such as tls://10.0.0.1:8786, got {address!r}")


def connected(address: str) -> Any:
    """Return a client of a scheduler; for tls:// with the certificates that dask's settings name.

    Raises:
        SandboxError: the address is none, nobody answers, or there are no certificates.
    """
    need_address(address)
    for name in ("distributed", "distributed.client"):  # what they have to say is told in sentences
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if address.startswith("tls:"):
        _need_certificates(address)
    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False, name="grader")
    except OSError as error:
        told = "none that takes the certificate shown" if address.startswith("tls:") else "none"
        raise SandboxError(
            f"{address}: expected a scheduler there, got {told}: start one with `dask scheduler`, see docs/cluster.md"
        ) from error


def is_open_to_others(address: str) -> bool:
    """Without certificates a scheduler obeys everybody; one that listens on this machine alone, all users of it."""
    scheme, _, place = address.rpartition("://")
    return scheme != "tls" and not place.startswith(("127.", "[::1]", "localhost"))


def _need_certificates(address: str) -> None:
    try:
        if Security().get_connection_args("client").get("ssl_context") is not None:
            return
        why = "dask's settings name none"
    except (OSError, ssl.SSLError) as error:
        why = f"those of dask's settings cannot be read ({error})"
    raise SandboxError(f"{address}: expected a key and certificates to show, but {why}: see docs/cluster.md")
