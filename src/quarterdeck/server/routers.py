"""Every router of the server, in the order the documentation shows them."""

from quarterdeck.events.routers import RECEIVERS, SOCKETS
from quarterdeck.events.routers import ROUTERS as EVENTS_ROUTERS
from quarterdeck.identity.routers import ROUTERS as IDENTITY_ROUTERS
from quarterdeck.identity.routers import STANDARD_ROUTERS
from quarterdeck.infra.web.route_table import RouterAt
from quarterdeck.insights.routers import ROUTERS as INSIGHTS_ROUTERS

ROUTERS: tuple[RouterAt, ...] = (
    *IDENTITY_ROUTERS,
    *EVENTS_ROUTERS,
    *INSIGHTS_ROUTERS,
    RouterAt("/api/v1/jobs", "quarterdeck.server.job_routes:router"),
    *SOCKETS,
    *RECEIVERS,
    *STANDARD_ROUTERS,
)
