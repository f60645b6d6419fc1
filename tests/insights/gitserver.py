"""Git's own web server, for tests that clone."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.insights import golden


@dataclass
class Remote:
    """Git's own web server with the golden repository, under a name that only the test's resolver knows."""

    story: golden.Golden
    port: int
    asked: list[str] = field(default_factory=list)
    redirect: bool = False
    plain_files: bool = False

    @property
    def url(self) -> str:
        return f"http://git.example.test:{self.port}/own.git"

    def answer(self, path: str, environment: dict[str, str], body: bytes) -> bytes:
        """Ask git for an answer: headers, an empty line, a body."""
        path, _, query = path.partition("?")
        environment |= {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.story.path.parent),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": "" if self.plain_files else query,
        }
        done = subprocess.run(["git", "http-backend"], env=environment, input=body, capture_output=True, check=False)
        return done.stdout


class Handler(BaseHTTPRequestHandler):
    remote: Remote

    def do_GET(self) -> None:
        self.remote.asked.append(self.headers["Host"])
        if self.remote.redirect and not self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", f"/elsewhere{self.path}")
            self.end_headers()
            return
        environment = {
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        head, _, content = self.remote.answer(self.path.removeprefix("/elsewhere"), environment, body).partition(
            b"\r\n\r\n"
        )
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815  # the name the server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(story: golden.Golden) -> Iterator[Remote]:
    handler = type("RemoteHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    remote = Remote(story, server.server_port)
    handler.remote = remote  # type: ignore[attr-defined]
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    yield remote
    server.shutdown()
    thread.join()
    server.server_close()
