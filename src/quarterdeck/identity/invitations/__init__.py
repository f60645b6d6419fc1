"""Invitations: a link by which one person joins one organization, with or without an account yet."""
