"""The other side of a webhook: a real server that notes what it hears."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Robot(BaseHTTPRequestHandler):
    answer, heard = 200, []

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        type(self).heard.append(json.loads(self.rfile.read(length)))
        self.send_response(type(self).answer)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def listening():
    """The robot's address while it listens."""
    server = HTTPServer(("127.0.0.1", 0), Robot)
    Robot.answer, Robot.heard = 200, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/robot"
    finally:
        server.shutdown()
        server.server_close()
