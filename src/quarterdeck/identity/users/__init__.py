"""People and programs that can sign in."""
