"""`quarterdeck`: the commands, each loaded when it is called, so that `version` does not pay for the server."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from quarterdeck.kit.late import load_late

COMMANDS: Final[Mapping[str, str]] = {
    "serve": "quarterdeck.cli.server:serve",
    "worker": "quarterdeck.cli.server:worker",
    "add-repo": "quarterdeck.cli.add_repo:add_repo",
    "rebuild": "quarterdeck.cli.rebuild:rebuild",
    "openapi": "quarterdeck.cli.server:openapi",
    "version": "quarterdeck.cli.version:version",
    "reference": "quarterdeck.cli.reference:write",
    "user": "quarterdeck.cli.user:app",
    "member": "quarterdeck.cli.member:app",
    "invite": "quarterdeck.cli.invite:app",
    "key": "quarterdeck.cli.key:app",
    "session": "quarterdeck.cli.session:app",
    "audit": "quarterdeck.cli.audit:app",
    "events": "quarterdeck.cli.events:app",
    "webhook": "quarterdeck.cli.webhook:app",
    "inbox": "quarterdeck.cli.inbox:app",
    "oauth": "quarterdeck.cli.oauth:app",
}
HIDDEN: Final = {"reference"}
NEED_NO_SERVER: Final = {"version"}


def build(open_deck: Callable[..., Any]) -> typer.Typer:
    """Make the command line; `open_deck` reads the settings, once a command needs them."""
    app = typer.Typer(
        cls=LateCommands, no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False
    )

    @app.callback()
    def main(context: typer.Context) -> None:
        """The self-hosted deck from which people and AI assistants run software work together."""
        if context.invoked_subcommand not in NEED_NO_SERVER:
            context.obj = open_deck(serving=context.invoked_subcommand in {"serve", "worker"})

    return app


class LateCommands(TyperGroup):
    """Finds a command by its name alone, and loads its module then."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the name and parameters are click's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as above
        source = COMMANDS.get(cmd_name)
        if source is None:
            return None
        module, _, name = source.partition(":")
        found = getattr(load_late(module), name)
        command = get_group(found) if isinstance(found, typer.Typer) else get_command(_alone(found, cmd_name))
        command.name = cmd_name
        return command


def _alone(function: Callable[..., Any], name: str) -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)
    app.command(name, hidden=name in HIDDEN)(function)
    return app
