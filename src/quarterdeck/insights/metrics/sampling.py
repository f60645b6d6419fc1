"""How many rows are enough, and how to take fewer in the same way on every engine."""

SAMPLE = 40_000
PRIMES = (7, 11, 13, 17, 23, 29, 37, 47, 59, 79, 101, 127, 163, 211, 269, 347, 443, 569, 727, 929, 1187, 1511)
"""Steps of sampling. Primes share no factor with a minute or an hour, so round times do not fall out together."""


def sampling_step(n: int) -> int:
    """Return 1 to take every row, or the prime that leaves about `SAMPLE` of `n`."""
    if n <= SAMPLE:
        return 1
    return next((prime for prime in PRIMES if prime * SAMPLE >= n), PRIMES[-1])
