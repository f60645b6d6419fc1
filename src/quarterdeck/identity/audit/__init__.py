"""The log of who did what, chained so that a changed row shows."""
