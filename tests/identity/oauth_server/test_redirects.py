"""Redirect addresses, as text: what is not exactly the listed one is another one."""

import pytest

from quarterdeck.identity.oauth_server.redirects import host_of, is_address, is_listed, may_register_itself

LISTED = ("https://example.org/callback", "http://127.0.0.1:5000/callback", "https://example.org:8443/cb?a=b")


@pytest.mark.parametrize(
    "uri",
    [
        *LISTED,
        "http://127.0.0.1:1/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:65535/callback",
    ],
)
def test_the_listed_address_is_let_through_and_a_loopback_one_on_any_port(uri: str) -> None:
    assert is_listed(uri, LISTED)


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org/callback/",  # longer
        "https://example.org/callback/../evil",
        "https://example.org/callback?x=1",
        "https://example.org/callback#fragment",
        "https://example.org/Callback",
        "https://EXAMPLE.org/callback",
        "HTTPS://example.org/callback",
        "https://example.org:443/callback",
        "https://example.org:444/callback",
        "https://example.org./callback",
        "https://evil.example.org/callback",
        "https://example.org.evil.example/callback",
        "https://example.org@evil.example/callback",
        "https://user:pass@example.org/callback",
        "https://example.org\\@evil.example/callback",
        "https://evil.example/callback",
        "http://example.org/callback",
        "https:///example.org/callback",
        "https:example.org/callback",
        "//example.org/callback",
        "/callback",
        "javascript:alert(1)//example.org/callback",
        "https://example.org/%63allback",
        "https://example.org/callback ",
        "https://example.org/callback\n",
        "https://example.org/c\u0430llback",
        "http://127.0.0.1:5000/other",
        "http://127.0.0.1:5000/callback?x=1",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:05000/callback",
        "http://127.0.0.1.evil.example:5000/callback",
        "http://127.0.0.1@evil.example/callback",
        "http://localhost:5000/callback",
        "http://[::1]:5000/callback",
        "http://127.0.0.2:5000/callback",
        "http://127.1:5000/callback",
        "http://2130706433:5000/callback",
        "https://127.0.0.1:5000/callback",
        "",
    ],
)
def test_anything_else_is_another_address(uri: str) -> None:
    assert not is_listed(uri, LISTED)


@pytest.mark.parametrize(
    "uri",
    [
        "https://chatgpt.com/connector/oauth/AbC_123-x",
        "https://chatgpt.com/connector_platform_oauth_redirect",
        "https://claude.ai/api/mcp/auth_callback",
        "https://claude.com/api/mcp/auth_callback",
        "http://localhost:33418/",
        "http://127.0.0.1:1234/callback",
        "http://[::1]:1234/callback",
        "https://tools.example.org/anything",
    ],
)
def test_known_clients_this_computer_and_listed_hosts_may_register_themselves(uri: str) -> None:
    assert may_register_itself(uri, ("tools.example.org",))


@pytest.mark.parametrize(
    "uri",
    [
        "https://chatgpt.com/",
        "https://chatgpt.com/connector/oauth/",
        "https://chatgpt.com/connector/oauth/a/b",
        "https://chatgpt.com/connector/oauth/..",
        "https://chatgpt.com/connector/oauth/a?next=https://evil.example",
        "https://chatgpt.com.evil.example/connector/oauth/a",
        "https://chatgpt.com/connector_platform_oauth_redirect/x",
        "http://chatgpt.com/connector/oauth/a",
        "https://claude.ai/api/mcp/auth_callback2",
        "https://xclaude.ai/api/mcp/auth_callback",
        "https://tools.example.org:8443/anything",
        "http://tools.example.org/anything",
        "https://other.example.org/anything",
        "http://192.168.0.1/callback",
        "http://169.254.169.254/latest",
        "myapp://callback",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_nobody_else_may(uri: str) -> None:
    assert not may_register_itself(uri, ("tools.example.org",))


def test_what_a_person_is_shown_is_the_host() -> None:
    assert host_of("https://example.org/callback") == "example.org"
    assert host_of("http://127.0.0.1:5000/callback") == "127.0.0.1:5000"
    assert host_of("http://[::1]:5000/") == "[::1]:5000"


@pytest.mark.parametrize("path", ["/a/../b", "/a/./b", "/%2e%2e/b", "/a/%2E./b", "/.."])
def test_a_path_that_browsers_would_walk_is_no_address(path: str) -> None:
    assert not is_address(f"https://example.org{path}")
    assert is_address("https://example.org/a..b/.well-known")
