"""Every router of insights, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.insights.analytics.routes import router as analytics
from quarterdeck.insights.developers.routes import router as developers
from quarterdeck.insights.ingest.routes import router as ingest
from quarterdeck.insights.repositories.routes import router as repositories
from quarterdeck.insights.team_members.routes import router as team_members
from quarterdeck.insights.teams.routes import router as teams

ROUTERS: tuple[APIRouter, ...] = (teams, team_members, repositories, developers, ingest, analytics)
