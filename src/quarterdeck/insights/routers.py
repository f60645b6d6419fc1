"""Every router of insights, for the server to mount, by the module it is loaded from."""

from quarterdeck.infra.web.route_table import RouterAt

ROUTERS = (
    RouterAt("/api/v1/teams", "quarterdeck.insights.teams.routes:router"),
    RouterAt("/api/v1/teams", "quarterdeck.insights.team_members.routes:router"),
    RouterAt("/api/v1/repositories", "quarterdeck.insights.repositories.routes:router"),
    RouterAt("/api/v1/developers", "quarterdeck.insights.developers.routes:router"),
    RouterAt("/api/v1/ingest", "quarterdeck.insights.ingest.routes:router"),
    RouterAt("/api/v1/analytics", "quarterdeck.insights.analytics.routes:router"),
)
