"""Access tokens (JWT) and the refresh tokens that renew them."""
