"""Repositories: what is registered, where it is read from, and what is known of it."""
