"""The ways to call an action: one folder each."""
