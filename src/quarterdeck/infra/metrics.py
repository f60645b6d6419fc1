"""Prometheus metrics by the names of the requirement documents."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("api_requests_total", "Requests answered", ["method", "route", "status"])
FAILED = Counter("api_requests_failed_total", "Requests answered with 5xx", ["method", "route"])
DURATION = Histogram(
    "api_requests_duration_seconds",
    "Seconds from the first byte of a request to the last of its answer",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
CONNECTIONS = Gauge("api_active_connections", "Requests and sockets open now", multiprocess_mode="livesum")
DATABASE_QUERIES = Counter("api_database_queries_total", "Statements sent to the metadata database")
