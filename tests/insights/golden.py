"""The golden repository: small enough to reckon by hand, odd enough to hold every trap that we know of.

Days count from 2024-01-01T00:00Z; `a/c` are the days of authoring and committing where they differ.

    main      c1  d0        root, by Ann under an old address that the mailmap maps
              c2  d1/1.25   squash "(#1)", by Bob                                tag v1.0.0-rc.1 on c1
                                                                                 tag v1.0.0 (annotated) d2
              m3  d11       merge of #2: b1 d10 (Ann), b2 d10.5 (Ann, co-author Bob)
              c4  d18       latin-1 path and latin-1 message
              c5  d19       squash "(#3)" by a bot                               tag v1.1.0 (annotated) d20
    1.0.x     h1  d29/30    a fix on c2, never on main                tag v1.0.1, annotated without a tagger
    main      c7  d33       reverts c4
              c6  d40       squash "(#4)", human with an agent as co-author      tag v1.2.0 (annotated) d50
              c8  d51       reverts c7: c4 is back
              c9  d60/51.5  authored after it was committed; rename, binary      tag v1.2.1 (annotated) d52
              r1  d60/62    rebased commit of a pull request without a number
              r2  d61/62    another one
              m11 d71       merge of #6 from an agent's branch: x1 d70
              c12 d80       reverts r2, which no release has had                 tag v1.3.0 (lightweight)
              c13 d81                                                  tag v1.3.0-hotfix.1 (annotated) d82
              c14 d90       not deployed yet                                     tag nightly-2024
    tags on a tree and on a blob: on no commit
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.insights.gitobjects import Objects, Person

ANN = Person("Ann Lee", "ann@example.com")
ANN_BEFORE = Person("annie", "Ann@Old.example")
BOB = Person("Bob", "bob@example.com")
BOT = Person("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")

MAILMAP = b"Ann Lee <ann@example.com> <ann@old.example>\n"

COMMITS = 19  # c1 c2 b1 b2 m3 c4 c5 h1 c7 c6 c8 c9 r1 r2 x1 m11 c12 c13 c14
CHANGES = 16  # all of them but b1, b2 (in #2) and x1 (in #6)

# Lead times in hours, deployment minus the first commit's author date.
LEADS = {
    "v1.1.0": {"pr-2": 240.0, "c4": 48.0, "pr-3": 24.0},  # d20 minus d10, d18, d19
    "v1.0.1": {"h1": 24.0},  # d30 (the commit's own date, the tag has none) minus d29
    "v1.2.0": {"c7": 408.0, "pr-4": 240.0},  # d50 minus d33, d40
    "v1.2.1": {"c8": 24.0},  # d52 minus d51
    "v1.3.0": {"r1": 480.0, "r2": 456.0, "pr-6": 240.0, "c12": 0.0},  # d80 minus d60, d61, d70, d80
    "v1.3.0-hotfix.1": {"c13": 24.0},  # d82 minus d81
}
BASELINE = {"c1", "pr-1"}  # came with v1.0.0, the first known deployment
CLOCK_SKEW = {"c9"}  # authored d60, deployed d52

# Failed deployments: the day of the failure and the day it was put right.
FAILED = {
    "v1.1.0": (20.0, 50.0),  # c4 was reverted by c7, 13 days later; the revert went out with v1.2.0
    "v1.2.0": (50.0, 52.0),  # v1.2.1 followed after 2 days; the usual gap is 14
    "v1.3.0": (80.0, 82.0),  # a hotfix tag followed
}
KINDS = {
    "v1.0.0": "planned",
    "v1.1.0": "planned",
    "v1.0.1": "planned",  # 28 days after v1.0.0: no remedy
    "v1.2.0": "planned",  # brings a revert, and more
    "v1.2.1": "hotfix",
    "v1.3.0": "planned",
    "v1.3.0-hotfix.1": "hotfix",
}
DEPLOYED = {"v1.0.0": 2.0, "v1.1.0": 20.0, "v1.0.1": 30.0, "v1.2.0": 50.0, "v1.2.1": 52.0, "v1.3.0": 80.0,
            "v1.3.0-hotfix.1": 82.0}  # fmt: skip

# (files, additions, deletions) of each commit that is no merge.
LINES: dict[str, tuple[int, int | None, int | None]] = {
    "c1": (2, 4, 0),  # a.py 3 lines, .mailmap 1
    "c2": (1, 1, 0),  # parser.py
    "b1": (1, 2, 0),  # src/lexer.py, 2 lines
    "b2": (1, 1, 1),  # one line of it changed
    "c4": (1, 1, 0),  # caf\xe9.txt
    "c5": (1, 1, 0),
    "h1": (1, 1, 0),
    "c7": (1, 0, 1),  # caf\xe9.txt goes
    "c6": (1, 1, 0),
    "c8": (1, 1, 0),  # and is back
    "c9": (2, 0, 0),  # a.py becomes b.py as it is; logo.bin is binary and counts as a file
    "r1": (1, 1, 0),
    "r2": (1, 1, 0),
    "x1": (1, None, None),  # a binary alone: unknown, not 0
    "c12": (1, 0, 1),  # r2's file goes
    "c13": (1, 1, 0),
    "c14": (0, 0, 0),  # an empty commit
}
MAIN_LINE = ("c14", "c13", "c12", "m11", "r2", "r1", "c9", "c8", "c6", "c7", "c5", "c4", "m3", "c2", "c1")


def day(days: float) -> datetime:
    """Return the naive UTC time of a day of the story."""
    return datetime(2024, 1, 1) + timedelta(days=days)  # noqa: DTZ001  # as the facts are


@dataclass(frozen=True)
class Golden:
    """`shas` by the names of the story; `names` the other way round."""

    path: Path
    objects: Objects
    shas: dict[str, str]

    @property
    def names(self) -> dict[str, str]:
        return {sha: name for name, sha in self.shas.items()}


class _Story:
    """Writes commits that each change a few files of their parent's."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.shas: dict[str, str] = {}
        self._files: dict[str, dict[bytes, bytes]] = {}

    def commit(
        self,
        name: str,
        message: bytes | str,
        parents: str,
        days: float | tuple[float, float],
        *,
        who: Person = ANN,
        changed: dict[bytes, bytes | None] | None = None,
        merged: str | None = None,
    ) -> None:
        """`days` is authored and committed; `changed` maps paths to contents, null for a removal."""
        authored, committed = days if isinstance(days, tuple) else (days, days)
        files = {path: content for base in (parents, merged) if base for path, content in self._files[base].items()}
        for path, content in (changed or {}).items():
            if content is None:
                del files[path]
            else:
                files[path] = content
        self._files[name] = files
        self.shas[name] = self.objects.commit(
            message,
            files,
            [self.shas[parent] for parent in (parents, merged) if parent],
            author=who.at(authored, "+0130"),
            committer=BOB.at(committed),
        )

    def tag(self, name: str, on: str, *, days: float | None = None, annotated: bool = True) -> None:
        sha = self.shas[on]
        if annotated:
            sha = self.objects.tag_object(name, sha, BOB.at(days) if days is not None else None)
        self.objects.ref(f"refs/tags/{name}", sha)


def build(path: Path) -> Golden:
    """Write the golden repository as a bare one at `path`."""
    objects = Objects(path)
    story = _Story(objects)
    _until_1_1(story)
    _until_1_2(story)
    _until_1_3(story)
    objects.ref("refs/heads/main", story.shas["c14"])
    objects.ref("refs/heads/1.0.x", story.shas["h1"])
    objects.ref("refs/tags/tree-tag", objects.tree({b"x": b"x"}))
    objects.ref("refs/tags/blob-tag", objects.tag_object("blob-tag", objects.blob(b"x"), BOB.at(1), "blob"))
    return Golden(path, objects, story.shas)


def _until_1_1(story: _Story) -> None:
    story.commit("c1", "Start\n", "", 0, who=ANN_BEFORE, changed={b"a.py": b"1\n2\n3\n", b".mailmap": MAILMAP})
    story.commit("c2", "Add parser (#1)\n", "c1", (1, 1.25), who=BOB, changed={b"parser.py": b"p\n"})
    story.tag("v1.0.0-rc.1", "c1", annotated=False)
    story.tag("v1.0.0", "c2", days=2)
    story.commit("b1", "Write lexer\n", "c2", 10, changed={b"src/lexer.py": b"l\nm\n"})
    co_author = "Mend lexer\n\nCo-authored-by: Bob <Bob@example.com>\n"
    story.commit("b2", co_author, "b1", 10.5, changed={b"src/lexer.py": b"l\nn\n"})
    merge = "Merge pull request #2 from ann/lexer\n\nLexer rewrite\n"
    story.commit("m3", merge, "c2", 11, who=BOB, merged="b2")
    story.commit("c4", "R\xe9sum\xe9\n".encode("latin-1"), "m3", 18, changed={b"caf\xe9.txt": b"c\n"})
    story.commit("c5", "Bump lib (#3)\n", "c4", 19, who=BOT, changed={b"deps.txt": b"1\n"})
    story.tag("v1.1.0", "c5", days=20)


def _until_1_2(story: _Story) -> None:
    story.commit("h1", "Fix crash on empty input\n", "c2", (29, 30), changed={b"fix.py": b"f\n"})
    story.tag("v1.0.1", "h1")
    revert = f'Revert "Résumé"\n\nThis reverts commit {story.shas["c4"]}.\n'
    story.commit("c7", revert, "c5", 33, changed={b"caf\xe9.txt": None})
    helped = "Speed up (#4)\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"
    story.commit("c6", helped, "c7", 40, who=BOB, changed={b"fast.py": b"f\n"})
    story.tag("v1.2.0", "c6", days=50)
    again = f'Reapply "Résumé"\n\nThis reverts commit {story.shas["c7"]}.\n'
    story.commit("c8", again, "c6", 51, changed={b"caf\xe9.txt": b"c\n"})
    renamed: dict[bytes, bytes | None] = {b"a.py": None, b"b.py": b"1\n2\n3\n", b"logo.bin": b"\0\1\2"}
    story.commit("c9", "Rename a\n", "c8", (60, 51.5), changed=renamed)
    story.tag("v1.2.1", "c9", days=52)


def _until_1_3(story: _Story) -> None:
    story.commit("r1", "Rebase one\n", "c9", (60, 62), changed={b"one.py": b"1\n"})
    story.commit("r2", "Rebase two\n", "r1", (61, 62), changed={b"two.py": b"2\n"})
    story.commit("x1", "Draw\n", "r2", 70, who=BOB, changed={b"icon.bin": b"\0"})
    merge = "Merge pull request #6 from bob/codex/draw\n\nDraw icons\n"
    story.commit("m11", merge, "r2", 71, who=BOB, merged="x1")
    revert = f'Revert "Rebase two"\n\nThis reverts commit {story.shas["r2"][:12]}.\n'
    story.commit("c12", revert, "m11", 80, changed={b"two.py": None})
    story.tag("v1.3.0", "c12", annotated=False)
    story.commit("c13", "Mend at once\n", "c12", 81, changed={b"three.py": b"3\n"})
    story.tag("v1.3.0-hotfix.1", "c13", days=82)
    story.commit("c14", "Empty\n", "c13", 90)
    story.tag("nightly-2024", "c14", annotated=False)
