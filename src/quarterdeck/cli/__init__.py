"""The command line: a client of the same API, on the same machine."""
