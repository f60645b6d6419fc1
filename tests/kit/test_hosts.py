import pytest

from quarterdeck.kit.hosts import canonical_host, canonical_place, in_url


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Example.COM.", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("[0:0::1]", "::1"),
        ("[2606:4700:0000::1111]", "2606:4700::1111"),
    ],
)
def test_one_host_is_one_text(text: str, host: str) -> None:
    assert canonical_host(text) == host
    assert canonical_host(in_url(host)) == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a..b",
        "-a.example",
        "127.1",
        "1",
        "0x7f.1",
        "a.0x7f",
        "01.2.3.4",
        "1.2.3.4.5",
        "[::1%lo]",
        "[::1",
        "::1",
        "a b",
        "a%2e",
    ],
)
def test_what_some_program_would_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are for nobody
        canonical_host(text)


def test_a_place_is_a_host_and_a_port() -> None:
    assert canonical_place("Models.LAN:11434") == ("models.lan", 11434)
    assert canonical_place("[::1]:80") == ("::1", 80)
    for text in ("models.lan", "models.lan:0", "models.lan:65536", "a:b:80", ":80"):
        with pytest.raises(ValueError):  # noqa: PT011 - its words are for nobody
            canonical_place(text)
