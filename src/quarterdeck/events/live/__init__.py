"""Live delivery of the event log, by server-sent events, by WebSocket, and to who asks now and then."""
