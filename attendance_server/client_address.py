"""The address of the client that sent a request, behind proxies or not. Pure."""

from collections.abc import Collection, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

HOME_BITS = 64
"""The prefix length of the smallest IPv6 network of a home or an office (RFC 6177, section 2)."""

MAPPED_BITS = 96
"""The prefix length of IPv4 addresses in IPv6 form (RFC 4291, section 2.5.5.2)."""


def read_network(text: str) -> Network:
    """The network that a text names, in CIDR form or as a single address. Raises `ValueError`."""
    network = ip_network(text)
    if isinstance(network, IPv6Network) and network.prefixlen >= MAPPED_BITS:
        mapped = network.network_address.ipv4_mapped
        if mapped:
            return IPv4Network((mapped, network.prefixlen - MAPPED_BITS))
    return network


def is_loopback(host: str) -> bool:
    """Whether a server that listens on this host can be reached from this machine only."""
    address = _read_address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def client_address(
    peer: str | None, forwarded: Sequence[str], trusted: Collection[Network]
) -> Address | None:
    """The address that a request comes from, as far as the proxies on its way can be trusted.

    `peer` is the other end of the connection; if it is not an address, `None` is returned.
    `forwarded` are the values of `X-Forwarded-For`. Each proxy appends the address that connected
    to it, so they are followed from the right, up to the first address that is not `trusted`: it
    may have made up everything to its left. They also end at anything that is not an address.
    """
    address = _read_address(peer or "")
    hops = ",".join(forwarded).split(",")
    while address and hops and any(address in network for network in trusted):
        next_address = _read_address(hops.pop())
        if next_address is None:
            break
        address = next_address
    return address


def limit_key(
    peer: str | None, forwarded: Sequence[str], trusted: Collection[Network]
) -> str | None:
    """What limits per address count a request under, or `None` where they do not apply to it.

    Arguments as for `client_address`. An IPv6 client counts as its network, since it can use any
    address in it. Limits do not apply to clients that connect directly from this machine; a proxy
    on this machine passes on requests from anywhere, whether it is trusted or not.
    """
    address = client_address(peer, forwarded, trusted)
    if address is None or (address.is_loopback and not forwarded):
        return None
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), HOME_BITS), strict=False))
    return str(address)


def _read_address(text: str) -> Address | None:
    """An address in the form in which addresses are compared, or `None` if the text is not one."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # Without its zone (`%eth0`), which has a meaning on this machine only.
        return address.ipv4_mapped or IPv6Address(int(address))
    return address
