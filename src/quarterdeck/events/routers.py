"""Every router of events, for the server to mount, by the module it is loaded from."""

from quarterdeck.infra.web.route_table import RouterAt

ROUTERS = (
    RouterAt("/api/v1/events", "quarterdeck.events.live.routes:router"),
    RouterAt("/api/v1/webhooks", "quarterdeck.events.webhooks.routes:router"),
    RouterAt("/api/v1/inbox/sources", "quarterdeck.events.inbox.routes:source_router"),
    RouterAt("/api/v1/inbox/deliveries", "quarterdeck.events.inbox.routes:delivery_router"),
)

SOCKETS = (RouterAt("/ws/events", "quarterdeck.events.live.routes:socket_router"),)
"""Beside `/api/v1`, not under it."""

RECEIVERS = (RouterAt("/webhooks", "quarterdeck.events.inbox.routes:receive_router"),)
"""Beside `/api/v1` too, at addresses that other systems are told."""
