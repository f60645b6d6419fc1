"""Imports every module of events that defines tables."""

import quarterdeck.events.inbox.models

__all__ = ["quarterdeck"]
