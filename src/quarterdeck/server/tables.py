"""Imports every module that defines tables, so that `metadata` is whole."""

import quarterdeck.events.tables
import quarterdeck.identity.tables
import quarterdeck.infra.event_log.models
import quarterdeck.infra.jobs.models
import quarterdeck.infra.web.idempotency
import quarterdeck.insights.tables

__all__ = ["quarterdeck"]
