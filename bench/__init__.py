"""Benchmarks: each runs a peer or a limit beside us, in turn, in one command, and reports medians and ratios."""
