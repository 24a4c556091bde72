"""The web server's own answers, to what Django never gets to read, in words."""

from http import HTTPStatus

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

TOO_LONG = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>网址太长</title></head>
<body>
<h1>网址太长，没有打开</h1>
<p>要查的内容写得太多了。请返回上一页写短一些，例如只填证书编号和姓名，或者<a href="/">回到首页</a>。</p>
</body>
</html>
"""


class Worker(ThreadWorker):
    """Says in Chinese that an address is too long to be read."""

    def handle_error(self, req, client, addr, exc) -> None:
        if not isinstance(exc, LimitRequestLine):
            return super().handle_error(req, client, addr, exc)
        self.log.info("an address from %s is too long", addr[0] if addr else "")
        body = TOO_LONG.encode()
        status = HTTPStatus.REQUEST_URI_TOO_LONG
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
            f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            util.write_nonblock(client, head.encode() + body)
        except OSError:
            self.log.debug("nobody waits for the answer any more")
