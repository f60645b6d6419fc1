"""Teams: who works together, and on which repositories."""
