"""Tries out what the acts of a round left behind, as their clients would: does it work, and is the old refused?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.faults.expected import Expected, hash_of
from tests.faults.ledger import REFRESHED, REUSED, Act
from tests.faults.writers import KEYS, ORGANIZATIONS, REFRESH, Writer, send, told

UNAUTHENTICATED, NOT_FOUND, OK = 401, 404, 200


async def try_everything(writer: Writer, acts: Sequence[Act], must: Expected) -> None:
    """Call what the acts touched. `must` is what there is by then; `writer` notes what the trying changes."""
    secrets = _secrets(acts)
    for subject, shown in secrets.items():
        if subject in must.tokens:
            await _try_session(writer, subject, shown, hash_of(shown[-1]) == must.tokens[subject][-1])
        else:
            _, right = must.keys.get(subject, ("", None))
            await _try_key(writer, shown, right)
    for made in {act.subject for act in acts if act.kind == "organization.created" and act.happened}:
        await _try_organization(writer, made, must)


def _secrets(acts: Iterable[Act]) -> dict[str, list[str]]:
    """Every secret that was shown, oldest first, by the session or key that it belongs to."""
    found = defaultdict(list)
    for act in acts:
        if act.secret is not None:
            found[act.subject].append(act.secret)
    return found


async def _try_session(writer: Writer, session: str, shown: Sequence[str], works: bool) -> None:
    """The newest token works once, unless a renewal that nobody heard of used it up; one that was used, never."""
    if works:
        await writer.do(REFRESHED, "POST", REFRESH, {"refresh_token": shown[-1]}, session)
    await writer.do(REUSED, "POST", REFRESH, {"refresh_token": writer.chance.choice(shown)}, session, UNAUTHENTICATED)


async def _try_key(writer: Writer, shown: Sequence[str], right: str | None) -> None:
    for secret in shown:
        answer = await writer.client.get(ORGANIZATIONS, headers={"X-API-Key": secret})
        assert answer.status_code == (OK if hash_of(secret) == right else UNAUTHENTICATED), (secret, answer.text)


async def _try_organization(writer: Writer, made: str, must: Expected) -> None:
    answer = await writer.client.get(f"{ORGANIZATIONS}/{made}", headers={"Authorization": writer.credential})
    wanted = must.organizations.get(made)
    assert answer.status_code == (OK if wanted else NOT_FOUND), (made, answer.text)
    if wanted:
        assert (answer.json()["name"], answer.json()["description"]) == wanted


async def send_again(writer: Writer, act: Act) -> None:
    """Repeat a request that nobody answered, under its old key: it acts now, unless it did before the crash."""
    answer = await send(writer.client, act, writer.credential)
    assert answer.is_success, (act, answer.text)
    replayed = answer.headers.get("idempotency-replayed") == "true"
    assert replayed == act.happened, (act, answer.headers)
    await writer.ledger.hear(act, told(answer))


def may_be_sent_again(act: Act) -> bool:
    return act.method == "POST" and act.path.startswith((KEYS, ORGANIZATIONS))
