"""What the web server refuses before Django reads it."""

import logging
import socket

from gunicorn.http.errors import LimitRequestLine

from sites.web_worker import Worker


def test_an_address_that_is_too_long_is_answered_in_words():
    worker = object.__new__(Worker)
    worker.log = logging.getLogger("zhifa.test")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.handle_error(None, ours, ("127.0.0.1", 1), LimitRequestLine(5000, 4094))
        head, _, body = theirs.recv(65536).partition(b"\r\n\r\n")
    assert (head.split()[1], "网址太长，没有打开" in body.decode()) == (b"414", True)
    assert f"Content-Length: {len(body)}".encode() in head
