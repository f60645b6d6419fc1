"""The receiver that the guide shows is run, and the guide's numbers are the program's."""

import asyncio
import importlib.util
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn

from quarterdeck.events.webhooks.schedule import STEPS
from tests.events.webhooks.post import Post
from tests.servers.trap import Trap

GUIDE = (Path(__file__).parents[3] / "docs" / "guides" / "webhooks.md").read_text(encoding="utf-8")


@pytest.fixture
def listener() -> socket.socket:
    found = socket.socket()
    found.bind(("127.0.0.1", 0))
    return found


@pytest.fixture
def receiver(listener: socket.socket) -> Trap:
    """Where the guide's receiver will be, once its secret is known."""
    return Trap(port=listener.getsockname()[1])


@asynccontextmanager
async def guides_receiver(folder: Path, listener: socket.socket) -> AsyncIterator[None]:
    """Run the guide's example as its reader would: a file of its own, served by uvicorn."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    file = folder / "receiver.py"
    file.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("receiver", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = uvicorn.Server(uvicorn.Config(module.app, log_config=None))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield
    server.should_exit = True
    await running


async def test_the_guides_receiver_accepts_what_is_sent_once_and_refuses_what_is_forged(
    post: Post,
    listener: socket.socket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = f"http://127.0.0.1:{post.receiver.port}/quarterdeck"
    made = await post.webhook(url=address)
    monkeypatch.setenv("WEBHOOK_SECRET", made["secret"])
    async with guides_receiver(tmp_path, listener):
        await post.tell()
        await post.work()
        (delivery,) = await post.deliveries(made)
        assert (delivery["state"], delivery["response_status"]) == ("succeeded", 204)
        again = await post.owner.client.post(f"/webhooks/{made['id']}/deliveries/{delivery['id']}/redeliver")
        assert again.status_code == 202
        await post.work()
        async with httpx2.AsyncClient() as forger:
            headers = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
            assert (await forger.post(address, json={}, headers=headers)).status_code == 400

    assert capsys.readouterr().out == "thing.made {'type': 'thing', 'id': '1'}\n"


def test_the_guide_names_each_wait() -> None:
    units = {"seconds": 1, "minutes": 60, "hours": 3600}
    waits = re.findall(r"^\| \d+ \| (\d+) (\w+) \|$", GUIDE, re.MULTILINE)

    assert [int(amount) * units[unit] for amount, unit in waits] == [step.total_seconds() for step in STEPS]
