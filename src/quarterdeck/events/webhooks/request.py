"""What a request about webhooks brings with it: who asks, in which transaction, and what the act needs."""

from collections.abc import Callable
from dataclasses import dataclass

from quarterdeck.identity.api import Caller
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Session
from quarterdeck.infra.settings import Settings


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """`wake` has the worker look for jobs; `note_refusal` audits, though this transaction will not be kept."""

    caller: Caller
    session: Session
    settings: Settings
    keyring: Keyring
    wake: Callable[[], None]
    note_refusal: Callable[..., None]
