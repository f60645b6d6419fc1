"""The protocol of actions: what one is, what it is handed, and the catalogue in which callers find it.

It knows no domain: who calls and what a unit of work is are types that the users of this protocol fill in.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from quarterdeck.kit.clock import now

CallerT = TypeVar("CallerT")
SessionT = TypeVar("SessionT")
ContextT = TypeVar("ContextT")

Effect = Literal["read", "write", "consequential"]
"""What a call may do: nothing, change what belongs to the caller, or act on the world outside."""


class Progress(Protocol):
    """Told how far a long call is, in the units of the step; `total` is `None` while nobody knows it."""

    def __call__(self, phase: str, done: float, total: float | None) -> None: ...


def unheard(phase: str, done: float, total: float | None) -> None:
    """Take progress that nobody asked for."""


def never_cancelled() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ActionContext(Generic[CallerT, SessionT]):
    """All that a running action is handed, and no more: no key, hasher, signer or settings can be reached from here.

    Attributes:
        caller: for whom it acts, with the rights of this moment.
        reading: opens a unit of work that only reads.
        writing: opens a unit of work that is committed when its block ends, or undone with it.
        now: the time, UTC.
        progress: told how far a long call is.
        is_cancelled: whether the caller gave up; ask between steps.
    """

    caller: CallerT
    reading: Callable[[], AbstractAsyncContextManager[SessionT]]
    writing: Callable[[], AbstractAsyncContextManager[SessionT]]
    now: Callable[[], datetime] = now
    progress: Progress = unheard
    is_cancelled: Callable[[], bool] = never_cancelled


@dataclass(frozen=True, slots=True)
class Action(Generic[ContextT]):
    """One thing that a person or an assistant may have done.

    Attributes:
        name: how programs call it: lower case, unique in its catalogue.
        title: how people call it.
        description: for whoever chooses among actions, a model most of all.
        takes: the arguments; unknown ones are refused by the model itself.
        gives: the result.
        run: carries it out with arguments that were validated.
        scope: what a caller must hold; `None` lets in everybody who is known.
        effect: what a call may do.
    """

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[ContextT, Any], Awaitable[BaseModel]]
    scope: str | None
    effect: Effect

    def is_permitted_to(self, scopes: Collection[str]) -> bool:
        """Decide, here and nowhere else, whether who holds `scopes` may call this."""
        return self.scope is None or self.scope in scopes


class Catalogue(Mapping[str, Action[ContextT]]):
    """Actions by name, in the order in which callers see them.

    Raises:
        ValueError: two of them have one name.
    """

    def __init__(self, *actions: Action[ContextT]) -> None:
        self._actions = {action.name: action for action in actions}
        if len(self._actions) < len(actions):
            raise ValueError("two actions have one name")

    def __getitem__(self, name: str) -> Action[ContextT]:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __len__(self) -> int:
        return len(self._actions)

    def permitted_to(self, scopes: Collection[str]) -> "Catalogue[ContextT]":
        """Return the part of it that who holds `scopes` may call; the rest does not exist for them."""
        return Catalogue(*(action for action in self._actions.values() if action.is_permitted_to(scopes)))
