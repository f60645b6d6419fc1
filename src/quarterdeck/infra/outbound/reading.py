"""Reading an answer's body up to a size, counted both as it comes and unpacked."""

import zlib
from collections.abc import AsyncIterator

from quarterdeck.infra.outbound.errors import OutboundFailed

GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
PACKED = {"gzip", "x-gzip", "deflate"}  # brotli and others can make gigabytes of one piece, so they are not spoken


class Unpacking:
    """Collects at most `most` bytes. Never holds more, whatever the sender claims or packs."""

    def __init__(self, encoding: str, most: int) -> None:
        if encoding not in PACKED | {"", "identity"}:
            raise OutboundFailed("answer")
        self._inflate = zlib.decompressobj(GZIP_OR_ZLIB) if encoding in PACKED else None
        self._most = most
        self._came = 0
        self._parts: list[bytes] = []
        self._room = most
        self.cut = False

    def add(self, piece: bytes) -> bool:
        """Take a piece; returns whether more is wanted."""
        self._came += len(piece)
        unpacked = self._inflated(piece)
        self.cut = len(unpacked) > self._room or self._came > self._most
        self._parts.append(unpacked[: self._room])
        self._room -= len(self._parts[-1])
        return not self.cut

    def body(self) -> bytes:
        """Return what was collected. Raises OutboundFailed when the packed form broke off."""
        if self._inflate is not None and self._came and not self.cut and not self._inflate.eof:
            raise OutboundFailed("answer")
        return b"".join(self._parts)

    def _inflated(self, piece: bytes) -> bytes:
        if self._inflate is None:
            return piece
        try:
            unpacked = self._inflate.decompress(piece, self._room + 1)
        except zlib.error as error:
            raise OutboundFailed("answer") from error
        if self._inflate.unused_data:  # a second packing behind the first
            raise OutboundFailed("answer")
        return unpacked


async def read_body(pieces: AsyncIterator[bytes], encoding: str, most: int, *, cut: bool = False) -> tuple[bytes, bool]:
    """Return the unpacked body and whether it was cut at `most` bytes.

    What cannot be unpacked raises OutboundFailed, or is cut away with `cut`.
    """
    try:
        unpacking = Unpacking(encoding, most)
        async for piece in pieces:
            if not unpacking.add(piece):
                break
        return unpacking.body(), unpacking.cut
    except OutboundFailed:
        if not cut:
            raise
        return b"", True
