"""Imports every module that defines tables, so that `metadata` is whole."""

import quarterdeck.infra.jobs.models
import quarterdeck.infra.web.idempotency

__all__ = ["quarterdeck"]
