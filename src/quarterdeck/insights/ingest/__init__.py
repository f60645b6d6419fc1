"""Ingest: facts that clients hand in, kept as received and applied to the facts by their natural keys."""
