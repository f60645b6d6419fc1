"""Signing in through somebody else: Google, GitHub, and any OpenID Connect issuer from the settings."""
