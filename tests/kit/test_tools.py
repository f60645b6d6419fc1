"""The protocol of actions, without any of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace

import pytest
from pydantic import BaseModel

from quarterdeck.kit.tools import Action, ActionContext, Catalogue


class Greeting(BaseModel):
    name: str = "you"


@asynccontextmanager
async def no_unit_of_work() -> AsyncIterator[None]:
    yield


async def greet(context: ActionContext[str, None], given: Greeting) -> Greeting:
    return Greeting(name=f"{context.caller} and {given.name}")


GREET: Action[ActionContext[str, None]] = Action(
    "greet", "Greet", "Greets.", Greeting, Greeting, greet, scope=None, effect="read"
)
GUARDED = replace(GREET, name="guarded", scope="projects:write", effect="write")


def test_who_holds_the_scope_finds_the_action_and_nobody_else_does() -> None:
    catalogue = Catalogue(GUARDED, GREET)

    assert list(catalogue.permitted_to({"projects:read"})) == ["greet"]
    assert list(catalogue.permitted_to({"projects:read", "projects:write"})) == ["guarded", "greet"]
    assert "guarded" not in catalogue.permitted_to(())


def test_two_actions_of_one_name_are_no_catalogue() -> None:
    with pytest.raises(ValueError, match="one name"):
        Catalogue(GREET, replace(GUARDED, name="greet"))


async def test_an_action_runs_with_what_its_context_holds_and_nothing_else() -> None:
    context = ActionContext("Ada", no_unit_of_work, no_unit_of_work)

    assert await GREET.run(context, Greeting()) == Greeting(name="Ada and you")
    assert {field.name for field in fields(context)} == {
        *("caller", "reading", "writing"),
        *("now", "progress", "is_cancelled"),
    }
    assert not context.is_cancelled()
