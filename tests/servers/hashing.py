"""Password hashing that costs next to nothing: the real one takes 64 MB and a quarter of a second each time."""

from functools import partial

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

CHEAP_HASHER = partial(Argon2Hasher, time_cost=1, memory_cost=8, parallelism=1)
CHEAP = PasswordHash((CHEAP_HASHER(),))
