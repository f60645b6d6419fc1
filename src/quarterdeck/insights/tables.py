"""Imports every module of insights that defines tables."""

import quarterdeck.insights.developers.models
import quarterdeck.insights.ingest.models
import quarterdeck.insights.repositories.models
import quarterdeck.insights.teams.models

__all__ = ["quarterdeck"]
