"""What an address may look like, before any name is looked up."""

import pytest

from quarterdeck.infra.outbound import OutboundRefused, checked_url
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.outbound import OutboundSettings
from tests.infra.outbound.conftest import allowing


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://example.com", "https://example.com/"),
        ("https://Example.COM./a?b=c&d=%20", "https://example.com/a?b=c&d=%20"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443?a", "https://example.com:8443/?a"),
        ("https://bücher.example/ü".replace("/ü", "/%C3%BC"), "https://xn--bcher-kva.example/%C3%BC"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://93.184.216.34/", "https://93.184.216.34/"),
        ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
        ("https://under_score.example/", "https://under_score.example/"),
    ],
)
def test_a_public_address_is_taken_in_one_spelling(settings: Settings, url: str, text: str) -> None:
    assert checked_url(url, settings).text == text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/",
        "http://example.com/",
        "HTTPS://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https:example.com/",
        "https:/example.com/",
        "https:///example.com/",
        "https://",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com@127.0.0.1/",
        "https://127.0.0.1#@example.com/",
        "https://example.com#x",
        "https://example.com\\@127.0.0.1/",
        "https://example.com\\.evil.example/",
        " https://example.com/",
        "https://example.com/ ",
        "https://exam ple.com/",
        "https://example.com\t/",
        "https://example.com/\r\nHost: inside",
        "https://example.com/\x00",
        "https://example.com/a b",
        "https://example.com/ü",
        "https://exam%70le.com/",
        "https://example.com:0/",
        "https://example.com:00443/",
        "https://example.com:+443/",
        "https://example.com:-1/",
        "https://example.com:65536/",
        "https://example.com:99999999/",
        "https://example.com:443:80/",
        "https://example.com:٤٤٣/",
        "https://example.com:https/",
        "https://-example.com/",
        "https://example..com/",
        "https://.example.com/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://[v1.x]/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://example.com/" + "a" * 2_000,
        "https://a\u2024b@example.com/",
        "https://exa\u00admple\u2028.com/",
        "https://\u2100.example/",
    ],
)
def test_every_other_form_is_refused_and_not_repeated(settings: Settings, url: str) -> None:
    with pytest.raises(OutboundRefused) as refused:
        checked_url(url, settings)

    assert not url or url not in refused.value.text


def test_plain_http_and_inside_names_need_the_administrators_list(settings: Settings) -> None:
    for url in ("http://ollama.internal:11434/api", "https://10.0.0.7/", "https://localhost:9000/", "http://[::1]:9/"):
        with pytest.raises(OutboundRefused):
            checked_url(url, settings)

    wide = allowing(settings, "Ollama.internal.:11434", "10.0.0.7:443", "localhost:9000", "[0::1]:9")
    for url in ("http://ollama.INTERNAL:11434/api", "https://10.0.0.7/", "https://localhost:9000/", "http://[::1]:9/"):
        assert checked_url(url, wide).listed


def test_a_listed_host_is_listed_with_its_port_only(settings: Settings) -> None:
    wide = allowing(settings, "10.0.0.7:443")

    with pytest.raises(OutboundRefused):
        checked_url("https://10.0.0.7:8443/", wide)
    with pytest.raises(OutboundRefused):
        checked_url("http://10.0.0.7/", wide)


@pytest.mark.parametrize("place", ["10.0.0.7", "10.0.0.7:", ":80", "a b:80", "127.1:80", "x:70000", "x:080", "::1:80"])
def test_a_list_entry_must_be_host_and_port(place: str) -> None:
    for purpose in ("private_hosts", "client_metadata_private_hosts", "webhook_private_hosts"):
        with pytest.raises(ValueError, match="host:port"):
            OutboundSettings.model_validate({purpose: place})
        lawful = OutboundSettings.model_validate({purpose: "10.0.0.7:443,[::1]:80"})
        assert getattr(lawful, purpose) == ("10.0.0.7:443", "[::1]:80")
