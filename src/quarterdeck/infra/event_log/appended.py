"""Notified in this process when the log has grown, right after the commit: whoever listens reads the table."""

from quarterdeck.kit.signals import Signal

log_appended = Signal()
