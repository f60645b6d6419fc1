"""Standard Webhooks, held against the specification's own library."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from quarterdeck.events.standard_webhooks import key_of, new_secret, signature

NOW = datetime.now(UTC)
STAMP = str(int(NOW.timestamp()))


def test_what_we_sign_is_what_the_library_signs() -> None:
    secret = new_secret()

    ours = signature(key_of(secret), "msg_1", STAMP, b'{"a":"\xc3\xbc"}')

    assert ours == Webhook(secret).sign("msg_1", NOW, '{"a":"ü"}')
    assert ours != signature(key_of(new_secret()), "msg_1", STAMP, b'{"a":"\xc3\xbc"}')


@pytest.mark.parametrize("text", ["", "plain text of a sender", "whsec_not base64", "whsec_AAA", "whsec_ü"])
def test_a_text_that_is_no_such_secret_has_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        key_of(text)
    assert len(key_of(new_secret())) == 32
