"""Reading a commit message: pull request, source branch, revert, co-authors. Pure text in, facts out."""

import re
from typing import NamedTuple

from quarterdeck.insights.derive.inputs import Note

# At most nine digits, so that every number fits a 32-bit column.
_GITHUB_MERGE = re.compile(r"Merge pull request #(\d{1,9}) from (\S+)")
_GITLAB_MERGE = re.compile(r"^See merge request \S*!(\d{1,9})\s*$", re.MULTILINE)
_GITLAB_BRANCH = re.compile(r"Merge branch '([^']+)'")
_BITBUCKET_MERGE = re.compile(r"Merged in (\S+) \(pull request #(\d{1,9})\)")
_TITLED_MERGE = re.compile(r"(?:Merged PR|Pull request) #?(\d{1,9}): (.+)")
_SQUASH = re.compile(r"^(.*\S)\s*\(#(\d{1,9})\)$")
_REVERTS_SHA = re.compile(r"This reverts commit ([0-9a-f]{7,64})\b")
_REVERTS_NUMBER = re.compile(r"^Reverts (?:[\w.-]+/[\w.-]+)?[#!](\d{1,9})\b", re.MULTILINE)
_REVERTS_TITLE = re.compile(r'(Revert|Reapply) "(.+)"')
_CO_AUTHOR = re.compile(r"^co-authored-by:[ \t]*([^<\n]*?)[ \t]*<([^<>\n]+)>[ \t]*$", re.IGNORECASE | re.MULTILINE)


class Message(NamedTuple):
    """What a message says. `note` is null for the many messages that say nothing more than their columns."""

    subject: str
    number: int | None = None
    reverts_sha: str | None = None
    co_authors: tuple[tuple[str, str], ...] = ()
    note: Note | None = None


def read(message: str) -> Message:
    """Read a whole message. Cheap substring tests go first: most messages need no pattern at all."""
    subject, _, body = message.lstrip("\n").partition("\n")
    subject = subject.rstrip()
    co_authors = _co_authors(body) if "<" in body else ()
    if not ("#" in message or "!" in body or "Merge" in subject or "evert" in message or "Re" in subject):
        return Message(subject, co_authors=co_authors)
    number, title, branch = _pull_request(subject, body)
    reverts_sha, reverts_number, reverts_title = _revert(subject, body)
    tells_more = title or branch or reverts_number or reverts_title
    note = Note(title, branch, reverts_number, reverts_title) if tells_more else None
    return Message(subject, number, reverts_sha, co_authors, note)


def _pull_request(subject: str, body: str) -> tuple[int | None, str | None, str | None]:
    if subject.endswith(")") and (squash := _SQUASH.match(subject)):
        return int(squash[2]), squash[1], None
    if subject.startswith(("Merge", "Pull request")):
        return _merge(subject, body)
    if "See merge request" in body and (gitlab := _GITLAB_MERGE.search(body)):
        return int(gitlab[1]), subject, None
    return None, None, None


def _merge(subject: str, body: str) -> tuple[int | None, str | None, str | None]:
    if github := _GITHUB_MERGE.match(subject):
        return int(github[1]), _first_line(body), github[2]
    if titled := _TITLED_MERGE.match(subject):
        return int(titled[1]), titled[2], None
    if bitbucket := _BITBUCKET_MERGE.match(subject):
        return int(bitbucket[2]), _first_line(body), bitbucket[1]
    branch = _GITLAB_BRANCH.match(subject)
    gitlab = _GITLAB_MERGE.search(body)
    return (
        int(gitlab[1]) if gitlab else None,
        _first_line(body) if gitlab else None,
        branch[1] if branch else None,
    )


def _revert(subject: str, body: str) -> tuple[str | None, int | None, str | None]:
    if not subject.startswith(("Revert", "Reapply")) and "This reverts commit" not in body:
        return None, None, None
    sha = _REVERTS_SHA.search(body)
    number = _REVERTS_NUMBER.search(body)
    title = _REVERTS_TITLE.match(subject)
    return (
        sha[1] if sha else None,
        int(number[1]) if number else None,
        _reverted_title(title[1], title[2]) if title else None,
    )


def _reverted_title(verb: str, title: str) -> str:
    """Since git 2.43, a revert of `Revert "x"` is called `Reapply "x"`."""
    return f'Revert "{title}"' if verb == "Reapply" else title


def _co_authors(body: str) -> tuple[tuple[str, str], ...]:
    people = ((name, email.strip().lower()) for name, email in _CO_AUTHOR.findall(body))
    return tuple(dict.fromkeys(people))


def _first_line(body: str) -> str | None:
    return next((line.strip() for line in body.splitlines() if line.strip()), None)
