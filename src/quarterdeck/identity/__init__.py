"""Who somebody is and what they may do: users, sessions, tokens, keys, organizations, the audit log."""
