"""Two agencies use one photo; a reviewer finds it, decides, and goes through the row with the keyboard."""

import io
import random

import pytest
from PIL import Image, ImageOps

from tests.browser.conftest import PHONE
from tests.browser.test_one_day import press, said

pytestmark = pytest.mark.browser
NAMES = "; ".join(
    (
        "from datetime import timedelta",
        "from django.utils import timezone",
        "from cms.accounts.models import User",
        "from cms.agencies.models import Agency",
        "from cms.duties.models import ActivityRecord, DutyItem, Evidence",
        "from cms.duties.services import *",
    )
)


def photograph(turned=False) -> dict:
    """Larger than the browser sends it; it tells when and where it was taken."""
    noise = Image.frombytes("RGB", (9, 7), random.Random(5).randbytes(189))
    picture = noise.resize((2700, 2100), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:11:24 09:30:00", 0x9011: "+08:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 24.0), 3: "E", 4: (121.0, 23.0, 42.0)})
    out = io.BytesIO()
    (ImageOps.mirror(picture) if turned else picture).save(out, "JPEG", quality=97, exif=exif)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


MANY = 30
# Handed in one after another, of the unit of the account.
HANDED_IN = """
actor, host = User.objects.get(username="agency2"), Agency.objects.get(code="QQ-SC")
model = ActivityRecord.objects.filter(state="published").first()
then = timezone.now() - timedelta(days=3)
same = {name: getattr(model, name).all() for name in ("settings", "audiences", "laws")}
made = []
for number in range(MANY):
    record = start_activity(host, actor=actor, name=f"第{number + 1}场楼组普法")
    told = {"address": f"晚晴路{number + 1}号", "summary": f"为{number + 1}号楼的居民讲解。", **same}
    record = save_activity(
        record, actor=actor, seen=record.lock_version, form="lecture", starts_at=then, ends_at=then,
        onsite=30, online=0, **told,
    )
    made.append(submit_activity(record, actor=actor).pk)
print(*made)
"""


def begun(platform, account: str, code: str, name: str) -> int:
    """A record that lacks its photos only."""
    writes = (
        f"actor = User.objects.get(username='{account}')",
        f"host = Agency.objects.get(code='{code}')",
        f"made = start_activity(host, actor=actor, name='{name}')",
        "model = ActivityRecord.objects.filter(state='published').first()",
        "then = timezone.now() - timedelta(days=2)",
        "made = save_activity(made, actor=actor, seen=made.lock_version, form='lecture', starts_at=then, "
        "ends_at=then, address='清溪路 8 号', onsite=30, online=0, summary='讲解了宪法。', "
        "settings=model.settings.all(), audiences=model.audiences.all(), laws=model.laws.all())",
        "print(made.pk)",
    )
    return int(platform.python(f"{NAMES}; {'; '.join(writes)}"))


def test_reviewer_finds_a_photo_used_twice_and_judges_with_the_keyboard(visit, platform):
    records = []
    for account, code, name, turned in (
        ("agency", "QQ-RS", "午间普法小课堂", False),
        ("agency2", "QQ-SC", "消费提示进楼宇", True),
    ):
        pk = begun(platform, account, code, name)
        page = visit(f"/portal/activities/{pk}/edit/photos/", account, viewport=PHONE)
        page.set_input_files("[name=photos]", photograph(turned))
        page.get_by_text("可以上传").wait_for()
        assert page.locator(".photos--chosen canvas").count() == 1
        paper = {"name": "签到表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
        page.set_input_files("[name=documents]", paper)
        page.select_option("[name=kind]", "sign_in")
        press(page, "上传，下一步")
        press(page, "提交审核")
        records.append(pk)
    first, second = records
    told = (
        f"Evidence.objects.filter(activity={first}, kind='photo').values_list('taken_at', 'latitude').get()"
    )
    assert "datetime.datetime(2026, 11, 24, 1, 30" in platform.python(f"{NAMES}; print({told})")

    desk = visit(f"/office/review_desk/inspect/{first}/", "reviewer")
    text = desk.inner_text("main")
    assert ["拍摄于2026年11月24日 09:30" in text, "一张左右翻转" in text] == [True, True]
    desk.keyboard.press("j")
    desk.wait_for_url(f"**/inspect/{second}/")
    desk.keyboard.press("k")
    desk.wait_for_url(f"**/inspect/{first}/")
    press(desk, "不是同一次")
    said(desk, "已记住")
    desk.keyboard.press("r")
    desk.get_by_label("现场参加人次").check()
    desk.fill("[name=reason]", "J K A 只是字母")
    press(desk, "退回")
    desk.wait_for_url(f"**/inspect/{second}/")
    desk.get_by_label("用键盘").uncheck()
    desk.keyboard.press("a")
    desk.get_by_label("用键盘").check()
    desk.keyboard.press("a")
    said(desk, "消费提示进楼宇：已通过")

    page = visit(f"/portal/activities/{first}/edit/results/", "agency", viewport=PHONE)
    assert "审核员标出" in page.locator("label", has_text="现场参加人次").inner_text()


def test_office_reviews_thirty_in_a_sitting_by_keyboard(visit, platform):
    keys = platform.python("\n".join([*NAMES.split("; "), f"MANY = {MANY}", HANDED_IN])).split()
    desk = visit(f"/office/review_desk/inspect/{keys[0]}/", "office")
    for following in keys[1:]:
        desk.keyboard.press("a")
        desk.wait_for_url(f"**/inspect/{following}/")
    desk.keyboard.press("a")
    desk.wait_for_url(lambda address: f"/inspect/{keys[-1]}/" not in address)
    approved = f"ActivityRecord.objects.filter(pk__in={[*map(int, keys)]}, state='approved').count()"
    assert int(platform.python(f"{NAMES}; print({approved})")) == MANY
