"""What a stranger waits for: bytes over the wire on a first view, scripts, the server's time, the page cache.

Times are those of this machine now; what counts is what stands beside them in the same run: the home page of
a stock Wagtail site, and, where nginx is installed, the same bytes as a plain file. Wagtail's own demo, the
bakery, is on no package index: `tests.bench.stock` says what of its home the stock site does instead.
Neither is compressed here, since a stock site does not. A page is told of four times: with nothing kept at
all; the first after an event was published, when what shows no events is kept; at an address that nobody
asked for before; and as it is served to whoever comes next, which is what must take a fifth of the baseline
at most.
"""

import contextlib
import gzip
import itertools
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.bench.costs import milliseconds

POINTS, EVENTS = 500, 60
MOST_KILOBYTES = 150
# So often the rates are taken, for so long each.
TURNS, SECONDS = 5, 0.3
# Of the baseline.
SHARE = 1 / 5
# No two are alike: what stays as it is would not be made anew.
_CHANGES = itertools.count(1)
PARTS = re.compile(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"')
SCRIPTS = re.compile(r"<script\b[^>]*")


def run(size: int) -> None:
    """`size` is not used: the pages are those of the demo year, one long law and a map of 500 points."""
    from django.test import Client, override_settings

    pages, stock = _pages(), _stock()
    print(f"基线（原样的 Wagtail 首页）{stock:.1f} ms，{1 / SHARE:.0f} 分之一是 {stock * SHARE:.1f} ms")
    kinds = ("重做", "发布后", "新网址", "送出")
    heads = ("首次 kB", *(f"{kind} ms" for kind in kinds), *(f"{kind}/基线" for kind in kinds))
    print(f"{'页面':<12}" + "".join(f"{each:>9}" for each in heads))
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        for name, path in pages.items():
            first, told = _first_view(Client(HTTP_ACCEPT_ENCODING="gzip"), path)
            with override_settings(KEPT_PAGES_SECONDS=0):
                anew = milliseconds(Client(), path)
            after = milliseconds(Client(), path, before=_publish)
            made = milliseconds(_Stranger(), path)
            kept = milliseconds(Client(), path)
            if kept > stock * SHARE:
                told.append("慢")
            times = (anew, after, made, kept)
            told_times = "".join(f"{each:>12.1f}" for each in times)
            told_times += "".join(f"{each / stock:>12.3f}" for each in times)
            print(f"{name:<12}{first:>9.0f}{told_times}  {'、'.join(told)}")
    _beside_nginx(pages)


class _Stranger:
    """Asks each time at an address of its own, with a cookie of its own: no page is kept for it."""

    def __init__(self):
        from django.test import Client

        self.client, self.turns = Client(HTTP_COOKIE="own=1"), itertools.count()

    def get(self, path: str):
        return self.client.get(f"{path}{'&' if '?' in path else '?'}turn={next(self.turns)}")


def _publish() -> None:
    """An event that the pages measured show is another one now."""
    from cms.events.models import Event

    event = Event.objects.filter(title__endswith="场法治讲座").first()
    event.title = f"改了第{next(_CHANGES)}次的一场法治讲座"
    event.save(update_fields=["title"])


def _stock() -> float:
    """What the home of a stock site costs here and now, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "STOCK_FOLDER": folder}
        command = [sys.executable, "-m", "tests.bench.stock"]
        return float(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)


def _first_view(client, path: str) -> tuple[float, list[str]]:
    """Kilobytes over the wire without pictures, and what is wrong with that view."""
    page = _fetched(client, path)
    words = gzip.decompress(page).decode()
    parts = [_fetched(client, part) for part in PARTS.findall(words)]
    weight = sum(map(len, [page, *parts])) / 1000
    told = [] if weight <= MOST_KILOBYTES else [f"超过 {MOST_KILOBYTES} kB"]
    if any(" defer" not in tag for tag in SCRIPTS.findall(words)):
        told.append("脚本挡住页面")
    return weight, told


def _pages() -> dict[str, str]:
    """The pages measured, by name: made of the demo and what is added to it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from cms.statutes.imports.storing import import_statutes
    from cms.statutes.models import Law

    call_command("load_demo", size="year", stdout=open(os.devnull, "w"))  # noqa: SIM115
    _fill()
    pages = {
        "首页": "/",
        "主题活动": _campaign(),
        "阵地名单": "/places/?what=venue",
        "500点地图": "/places/",
        "月历": f"/events/{timezone.localdate():%Y/%m}/",
    }
    folder = settings.SAMPLE_DATA_DIR and settings.SAMPLE_DATA_DIR / "statutes" / "民法典"
    if folder and folder.is_dir():
        import_statutes(folder, source="测速", checked_on=timezone.localdate())
        pages["民法典全文"] = f"/laws/{Law.objects.get(title='中华人民共和国民法典').slug}/"
    else:
        print("没有民法典的文本（ZHIFA_SAMPLE_DATA），不测法规页。")
    return pages


def _campaign() -> str:
    from cms.campaigns.models import CampaignPage

    return CampaignPage.objects.live().first().get_url()


def _fill() -> None:
    """Points all over the district, and a month full of events."""
    from datetime import timedelta

    from django.utils import timezone

    from cms.agencies.models import Agency
    from cms.events.enums import EventState
    from cms.events.models import Event
    from cms.places.models import Place, ServicePoint, Venue

    chance = random.Random(15)
    communities = list(Place.objects.communities())
    parent = ServicePoint.objects.filter(tier=3).first() or ServicePoint.objects.filter(tier=2).first()
    near = ServicePoint.objects.exclude(longitude=None).first()
    ServicePoint.objects.bulk_create(
        ServicePoint(
            code=f"B{n:04d}", name=f"第{n}居村法律服务工作室", place=chance.choice(communities), tier=4,
            parent=parent, address=f"明理路{n}号", opening_hours="周一至周五 9:00-17:00",
            longitude=round(float(near.longitude) + chance.uniform(-0.03, 0.03), 6),
            latitude=round(float(near.latitude) + chance.uniform(-0.03, 0.03), 6),
        )
        for n in range(POINTS - ServicePoint.objects.count() - Venue.objects.count())
    )  # fmt: skip
    first = timezone.localtime().replace(day=1, hour=14, minute=0)
    host = Agency.objects.first()
    Event.objects.bulk_create(
        Event(
            title=f"第{n}场法治讲座", host=host, address="居村活动室", state=EventState.PUBLISHED,
            starts_at=first + timedelta(days=n % 28), ends_at=first + timedelta(days=n % 28, hours=2),
            published_at=timezone.now(),
        )
        for n in range(EVENTS)
    )  # fmt: skip


def _fetched(client, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} 返回 {response.status_code}")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return content if response.get("Content-Encoding") == "gzip" else gzip.compress(content)


def _beside_nginx(pages: dict[str, str]) -> None:
    """Answers a second: of gunicorn, of nginx before it, of nginx with the same bytes as a file."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists():
        print("没有装 nginx，不比。")
        return
    folder = Path(os.environ["ZHIFA_VAR"]) / "nginx"
    (folder / "plain").mkdir(parents=True)
    ours, theirs = _free_port(), _free_port()
    environment = {**os.environ, "PORT": str(ours), "DJANGO_SETTINGS_MODULE": "sites.settings.dev"}
    command = [sys.executable, "-m", "gunicorn", "sites.wsgi", "-b", f"127.0.0.1:{ours}", "-w", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as running:
        for each in (command, [nginx, "-c", str(_nginx_conf(folder, ours, theirs))]):
            process = subprocess.Popen(each, env=environment, **quiet)
            running.callback(process.wait)
            running.callback(process.terminate)
        _wait_for(ours), _wait_for(theirs)
        print(f"\n{'每秒回答':<10}{'gunicorn':>10}{'nginx 留页':>11}{'nginx 文件':>11}{'留页/文件':>10}")
        for name, path in pages.items():
            content = _answer(theirs, path).partition(b"\r\n\r\n")[2]
            (folder / "plain" / "page.html.gz").write_bytes(content)
            # By turns, and the middle one of each: what else the machine does falls on all of them.
            turns = [
                (_rate(ours, path), _rate(theirs, path), _rate(theirs, "/plain/page.html"))
                for _ in range(TURNS)
            ]
            own, kept, plain = map(median, zip(*turns, strict=True))
            share = median(kept / plain for _own, kept, plain in turns)
            print(f"{name:<10}{own:>10.0f}{kept:>11.0f}{plain:>11.0f}{share:>10.2f}")


def _nginx_conf(folder: Path, ours: int, theirs: int) -> Path:
    """As the handbook has it: a page for everybody is kept for the second its header says."""
    path = folder / "nginx.conf"
    path.write_text(f"""daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; }}
  proxy_cache_path {folder}/cache keys_zone=pages:4m;
  server {{
    listen 127.0.0.1:{theirs};
    location /plain/ {{ root {folder}; gzip_static always; }}
    location / {{
      proxy_pass http://127.0.0.1:{ours}; proxy_set_header Host 127.0.0.1; proxy_cache pages;
      proxy_cache_key $scheme$host$request_uri$cookie_zhifa_size$http_accept_encoding;
      proxy_cache_bypass $cookie_sessionid $cookie_messages;
      proxy_no_cache $cookie_sessionid $cookie_messages;
      proxy_cache_use_stale updating; proxy_cache_background_update on; proxy_cache_lock on;
      proxy_ignore_headers Vary;
    }}
  }}
}}
""")
    return path


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"端口 {port} 没有应答")


def _answer(port: int, path: str) -> bytes:
    """One answer over a connection of its own, as every visitor has one."""
    lines = (f"GET {quote(path, safe='/?=&%')} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode())
        return b"".join(iter(lambda: connection.recv(1 << 20), b""))


def _rate(port: int, path: str) -> float:
    """Answers a second, one after the other."""
    _answer(port, path)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        _answer(port, path)
        count += 1
    return count / (time.perf_counter() - begun)
