# SPDX-License-Identifier: Apache-2.0
"""HTTP servers on loopback in the place of services that tests cannot have."""

import http.server
import json
import threading
from typing import NamedTuple


class Request(NamedTuple):
    """What somebody asked."""

    method: str
    path: str
    headers: object
    body: bytes


class StandIn:
    """Answers each request with the status and the bytes or the JSON value that `answer` gives for it; None is an empty body."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            def respond(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, value = answer(Request(self.command, self.path, self.headers, body))
                content = value if isinstance(value, bytes) else b"" if value is None else json.dumps(value).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/octet-stream" if isinstance(value, bytes) else "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    pass  # whoever asked was killed meanwhile

            do_GET = do_POST = do_PATCH = respond

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
