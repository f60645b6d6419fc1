"""What every route of the server shares: strict bodies, pages, sessions, idempotency."""
