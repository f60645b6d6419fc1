"""Developers: the people, bots and agents whose work the facts show."""
