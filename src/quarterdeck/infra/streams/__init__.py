"""Streams to whoever listens, by server-sent events or WebSocket. What is sent, and to whom, is for others to say."""
