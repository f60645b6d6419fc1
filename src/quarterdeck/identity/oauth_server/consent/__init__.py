"""The consent page: a person reads who asks for access to what, and says yes or no."""
