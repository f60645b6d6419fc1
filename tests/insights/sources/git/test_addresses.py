import socket
from collections.abc import Sequence

import pytest

from quarterdeck.insights.sources.git.addresses import RemoteUrl, parse_url, pinned_addresses
from quarterdeck.insights.sources.git.errors import HostUnknown, PrivateAddress, UnsafeUrl


def to(*addresses: str) -> "StubResolver":
    return StubResolver(addresses)


class StubResolver:
    """Answers every name with the same addresses, and remembers what it was asked."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.addresses


HTTPS = RemoteUrl("https", "example.com", 443, "/a/b.git")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://example.com/a/b.git", "https://example.com/a/b.git"),
        ("https://Example.COM:8443/~ann/b_c.d+e", "https://example.com:8443/~ann/b_c.d+e"),
        ("https://example.com:443/a", "https://example.com/a"),
    ],
)
def test_plain_https_is_taken(url: str, text: str) -> None:
    assert parse_url(url).text == text


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c id",
        "EXT::sh -c id",
        "eXt::https://example.com/a",
        "file:///etc",
        "FILE:///etc",
        "/etc",
        "../clone",
        "--upload-pack=id",
        "-uid",
        "http://example.com/a",
        "HTTPS://example.com/a",
        "ssh://git@example.com/a",
        "git@example.com:a/b.git",
        "git://example.com/a",
        "ftp://example.com/a",
        "https::https://example.com/a",
        "https:example.com/a",
        "https://user@example.com/a",
        "https://user:secret@example.com/a",
        "https://example.com@127.0.0.1/a",
        "https://example.com/a?service=x",
        "https://example.com/a#x",
        "https://example.com/../a",
        "https://example.com/--upload-pack=id",
        "https://example.com/",
        "https://example.com",
        "https:///a",
        "https://-oProxyCommand=id/a",
        "https://example.com:0/a",
        "https://example.com:99999/a",
        "https://example.com:x/a",
        "https://[::1]/a",
        "https://[::1/a",
        "https://exa mple.com/a",
        "https://example.com/a b",
        "https://example.com/a\nb",
        "https://example.com/a\tb",
        "https://example.com\\@127.0.0.1/a",
        "https://ex\u0430mple.com/a",
        "https://example.com/" + "a" * 2_000,
        "",
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(UnsafeUrl) as caught:
        parse_url(url)
    assert not url or url not in caught.value.text


def test_other_schemes_only_when_the_local_user_says_so() -> None:
    more = frozenset({"https", "http", "ssh"})

    assert parse_url("http://example.com/a", schemes=more).port == 80
    assert parse_url("ssh://git@example.com/a", schemes=more).text == "ssh://git@example.com/a"
    with pytest.raises(UnsafeUrl):
        parse_url("http://git@example.com/a", schemes=more)
    with pytest.raises(UnsafeUrl):
        parse_url("ssh://git:secret@example.com/a", schemes=more)


def test_no_flag_allows_a_scheme_that_runs_programs() -> None:
    for url in ("ext::sh -c id", "ext://example.com/a", "file://example.com/a"):
        with pytest.raises(UnsafeUrl):
            parse_url(url, schemes=frozenset({"ext", "file"}))


def test_public_addresses_are_returned_to_be_pinned() -> None:
    resolver = to("93.184.216.34", "2606:2800:220:1::1")

    found = pinned_addresses(HTTPS, resolver=resolver)

    assert [str(address) for address in found] == ["93.184.216.34", "2606:2800:220:1::1"]
    assert resolver.asked == [("example.com", 443)]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "fe80::1%eth0", "64:ff9b::7f00:1", "2002:7f00:1::"])
def test_one_private_address_refuses_the_host(address: str) -> None:
    with pytest.raises(PrivateAddress):
        pinned_addresses(HTTPS, resolver=to("93.184.216.34", address))


def test_the_local_user_may_reach_the_own_network() -> None:
    (found,) = pinned_addresses(HTTPS, private=True, resolver=to("10.1.2.3"))

    assert str(found) == "10.1.2.3"


def test_a_name_behind_no_address_is_unknown() -> None:
    with pytest.raises(HostUnknown):
        pinned_addresses(HTTPS, resolver=to())


def test_a_name_that_does_not_resolve_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(HostUnknown):
        pinned_addresses(HTTPS)


def test_a_number_is_no_name() -> None:
    for host in ("2130706433", "127.1", "0177.0.0.1", "0x7f.1"):
        with pytest.raises(UnsafeUrl):
            parse_url(f"https://{host}/a")
    assert parse_url("https://93.184.216.34/a").host == "93.184.216.34"


def test_the_machines_own_name_is_private() -> None:
    with pytest.raises(PrivateAddress):
        pinned_addresses(parse_url("https://localhost/a"))
