"""Quarterdeck: the self-hosted deck from which people and AI assistants run software work together."""

__version__ = "0.1.0"
