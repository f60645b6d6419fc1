"""The inbox: webhooks of other systems, verified, stored once, and then processed."""
