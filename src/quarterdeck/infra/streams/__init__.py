"""Streams to whoever listens: transports, sessions, limits and how to resume. What is sent is for others to say."""
