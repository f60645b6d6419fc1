"""Our routes answer as FastAPI's own would: the same application twice, once with each route class."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, Security
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from quarterdeck.infra.web.dependency_chain import NotCompilable, compile_chain
from quarterdeck.infra.web.route import DeckRoute


class Thing(BaseModel):
    name: str = Field(max_length=3)


class Filter(BaseModel):
    size: int = Field(1, le=5)
    tags: list[str] = []


async def note(request: Request, what: str) -> None:
    request.app.state.seen.append(what)


async def caller(request: Request, x_caller: Annotated[str, Header(max_length=5)] = "ada") -> str:
    await note(request, "caller")
    if x_caller == "eve":
        raise HTTPException(403)
    return x_caller


Caller = Annotated[str, Depends(caller)]


async def page(request: Request, number: Annotated[int, Query(ge=1, le=9)] = 1) -> int:
    await note(request, "page")
    return number


async def short(request: Request, who: Caller) -> AsyncIterator[str]:
    await note(request, "opens short")
    try:
        yield f"short of {who}"
    except ValueError:
        await note(request, "short saw the error")
        raise
    finally:
        await note(request, "closes short")


async def long(request: Request) -> AsyncIterator[str]:
    await note(request, "opens long")
    yield "long"
    await note(request, "closes long")


def threaded(who: Caller) -> str:
    return who.upper()


def threaded_generator(request: Request) -> Iterator[str]:
    request.app.state.seen.append("opens threaded")
    yield "threaded"
    request.app.state.seen.append("closes threaded")


async def stamped(response: Response) -> None:
    response.headers["X-Stamp"] = "yes"
    response.status_code = 202


async def counted(request: Request) -> int:
    await note(request, "counted")
    return len(request.app.state.seen)


Short = Annotated[str, Depends(short, scope="function")]
Long = Annotated[str, Depends(long)]


async def read(who: Caller, number: Annotated[int, Depends(page)], opened: Short, other: Caller) -> dict[str, Any]:
    return {"who": who, "number": number, "opened": opened, "other": other}


async def write(thing: Thing, who: Caller, copies: Annotated[int, Query(le=3)] = 1) -> list[Any]:
    return [thing.name, who, copies]


async def filtered(asked: Annotated[Filter, Query()], many: Annotated[list[int] | None, Query()] = None) -> Any:
    return [asked.size, asked.tags, many]


async def by_id(thing_id: int, opened: Short) -> int:
    if thing_id == 0:
        raise ValueError(opened)
    return thing_id


async def kept(opened: Long, shorter: Short, who: Annotated[str, Depends(threaded)]) -> list[str]:
    return [opened, shorter, who]


async def in_thread(opened: Annotated[str, Depends(threaded_generator)]) -> str:
    return opened


async def answered(_stamped: Annotated[None, Depends(stamped)], response: Response) -> str:
    response.headers["X-Second"] = "too"
    return "stamped"


async def twice(
    first: Annotated[int, Depends(counted)],
    again: Annotated[int, Depends(counted)],
    anew: Annotated[int, Depends(counted, use_cache=False)],
) -> list[int]:
    return [first, again, anew]


async def nothing() -> None:
    return None


async def plain_response() -> Response:
    return Response(b"as it is", 203, {"X-Own": "1"})


def build(kind: type[APIRoute]) -> FastAPI:
    """The application with its routes of one class, on the application's own router: no include in between."""
    app = FastAPI()
    app.router.route_class = kind
    app.state.seen = []
    routes: list[tuple[str, Any, str, dict[str, Any]]] = [
        ("/read", read, "GET", {}),
        ("/things", write, "PUT", {}),
        ("/filtered", filtered, "GET", {}),
        ("/things/{thing_id}", by_id, "GET", {}),
        ("/kept", kept, "GET", {}),
        ("/in-thread", in_thread, "GET", {}),
        ("/answered", answered, "GET", {}),
        ("/twice", twice, "GET", {}),
        ("/nothing", nothing, "DELETE", {"status_code": 204}),
        ("/plain", plain_response, "GET", {}),
    ]
    for path, endpoint, method, options in routes:
        app.add_api_route(path, endpoint, methods=[method], **options)
    return app


REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/read", {}),
    ("GET", "/read?number=3", {"headers": {"X-Caller": "bob"}}),
    ("GET", "/read?number=0", {}),
    ("GET", "/read?number=0", {"headers": {"X-Caller": "too long"}}),
    ("GET", "/read?number=x&number=2", {"headers": {"X-Caller": "eve"}}),
    ("PUT", "/things", {"json": {"name": "abc"}}),
    ("PUT", "/things?copies=9", {"json": {"name": "abcd"}, "headers": {"X-Caller": "too long"}}),
    ("PUT", "/things", {}),
    ("PUT", "/things", {"json": [1]}),
    ("GET", "/filtered", {}),
    ("GET", "/filtered?size=2&tags=a&tags=b&many=1&many=2", {}),
    ("GET", "/filtered?size=9&many=x", {}),
    ("GET", "/things/7", {}),
    ("GET", "/things/x", {}),
    ("GET", "/things/0", {}),
    ("GET", "/kept", {}),
    ("GET", "/in-thread", {}),
    ("GET", "/answered", {}),
    ("GET", "/twice", {}),
    ("DELETE", "/nothing", {}),
    ("GET", "/plain", {}),
]


async def seen(app: FastAPI, method: str, path: str, options: dict[str, Any]) -> dict[str, Any]:
    """What a client gets, and what was called on the way and in which order."""
    app.state.seen.clear()
    transport = httpx2.ASGITransport(with_state(app, app.state.seen), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.request(method, path, **options)
    return {
        "status": answer.status_code,
        "body": answer.text,
        "headers": dict(answer.headers),
        "called": list(app.state.seen),
    }


def with_state(app: FastAPI, calls: list[str]) -> Callable[..., Any]:
    """Note when the answer begins, since what is closed before and after it is a promise; and give requests a state."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        async def noting(message: Any) -> None:
            if message["type"] == "http.response.start":
                calls.append("answer begins")
            await send(message)

        scope["state"] = {}
        await app(scope, receive, noting)

    return served


@pytest.mark.parametrize(("method", "path", "options"), REQUESTS)
async def test_a_route_of_ours_does_what_one_of_fastapi_does(method: str, path: str, options: dict[str, Any]) -> None:
    ours, theirs = build(DeckRoute), build(APIRoute)

    assert await seen(ours, method, path, options) == await seen(theirs, method, path, options)


async def test_all_of_these_routes_are_compiled() -> None:
    routes = [route for route in build(DeckRoute).routes if isinstance(route, DeckRoute)]

    assert len(routes) == 10
    assert [route.path for route in routes if route.compiled is None] == []


@pytest.mark.parametrize("path", ["/read", "/kept", "/twice"])
async def test_an_override_is_called_in_place_of_a_dependency(path: str) -> None:
    async def somebody_else(name: str = "grace") -> str:
        return name

    ours, theirs = build(DeckRoute), build(APIRoute)
    for app in (ours, theirs):
        app.dependency_overrides[caller] = somebody_else

    assert await seen(ours, "GET", path, {}) == await seen(theirs, "GET", path, {})
    assert "caller" not in (await seen(ours, "GET", path, {}))["called"]


async def test_what_is_not_known_here_is_left_to_fastapi() -> None:
    async def scoped(_who: Annotated[str, Security(caller, scopes=["a"])]) -> str:
        return "answered by FastAPI"

    app = FastAPI()
    app.router.route_class = DeckRoute
    app.state.seen = []
    app.add_api_route("/scoped", scoped)
    route = next(route for route in app.routes if isinstance(route, DeckRoute))

    with pytest.raises(NotCompilable):
        compile_chain(route.dependant)
    assert route.compiled is None
    assert (await seen(app, "GET", "/scoped", {}))["body"] == '"answered by FastAPI"'
