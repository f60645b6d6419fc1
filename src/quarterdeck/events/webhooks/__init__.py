"""Outgoing webhooks: an organization's events, signed and sent to an address that it names."""
