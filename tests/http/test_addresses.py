"""The client address of a request, and the address or network that its rate limits use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.client_address import client_address, limit_key, read_network

PROXY = "10.0.0.1"
TRUSTED = [read_network("10.0.0.0/8"), read_network("fd00::/8")]


def client(peer: str | None, *forwarded: str) -> str:
    return str(client_address(peer, forwarded, TRUSTED))


def test_forwarded_addresses_are_ignored_by_default() -> None:
    assert str(client_address(PROXY, ["203.0.113.7"], [])) == PROXY


def test_an_untrusted_peer_is_the_client_whatever_it_claims() -> None:
    assert client("198.51.100.2", "203.0.113.7, 10.0.0.9") == "198.51.100.2"


def test_the_client_is_the_peer_of_a_trusted_proxy() -> None:
    assert client(PROXY) == PROXY
    assert client(PROXY, "203.0.113.7") == "203.0.113.7"
    assert client("fd00::1", "2001:db8::7") == "2001:db8::7"


@pytest.mark.parametrize(
    "forwarded",
    [
        ["1.1.1.1, 203.0.113.7"],
        ["1.1.1.1,203.0.113.7,10.0.0.2 , 10.0.0.3"],
        ["1.1.1.1", "203.0.113.7", "10.0.0.2"],
        ["10.0.0.9, 203.0.113.7"],
        ["nonsense, 203.0.113.7, fd00::2"],
    ],
)
def test_entries_before_the_last_untrusted_one_are_ignored(forwarded: list[str]) -> None:
    assert client(PROXY, *forwarded) == "203.0.113.7"


def test_if_all_entries_are_trusted_the_client_is_the_first() -> None:
    assert client(PROXY, "10.0.0.3, 10.0.0.2") == "10.0.0.3"


@pytest.mark.parametrize(
    "malformed", ["", " ", "unknown", "1.2.3", "1.2.3.4.5", "_hidden", "[::1]", "1.2.3.4:80", "::g"]
)
def test_a_malformed_entry_ends_the_search(malformed: str) -> None:
    assert client(PROXY, malformed) == PROXY
    assert client(PROXY, f"203.0.113.7, {malformed}, 10.0.0.2") == "10.0.0.2"


@pytest.mark.parametrize("peer", [None, "", "/run/attendance.sock", "@attendance"])
def test_a_peer_without_an_address_has_no_client_address(peer: str | None) -> None:
    assert client_address(peer, ["203.0.113.7"], TRUSTED) is None
    assert limit_key(peer, ["203.0.113.7"], TRUSTED) is None


def test_an_ipv4_mapped_address_equals_the_ipv4_address() -> None:
    assert client("::ffff:10.0.0.1", "::ffff:203.0.113.7") == "203.0.113.7"
    mapped = [read_network("::ffff:10.0.0.0/104"), read_network("::ffff:192.0.2.1")]
    assert mapped == [read_network("10.0.0.0/8"), read_network("192.0.2.1")]
    assert read_network("::/0") == read_network("0::0/0")


def test_the_zone_of_an_address_is_ignored() -> None:
    assert str(client_address("fe80::1%eth0", [], [])) == "fe80::1"
    assert client("fd00::1%2", "203.0.113.7") == "203.0.113.7"


def test_an_ipv6_client_is_limited_by_its_network() -> None:
    first, second = (limit_key(peer, [], []) for peer in ("2001:db8::1", "2001:db8::ffff:1:2:3"))
    assert first == second == "2001:db8::/64"
    assert limit_key("2001:db8:0:1::1", [], []) != first
    assert limit_key("203.0.113.7", [], []) == "203.0.113.7"
    assert limit_key("::ffff:203.0.113.7", [], []) == "203.0.113.7"


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_a_direct_request_from_this_machine_is_not_limited(peer: str) -> None:
    assert limit_key(peer, [], []) is None
    assert limit_key(peer, [], [read_network("127.0.0.0/8"), read_network("::1")]) is None


@pytest.mark.parametrize("claim", ["203.0.113.7", "127.0.0.1", "", "nonsense"])
def test_an_untrusted_proxy_on_this_machine_is_itself_limited(claim: str) -> None:
    assert limit_key("127.0.0.1", [claim], []) == "127.0.0.1"


def test_every_client_of_a_trusted_local_proxy_is_limited() -> None:
    trusted = [read_network("127.0.0.1")]
    assert limit_key("127.0.0.1", ["203.0.113.7"], trusted) == "203.0.113.7"
    assert limit_key("127.0.0.1", ["127.0.0.1"], trusted) == "127.0.0.1"
    assert limit_key("127.0.0.1", ["nonsense"], trusted) == "127.0.0.1"


@pytest.mark.parametrize("text", ["", "localhost", "10.0.0.1/8", "10.0.0.0/33", "*", "10.0.0"])
def test_an_invalid_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_network(text)


ENTRY = st.one_of(st.ip_addresses().map(str), st.text(max_size=20))


@given(ENTRY, st.lists(ENTRY), st.lists(ENTRY))
def test_no_claim_of_a_client_changes_its_address(
    stranger: str, claims: list[str], other_claims: list[str]
) -> None:
    """Whatever the client sends, the proxy appends the client's address."""
    peer = "198.51.100.2"
    assert client(peer, *claims) == peer
    assert client(PROXY, *claims, peer) == client(PROXY, *other_claims, peer) == peer
    limit_key(stranger, claims, TRUSTED)
