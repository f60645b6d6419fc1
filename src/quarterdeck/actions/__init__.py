"""What programs may do here: actions, and the faces on which they are offered."""
