"""Names resolved, checked and pinned: the address that was checked is the address that is dialled."""

import ipaddress
import socket
from collections.abc import Iterable

import httpcore
import httpx

from signals.failures import Permanent, PullFailed

# Where clouds give a machine its own credentials: of AWS, Google, Azure, Alibaba, Oracle. The others are link-local.
METADATA = tuple(
    map(ipaddress.ip_network, ("fd00:ec2::/32", "fd20:ce::254", "168.63.129.16", "100.100.100.200", "192.0.0.192"))
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")

PRIVATE_MEANT = (
    "If that is meant, set ARC_OUTBOUND_ALLOW_PRIVATE=1 and tick “It has a private or loopback address” of the source "
    "(`allow_private: true` in a sources file)."
)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: not private, loopback, link-local, reserved or multicast."""
    ip = _meant(address)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not is_never_reached(address)


def is_never_reached(address: str) -> bool:
    """Whether an address stays refused whatever is allowed: link-local, or where a cloud gives out credentials."""
    ip = _meant(address)
    return ip.is_link_local or any(ip in network for network in METADATA)


def _meant(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address, without a zone; of one that only wraps an address of version 4, that one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def checked(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host. Raises PullFailed where it has none, Permanent where one is not allowed or never reached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise PullFailed(f"The name {host} could not be resolved.", "Check the address of the source.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if never := [address for address in addresses if is_never_reached(address)]:
        raise Permanent(
            f"{host} is at {never[0]}, where machines find each other and clouds give out credentials. It is never reached.",
            "Give the source the address of the system itself.",
        )
    if not allow_private and (refused := [address for address in addresses if not is_public(address)]):
        raise Permanent(
            f"{host} is at {refused[0]}, a private address, which this console does not reach.",
            PRIVATE_MEANT,
        )
    return addresses


class PinnedBackend(httpcore.SyncBackend):
    """Resolves a name itself, refuses what it may not reach, and connects to the very address it checked."""

    def __init__(self, *, allow_private: bool):
        self.allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers. Raises Permanent where one is not allowed."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in checked(host, port, allow_private=self.allow_private):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                error = problem
        raise error


class PinnedTransport(httpx.HTTPTransport):
    """httpx's transport over the pinned backend; it reads no proxy from the environment."""

    def __init__(self, *, allow_private: bool):
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_connections=4, network_backend=PinnedBackend(allow_private=allow_private)
        )
