"""Cutting git's NUL-separated output into fields and records, and bytes into text that any store accepts."""

from collections.abc import Iterable, Iterator

FIELD_LIMIT = 1 << 20


def fields(chunks: Iterable[bytes], limit: int = FIELD_LIMIT) -> Iterator[list[bytes]]:
    """Yield the complete fields of each chunk; a field longer than about `limit` loses its middle.

    Output that stops inside a field (git died) drops that field: half a value is worse than none.
    """
    open_field: list[bytes] = []
    held = 0
    for chunk in chunks:
        if b"\0" not in chunk:
            if held < limit:
                open_field.append(chunk)
                held += len(chunk)
            continue
        complete = (b"".join(open_field) + chunk).split(b"\0")
        open_field = [complete.pop()]
        held = len(open_field[0])
        yield complete


def records(chunks: Iterable[bytes], width: int) -> Iterator[list[tuple[bytes, ...]]]:
    """Yield, per chunk, the complete records of `width` fields each."""
    pending: list[bytes] = []
    for complete in fields(chunks):
        pending += complete
        whole = len(pending) - len(pending) % width
        yield list(zip(*[iter(pending[:whole])] * width, strict=True))
        pending = pending[whole:]


def text(raw: bytes) -> str:
    """Decode UTF-8; what is not UTF-8 is read as latin-1, the usual encoding of messages that name none."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def path_text(raw: bytes) -> str:
    r"""Decode a path, writing bytes that are not UTF-8 as `\xNN`: reversible by eye and safe to store."""
    return raw.decode("utf-8", "backslashreplace")
