"""Whose address a request counts for. Pure."""

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
"""The network that a home or an office of one's own has at least in IPv6 (RFC 6177, section 2)."""

MAPPED_BITS = 96
"""What stands before an IPv4 address that is written as an IPv6 one (RFC 4291, section 2.5.5.2)."""


def read_network(text: str) -> Network:
    """A network in CIDR form, or one address. Raises `ValueError`."""
    network = ip_network(text)
    if isinstance(network, IPv6Network) and network.prefixlen >= MAPPED_BITS:
        mapped = network.network_address.ipv4_mapped
        if mapped:
            return IPv4Network((mapped, network.prefixlen - MAPPED_BITS))
    return network


def is_loopback(host: str) -> bool:
    """Whether a server that listens on this name or address is reached from this machine only."""
    address = _read_address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def client_address(
    peer: str | None, forwarded: Sequence[str], trusted: Collection[Network]
) -> Address | None:
    """The address that a request comes from, as far as those it came through can be believed.

    `peer`: who is at the other end of the connection; `None` comes back where that is no address.
    `forwarded`: the values of `X-Forwarded-For`. Each proxy adds at the right who came to it, so
    the way back is from the right, and ends at the first who is not `trusted`: what stands left of
    that, they may have made up. It also ends before what is no address.
    """
    address = _read_address(peer or "")
    told = ",".join(forwarded).split(",")
    while address and told and any(address in network for network in trusted):
        next_address = _read_address(told.pop())
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
    """An address in the one form it is compared in; `None` where the text is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # Without its zone (`%eth0`), which is this machine's own word for where it is.
        return address.ipv4_mapped or IPv6Address(int(address))
    return address
