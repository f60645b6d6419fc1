"""Every router of the catalogue, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.insights.developers.routes import router as developers
from quarterdeck.insights.ingest.routes import router as ingest
from quarterdeck.insights.repositories.routes import router as repositories
from quarterdeck.insights.teams.routes import router as teams

ROUTERS: tuple[APIRouter, ...] = (teams, repositories, developers, ingest)
