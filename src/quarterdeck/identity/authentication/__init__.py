"""Who calls: requests and sockets, and whether an open stream may go on."""
