"""What knows the machine and nothing of the domain."""
