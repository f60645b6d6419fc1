"""Requests for access that wait for a person's yes or no."""
