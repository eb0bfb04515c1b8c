"""The page of `make watch`: one file, served to this computer alone, which updates itself."""

from __future__ import annotations

import json
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PAGE = Path(__file__).with_name("page.html")
PORT = 8089  # so that a page left open finds the next watcher; if it is taken, any other
TYPES = {".mp4": "video/mp4", ".png": "image/png"}
FILES = ("frame", "clip", "scene")  # a stamp tells the browser which of them are new
ALIVE = 15.0  # seconds after which a browser is told that nothing is new


class Page:
    """What the page shows, and the server that tells browsers so."""

    def __init__(self, name: str) -> None:
        # Versions begin with the time, so that a page left open takes nothing for known.
        version = time.time_ns() // 10**6
        self._state: dict[str, Any] = {"name": name, "version": version, "stamps": {}}
        self._changed = threading.Condition()
        handler = partial(_Handler, self)
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", PORT), handler)
        except OSError:
            self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """What to type into a browser."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def serve(self) -> None:
        """Answer browsers from now on, in a thread."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, **news: Any) -> None:
        """Change what is shown: at, frame, clip, scene (files), beats, starts, news, error.

        `playing` is what the clip is named in the cache: the page starts a film anew only if that
        changes.
        """
        with self._changed:
            self._state["version"] += 1
            stamps = {name: self._state["version"] for name in FILES if name in news}
            self._state |= news | {"stamps": self._state["stamps"] | stamps}
            self._changed.notify_all()

    def state(self, after: int = -1) -> dict[str, Any] | None:
        """The state when it is newer than version `after`; None if it is not, for a while."""
        with self._changed:
            self._changed.wait_for(lambda: self._state["version"] > after, ALIVE)
            return dict(self._state) if self._state["version"] > after else None

    def file(self, name: str) -> Path | None:
        """The file that `frame`, `clip` or `scene` names now, or `beat/NUMBER`."""
        state = self.state() or {}
        if name in FILES:
            return Path(state[name]) if state.get(name) else None
        clips = {f"beat/{beat['number']}": Path(beat["clip"]) for beat in state.get("beats", ())}
        return clips.get(name)


class _Handler(BaseHTTPRequestHandler):
    """`/` is the page, `/events` what is new, anything else a picture or a film."""

    def __init__(self, page: Page, *args: Any) -> None:
        self._page = page
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None: ...

    def do_GET(self) -> None:
        name = urlsplit(self.path).path[1:]
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        try:
            if host not in ("127.0.0.1", "localhost"):  # a foreign name that leads here
                self.send_error(403)
            elif not name:
                self._send(PAGE.read_bytes(), "text/html; charset=utf-8")
            elif name == "events":
                self._send_events()
            elif path := self._page.file(name):
                self._send(path.read_bytes(), TYPES[path.suffix])
            else:
                self.send_error(404)
        except FileNotFoundError:
            self.send_error(404)
        except (BrokenPipeError, ConnectionResetError):  # the browser has gone
            self.close_connection = True

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _send_events(self) -> None:
        """Server-sent events, for as long as the browser listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        version = -1
        while True:
            state = self._page.state(after=version)
            if state:
                version = state["version"]
            self.wfile.write(f"data: {json.dumps(state)}\n\n".encode() if state else b":\n\n")
            self.wfile.flush()
