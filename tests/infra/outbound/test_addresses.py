"""Which addresses are public, and that a machine knows its own."""

from ipaddress import ip_address

import pytest

from quarterdeck.infra.outbound import OutboundFailed, OutboundRefused
from quarterdeck.infra.outbound import addresses as module
from quarterdeck.infra.outbound.addresses import checked_addresses, is_own, is_public
from tests.infra.outbound.conftest import to

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0.1.2.3",
    "192.0.0.8",
    "192.0.0.171",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::7f00:1",
    "fe80::1",
    "fc00::1",
    "fdff::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_one_private_address_taints_the_host(address: str) -> None:
    with pytest.raises(OutboundRefused):
        checked_addresses("example.com", 443, resolver=to("93.184.216.34", address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_public_addresses_are_returned_to_be_connected_to(address: str) -> None:
    assert is_public(ip_address(address))
    assert checked_addresses("example.com", 443, resolver=to(address)) == (ip_address(address),)


def test_what_is_listed_may_be_private() -> None:
    assert checked_addresses("deck.lan", 80, private=True, resolver=to("10.1.2.3")) == (ip_address("10.1.2.3"),)


def test_a_public_address_that_this_machine_holds_leads_back_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_own", lambda address: str(address) == "93.184.216.34")

    with pytest.raises(OutboundRefused):
        checked_addresses("example.com", 8000, resolver=to("93.184.216.34"))
    assert checked_addresses("example.com", 8000, resolver=to("93.184.216.35"))


def test_a_machine_knows_its_own_addresses() -> None:
    assert is_own(ip_address("127.0.0.1"))
    assert not is_own(ip_address("93.184.216.34"))


def test_a_name_with_nothing_behind_it_is_a_failure_and_no_refusal() -> None:
    with pytest.raises(OutboundFailed) as failed:
        checked_addresses("example.com", 443, resolver=to())
    assert failed.value.reason == "name"

    with pytest.raises(OutboundFailed):
        checked_addresses("no-such-name.invalid", 443)
