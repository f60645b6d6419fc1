"""Structured logs. Nothing secret reaches them: known names and known shapes are masked last of all."""

import logging
import re
import sys
import traceback
from collections.abc import Collection
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

from quarterdeck.infra.settings import Settings

SECRET_NAMES = re.compile(r"passw|secret|token|authorization|cookie|api_?key|credential", re.IGNORECASE)
SECRET_SHAPES = re.compile(
    r"qd_[A-Za-z0-9]+_[A-Za-z0-9_-]{20,}"  # our API keys
    r"|qdi_[A-Za-z0-9_-]{20,}"  # our invitations
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"  # JSON Web Tokens
    r"|gh[pousr]_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{16,}"  # GitHub and model providers
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password@ in addresses
    r"|(?i:bearer|basic)\s+[A-Za-z0-9._~+/-]{12,}=*"
)
MASK = "[redacted]"
FRAMES = 8
STRUCTLOGS_OWN = {"_record", "_from_structlog"}
NAMES_THAT_ARE_FINE = {"token_id", "key_id", "credential_id", "credential", "token_type"}


def configure_logging(settings: Settings, *, quiet: bool = False) -> None:
    """Send every log line of this process, ours and libraries', through one chain to standard error.

    `quiet` lets errors alone through, for commands whose answer is on the screen.
    """
    redact = Redaction(settings.secret_values())
    level = logging.DEBUG if settings.server.debug else getattr(logging, settings.server.log_level)
    if quiet:
        level = max(level, logging.ERROR)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_nearest_frames),
        redact,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if settings.server.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("uvicorn.access", "httpx2", "httpcore2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _nearest_frames(exc_info: ExcInfo) -> str:
    """The frames next to the failure; those of the framework above them say nothing and fill the log."""
    return "".join(traceback.format_exception(*exc_info, limit=-FRAMES))


class Redaction:
    """Masks values by their name, by their shape, and this server's own secrets wherever they turn up."""

    def __init__(self, own_secrets: Collection[str] = ()) -> None:
        own = [re.escape(secret) for secret in sorted(own_secrets, key=len, reverse=True)]
        self._shapes = re.compile("|".join([*own, SECRET_SHAPES.pattern]))

    def __call__(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        return {key: value if key in STRUCTLOGS_OWN else self._masked(key, value) for key, value in event.items()}

    def _masked(self, name: str, value: Any) -> Any:
        if name.lower() not in NAMES_THAT_ARE_FINE and SECRET_NAMES.search(name) and value is not None:
            return MASK
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {str(key): self._masked(str(key), inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._masked("", inner) for inner in value]
        return self._shapes.sub(MASK, value if isinstance(value, str) else repr(value))
