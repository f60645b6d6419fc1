"""Rings in this process when the log has grown, right after the commit: whoever hears it reads the table."""

from quarterdeck.kit.bell import Bell

bell = Bell()
