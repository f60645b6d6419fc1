"""What is written from the source itself, so that it cannot fall behind: settings, scopes, events."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from quarterdeck.cli.event_reference import event_names, event_page
from quarterdeck.identity.api import SCOPE_SENTENCES
from quarterdeck.infra.settings.load import GROUPS

PAGE_HEAD = """# Settings

Each is an environment variable, or a line of `.env` in the folder you start from; the environment wins. A name that is
no setting or a value that is none stops the start with the name, never with the value. Lists are written with commas.

_Written by `./dev docs` from `quarterdeck.infra.settings`; change it there._
"""
SAMPLE_HEAD = """# Every setting with its default. Copy this file to `.env` and take away the `#` of what you change.
# Written by `./dev docs`; the same with more words: docs/reference/settings.md
"""


class Target(StrEnum):
    PAGE = "docs/reference/settings.md"
    SAMPLE = ".env.example"
    SCOPES = "web/src/format/scopes.json"
    EVENTS = "docs/reference/events.md"
    EVENT_NAMES = "web/src/format/event-types.json"


def write_reference(root: Path) -> None:
    """Write each of them into the repository at `root`."""
    for target, text in reference().items():
        (root / target).write_text(text, encoding="utf-8")


def reference() -> dict[Target, str]:
    return {
        Target.PAGE: "\n".join([PAGE_HEAD, *_page()]),
        Target.SAMPLE: "\n".join([SAMPLE_HEAD, *_sample()]),
        Target.SCOPES: f"{json.dumps(SCOPE_SENTENCES, indent=2)}\n",
        Target.EVENTS: event_page(),
        Target.EVENT_NAMES: event_names(),
    }


def _page() -> Iterable[str]:
    for attribute, group in GROUPS.items():
        yield f"## {_title(attribute)}\n\n| name | default | meaning |\n|---|---|---|"
        for name, field in group.model_fields.items():
            default = _default(field)
            yield f"| `{name.upper()}` | {f'`{default}`' if default else ''} | {field.description}{_bounds(field)} |"
        yield ""


def _sample() -> Iterable[str]:
    for attribute, group in GROUPS.items():
        yield f"# --- {_title(attribute)} ---"
        for name, field in group.model_fields.items():
            yield f"# {field.description}\n#{name.upper()}={_default(field)}"
        yield ""


def _title(group: str) -> str:
    return group.replace("_", " ").capitalize()


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bounds(field: FieldInfo) -> str:
    """Say what values there are: the choices, or the least and the most."""
    choices = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
    if choices:
        return f" One of {', '.join(f'`{choice}`' for choice in choices)}."
    bounds = {
        sign: getattr(rule, sign) for rule in field.metadata for sign in ("ge", "gt", "le") if hasattr(rule, sign)
    }
    least = bounds.get("ge", bounds.get("gt"))
    if least is None or "le" not in bounds:
        return ""
    return f" {'More than ' if 'gt' in bounds else ''}{least:,} to {bounds['le']:,}."


def write(root: Annotated[Path, typer.Argument(help="Root of the repository")] = Path()) -> None:
    """Write the generated reference pages into a checkout."""
    write_reference(root)
