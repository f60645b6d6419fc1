"""One-use tickets: how a browser page opens a socket, since it cannot send headers with it."""
