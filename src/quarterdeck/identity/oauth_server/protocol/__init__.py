"""The grants themselves, by Authlib: what it needs is read before, what it decides is written after."""
