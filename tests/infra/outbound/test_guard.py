"""No spelling, name, redirect or variable leads to a private server, and a listed one really answers."""

import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

import httpcore2
import pytest

from quarterdeck.infra.outbound import Outbound, OutboundFailed, OutboundRefused
from quarterdeck.infra.settings import Settings
from tests.infra.outbound.conftest import allowing, to
from tests.servers.certificates import certificate_for
from tests.servers.trap import Trap, trap_server

SPELLINGS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0",
    "localhost",
    "LOCALHOST.",
    "deck.localhost",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "127。0。0。1",
    "１２７.0.0.1",  # noqa: RUF001 - wide digits are the point
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "example.com@127.0.0.1",
    "loopback.example.test",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_spelling_of_loopback_is_connected_to_and_the_listed_one_answers(
    settings: Settings, trap: Trap, listed: Outbound, scheme: str, spelling: str
) -> None:
    guarded = Outbound(settings, resolver=to("127.0.0.1"))

    with pytest.raises(OutboundRefused) as refused:
        await guarded.send("GET", f"{scheme}://{spelling}:{trap.port}/")

    assert (refused.value.status, refused.value.code, trap.connections) == (422, "DESTINATION_REFUSED", 0)
    assert (await listed.send("GET", f"http://127.0.0.1:{trap.port}/")).body == b"ok"
    assert trap.connections == 1


class Wire(httpcore2.AnyIOBackend):
    """The network of the test: public addresses are all behind the trap; it notes what is connected to."""

    def __init__(self, trap: Trap, *, dead: Sequence[str] = ()) -> None:
        self.trap, self.dead, self.connected = trap, dead, list[str]()

    async def connect_tcp(
        self,
        host: str,
        port: int,  # noqa: ARG002 - the trap has its own
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.connected.append(host)
        if host in self.dead:
            raise httpcore2.ConnectError
        return await super().connect_tcp("127.0.0.1", self.trap.port, timeout, local_address, socket_options)


@pytest.fixture
async def tls_trap(tmp_path: Path) -> AsyncIterator[tuple[Trap, ssl.SSLContext]]:
    """A server that has a certificate for `hook.example.com`, and a client side that trusts its maker."""
    key, chain = certificate_for("hook.example.com", tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, key)
    async with trap_server(server) as trap:
        yield trap, ssl.create_default_context(cafile=str(chain))


async def test_the_checked_address_is_connected_to_and_the_name_is_kept(
    settings: Settings, tls_trap: tuple[Trap, ssl.SSLContext]
) -> None:
    trap, tls = tls_trap
    wire = Wire(trap)
    outbound = Outbound(settings, resolver=to("93.184.216.34"), network=wire, tls=tls)

    reply = await outbound.send("POST", "https://Hook.example.com:8443/in?x=1", content=b"{}")

    assert (reply.status, wire.connected) == (200, ["93.184.216.34"])
    assert trap.server_names == ["hook.example.com"]
    assert (trap.asked[0].target, trap.asked[0].headers["host"]) == ("/in?x=1", "hook.example.com:8443")


async def test_a_certificate_of_another_name_is_refused(
    settings: Settings, tls_trap: tuple[Trap, ssl.SSLContext]
) -> None:
    trap, tls = tls_trap
    outbound = Outbound(settings, resolver=to("93.184.216.34"), network=Wire(trap), tls=tls)

    with pytest.raises(OutboundFailed) as failed:
        await outbound.send("GET", "https://other.example.com/")

    assert (failed.value.reason, trap.asked) == ("connection", [])


async def test_a_name_that_changes_its_mind_after_the_check_leads_nowhere_else(
    settings: Settings, tls_trap: tuple[Trap, ssl.SSLContext]
) -> None:
    trap, tls = tls_trap
    wire, answers = Wire(trap), [["93.184.216.34"], ["127.0.0.1"]]
    outbound = Outbound(settings, resolver=lambda _host, _port: answers.pop(0), network=wire, tls=tls)

    assert (await outbound.send("GET", "https://hook.example.com/")).status == 200  # the only look-up it got
    with pytest.raises(OutboundRefused):
        await outbound.send("GET", "https://hook.example.com/")

    assert (wire.connected, answers) == (["93.184.216.34"], [])


@pytest.mark.parametrize("found", [("93.184.216.34", "10.0.0.1"), ("::1", "93.184.216.34")])
async def test_a_name_with_one_private_address_is_not_connected_to_at_all(
    settings: Settings, trap: Trap, found: tuple[str, ...]
) -> None:
    wire = Wire(trap)
    outbound = Outbound(settings, resolver=to(*found), network=wire)

    with pytest.raises(OutboundRefused):
        await outbound.send("GET", "https://hook.example.com/")

    assert wire.connected == []


async def test_the_next_address_is_tried_when_one_is_dead(
    settings: Settings, tls_trap: tuple[Trap, ssl.SSLContext]
) -> None:
    trap, tls = tls_trap
    wire = Wire(trap, dead=["2606:2800:220:1::1"])
    outbound = Outbound(settings, resolver=to("2606:2800:220:1::1", "93.184.216.34"), network=wire, tls=tls)

    assert (await outbound.send("GET", "https://hook.example.com/")).status == 200

    assert wire.connected == ["2606:2800:220:1::1", "93.184.216.34"]


async def test_a_listed_name_may_be_private_under_that_name_only(settings: Settings, trap: Trap) -> None:
    outbound = Outbound(allowing(settings, f"Models.lan:{trap.port}"), resolver=to("127.0.0.1"))

    assert (await outbound.send("GET", f"http://models.LAN.:{trap.port}/")).status == 200
    for other in (f"http://127.0.0.1:{trap.port}/", f"http://x.models.lan:{trap.port}/", "http://models.lan/"):
        with pytest.raises(OutboundRefused):
            await outbound.send("GET", other)
    assert trap.connections == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer_and_is_not_followed(listed: Outbound, trap: Trap, status: int) -> None:
    there = f"http://127.0.0.1:{trap.port}/inside"
    trap.answers("/", f"HTTP/1.1 {status} Go\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())

    reply = await listed.send("POST", f"http://127.0.0.1:{trap.port}/", content=b"{}")

    assert (reply.status, reply.headers["location"]) == (status, there)
    assert [asked.target for asked in trap.asked] == ["/"]


async def test_the_environment_names_no_proxy(listed: Outbound, trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    async with trap_server() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

        assert (await listed.send("GET", f"http://127.0.0.1:{trap.port}/")).status == 200

        assert (proxy.connections, trap.connections) == (0, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "b\r\nX-Evil: 1"},
        {"X-A": "b\nc"},
        {"X-A\r\nX-Evil": "1"},
        {"X A": "1"},
        {"": "1"},
        {"X-A": "\x00"},
        {"X-A": "€"},
        {"X-A": "a" * 20_000},
        {"Host": "127.0.0.1"},
        {"HOST": "127.0.0.1"},
        {"Content-Length": "5"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "upgrade"},
        {f"X-{number}": "1" for number in range(101)},
    ],
)
async def test_headers_cannot_carry_lines_or_reframe_the_request(
    listed: Outbound, trap: Trap, headers: dict[str, str]
) -> None:
    url = f"http://127.0.0.1:{trap.port}/"

    with pytest.raises(OutboundRefused):
        await listed.send("GET", url, headers=headers)

    assert trap.connections == 0
    assert (await listed.send("GET", url, headers={"X-A": "b c", "User-Agent": "me"})).status == 200
    assert (trap.asked[0].headers["x-a"], trap.asked[0].headers["user-agent"]) == ("b c", "me")


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "get", "GET /x HTTP/1.1\r\nX: ", ""])
async def test_methods_are_those_of_the_list(listed: Outbound, trap: Trap, method: str) -> None:
    with pytest.raises(OutboundRefused):
        await listed.send(method, f"http://127.0.0.1:{trap.port}/")

    for lawful in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        trap.answers("/", b"HTTP/1.1 204 Done\r\n\r\n")
        assert (await listed.send(lawful, f"http://127.0.0.1:{trap.port}/")).status == 204
