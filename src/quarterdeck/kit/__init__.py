"""Tools without domain or I/O."""
