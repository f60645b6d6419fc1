"""Writes git repositories object by object, so that a test can hold exactly what it means, damage included."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    name: str
    email: str

    def at(self, days: float, zone: str = "+0000") -> bytes:
        seconds = int((START + timedelta(days=days)).timestamp())
        return f"{self.name} <{self.email}> {seconds} {zone}".encode()


class Objects:
    """A bare repository at `path`. Every method returns the id of what it wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "objects").mkdir(parents=True)
        (path / "refs" / "heads").mkdir(parents=True)
        (path / "HEAD").write_text("ref: refs/heads/main\n")
        (path / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")

    def write(self, kind: str, content: bytes) -> str:
        data = f"{kind} {len(content)}\0".encode() + content
        sha = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        file = self.file_of(sha)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(data, 1))
        return sha

    def file_of(self, sha: str) -> Path:
        return self.path / "objects" / sha[:2] / sha[2:]

    def blob(self, content: bytes) -> str:
        return self.write("blob", content)

    def tree(self, files: Mapping[bytes, bytes]) -> str:
        """Write the tree of all `files` (path to content), folders included."""
        entries: dict[bytes, tuple[bytes, str]] = {}
        folders: dict[bytes, dict[bytes, bytes]] = {}
        for path, content in files.items():
            folder, slash, rest = path.partition(b"/")
            if slash:
                folders.setdefault(folder, {})[rest] = content
            else:
                entries[path] = (b"100644", self.blob(content))
        for folder, inner in folders.items():
            entries[folder] = (b"40000", self.tree(inner))
        # Git sorts a folder as if its name ended in a slash.
        ordered = sorted(entries, key=lambda name: name + (b"/" if entries[name][0] == b"40000" else b""))
        content = b"".join(entries[name][0] + b" " + name + b"\0" + bytes.fromhex(entries[name][1]) for name in ordered)
        return self.write("tree", content)

    def commit(
        self,
        message: bytes | str,
        files: Mapping[bytes, bytes],
        parents: Sequence[str] = (),
        *,
        author: bytes,
        committer: bytes,
    ) -> str:
        lines = [b"tree " + self.tree(files).encode()]
        lines += [b"parent " + parent.encode() for parent in parents]
        lines += [b"author " + author, b"committer " + committer, b""]
        text = message if isinstance(message, bytes) else message.encode()
        return self.write("commit", b"\n".join(lines) + b"\n" + text)

    def tag_object(self, name: str, target: str, tagger: bytes | None, kind: str = "commit") -> str:
        """Write an annotated tag; the oldest gits wrote them without a tagger."""
        lines = [f"object {target}\ntype {kind}\ntag {name}\n".encode()]
        if tagger is not None:
            lines.append(b"tagger " + tagger + b"\n")
        return self.write("tag", b"".join(lines) + b"\nReleased.\n\ntagger nobody <> 1 +0000\n")

    def ref(self, name: str, sha: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{sha}\n")
