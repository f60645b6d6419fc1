"""Imports every module of events that defines tables."""

import quarterdeck.events.inbox.models
import quarterdeck.events.webhooks.models

__all__ = ["quarterdeck"]
