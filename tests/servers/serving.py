"""`quarterdeck` as the tests start it in a process of its own: all of it, only that passwords are hashed cheaply."""

from quarterdeck.identity.users import passwords
from quarterdeck.server import main as program
from tests.servers.hashing import CHEAP_HASHER


def main() -> None:
    passwords.Argon2Hasher = CHEAP_HASHER  # type: ignore[attr-defined, assignment]  # for this process alone
    program.main()
