"""Every router of the API, in the order the documentation shows them."""

from fastapi import APIRouter

API_ROUTERS: tuple[APIRouter, ...] = ()
