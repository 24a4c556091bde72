"""The door of a training in a cellar: opened once, cut from the network, sent when the line is back."""

from io import BytesIO

import pytest
import segno

from tests.browser import chromium
from tests.browser.conftest import ARGUMENTS, PHONE

pytestmark = pytest.mark.browser
MAKE = """
from django.utils import timezone
from tests.cms.people.factories import PersonFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory
day = dict.fromkeys(("starts_on", "ends_on"), timezone.localdate())
session = OpenSessionFactory(title="地下室里的培训", begins=None, finishes=None, **day)
for number in range(200):
    SignUpFactory(session=session, person=PersonFactory(phone=f"155{number:08d}"))
print(session.pk, *session.sign_ups.values_list("code", flat=True))
"""
COUNT = """
from cms.training.models import TrainingSession
session = TrainingSession.objects.get(pk={pk})
print(session.attendances.attended().count(), session.attendances.count(), session.scans.count())
"""
SCAN = """codes => {
  const form = document.querySelector("form[data-typed]");
  for (const code of codes) { form.elements.namedItem("code").value = code; form.requestSubmit(); }
}"""
# As if no answer had ever come.
FORGET_ANSWERS = """() => {
  const name = Object.keys(localStorage).find((each) => each.endsWith(":scans"));
  const scans = JSON.parse(localStorage.getItem(name));
  localStorage.setItem(name, JSON.stringify(scans.map((scan) => ({ ...scan, sent: false }))));
}"""


def test_two_devices_without_a_line_scan_two_hundred_and_each_has_come_once(visit, platform):
    pk, *codes = platform.python(MAKE).split()
    devices = [visit(f"/portal/door/{pk}/", "office", viewport=PHONE) for _device in range(2)]
    for device in devices:
        device.get_by_text("没有网络也能签到").wait_for()
        device.context.set_offline(True)
        device.reload()
        device.evaluate(SCAN, codes)
        device.get_by_text("200 次扫描还在这台设备上").wait_for()
        # The battery was changed.
        device.reload()
        device.get_by_text("200 次扫描还在这台设备上").wait_for()
        assert device.locator(".door__list .tag--ok").count() == 200
    for device in devices:
        device.context.set_offline(False)
        device.get_by_text("都已送出").wait_for(timeout=60_000)
    assert platform.python(COUNT.format(pk=pk)).split() == ["200", "200", "400"]
    first = devices[0]
    first.evaluate(FORGET_ANSWERS)
    first.reload()
    first.get_by_text("都已送出").wait_for(timeout=60_000)
    assert first.get_by_text("要核对的 200 项").count() == 1
    assert platform.python(COUNT.format(pk=pk)).split() == ["200", "200", "400"]


def film_of(code: str) -> bytes:
    """A still film of a code on white paper, such as Chromium takes for what a camera sees."""
    width, height = 640, 480
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix_iter(scale=8, border=4)]
    left, top = (width - len(rows[0])) // 2, (height - len(rows)) // 2
    light = bytearray([235]) * (width * height)
    for y, row in enumerate(rows):
        start = (top + y) * width + left
        light[start : start + len(row)] = bytes(16 if dark else 235 for dark in row)
    film = BytesIO(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
    film.seek(0, 2)
    for _frame in range(5):
        film.write(b"FRAME\n" + light + bytes([128]) * (width * height // 2))
    return film.getvalue()


def test_code_held_before_the_camera_is_read_also_without_a_line(browser, platform, signed_in, tmp_path):
    make = MAKE.replace("地下室里的培训", "摄像头前的培训").replace("155", "157").replace("200", "1")
    pk, code = platform.python(make).split()
    film = tmp_path / "camera.y4m"
    film.write_bytes(film_of(code))
    seeing = browser.browser_type.launch(
        executable_path=chromium.find(),
        args=[
            *ARGUMENTS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    try:
        context = seeing.new_context(base_url=platform.url, viewport=PHONE, permissions=["camera"])
        context.add_cookies(signed_in("office"))
        page = context.new_page()
        page.goto(f"/portal/door/{pk}/")
        page.get_by_text("没有网络也能签到").wait_for()
        context.set_offline(True)
        page.get_by_role("button", name="用摄像头扫码").click()
        page.locator(".door__list .tag--ok").wait_for()
        page.get_by_text("1 次扫描还在这台设备上").wait_for()
        page.get_by_role("button", name="关闭摄像头").click()
        context.set_offline(False)
        page.get_by_text("都已送出").wait_for(timeout=60_000)
    finally:
        seeing.close()
    assert platform.python(COUNT.format(pk=pk)).split() == ["1", "1", "1"]


def test_code_is_typed_where_there_is_no_script_and_no_camera(visit, platform):
    make = MAKE.replace("地下室里的培训", "没有脚本的培训").replace("155", "156").replace("200", "1")
    pk, code = platform.python(make).split()
    page = visit(f"/portal/door/{pk}/", "office", viewport=PHONE, script=False)
    page.get_by_label("签到码").fill(code.lower())
    page.get_by_role("button", name="签到").click()
    page.get_by_text("已记到场").wait_for()
    assert page.get_by_role("button", name="用摄像头扫码").count() == 0
    assert page.locator(".door__list .tag--ok").count() == 1
