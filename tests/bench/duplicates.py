"""One new photo beside all that are stored, held to fifty milliseconds; the baseline compares each.

And one new record beside those of the same days, among as many over ten years.
"""

import random
import statistics
import time
from datetime import UTC, datetime, timedelta

from django.db import connection

from cms.agencies.models import Agency
from cms.duties.models import ActivityRecord, Evidence, PhotoLook
from cms.duties.queries.likeness import likenesses
from cms.duties.queries.looks import photos_like
from media.cleaning.likeness import MIRRORED

LIMIT = 0.05
ASKED = 30
CHUNK = 20_000
FIRST, TEN_YEARS = datetime(2017, 1, 1, 1, tzinfo=UTC), timedelta(days=3652)
# Five hundred words of two characters: what offices write has more, and repeats the same few oftener.
WORDS = [chr(0x4E00 + number * 7) + chr(0x6000 + number * 11) for number in range(500)]


def run(size: int) -> None:
    agency = Agency.objects.create(name="测速单位", code="bench")
    _photos(size, agency)
    _words(size, agency)


def _photos(size: int, agency: Agency) -> None:
    started = time.perf_counter()
    rng = random.Random(4)
    activity = ActivityRecord.objects.create(name="测速活动", host=agency)
    looks = _store(size, rng, activity)
    print(f"存入 {size} 张照片，每张两个样子，{time.perf_counter() - started:.0f} 秒")
    alone, like = [], []
    for number in range(ASKED):
        wanted = looks[rng.randrange(size)]
        # A few bits apart, mirrored every second time: as a smaller and cropped copy would be.
        bits = wanted ^ sum(1 << place for place in rng.sample(range(63), 4)) ^ (number % 2 and MIRRORED)
        photo = _photo(activity, number, bits)
        begun = time.perf_counter()
        found = photos_like([photo])
        like.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        nearest = min((bits ^ other ^ turned).bit_count() for other in looks for turned in (0, MIRRORED))
        alone.append(time.perf_counter() - begun)
        assert found[0].bits_apart <= 4 == nearest
        PhotoLook.objects.filter(photo=photo).delete()
    # Of thirty on a machine that does other things too, one may wait.
    usual, worst = statistics.quantiles(like, n=10)[-1], max(like)
    print(f"逐张比对（基线，已在内存里）：中位 {statistics.median(alone) * 1000:.0f} 毫秒")
    middle, nine, most = (each * 1000 for each in (statistics.median(like), usual, worst))
    print(f"查库：中位 {middle:.1f} 毫秒，九成不超过 {nine:.1f} 毫秒，最慢 {most:.1f} 毫秒")
    print(f"九成限 {LIMIT * 1000:.0f} 毫秒：{'通过' if usual < LIMIT else '超过'}")


def _words(size: int, agency: Agency) -> None:
    started = time.perf_counter()
    rng = random.Random(5)
    for start in range(0, size, CHUNK):
        ActivityRecord.objects.bulk_create(
            _record(agency, rng, TEN_YEARS * ((start + place) / size))
            for place in range(min(CHUNK, size - start))
        )
    print(f"存入 {size} 条活动记录，{time.perf_counter() - started:.0f} 秒")
    taken = []
    for activity in rng.sample(list(ActivityRecord.objects.filter(state="submitted")[: ASKED * 100]), ASKED):
        begun = time.perf_counter()
        likenesses(activity)
        taken.append(time.perf_counter() - begun)
    middle, worst = statistics.median(taken) * 1000, max(taken) * 1000
    print(f"与前后一天的记录比对：中位 {middle:.1f} 毫秒，最慢 {worst:.1f} 毫秒")


def _record(agency: Agency, rng: random.Random, after: timedelta) -> ActivityRecord:
    starts = FIRST + after
    name = "".join(rng.choices(WORDS, k=4))
    summary = "，".join("".join(rng.choices(WORDS, k=6)) for _ in range(8))
    return ActivityRecord(
        name=name, summary=summary, host=agency, form="lecture", state="submitted", starts_at=starts,
        ends_at=starts + timedelta(hours=2), address=f"青桥路{rng.randrange(500)}号", onsite=30, online=0,
    )  # fmt: skip


def _photo(activity: ActivityRecord, number: int, bits: int) -> Evidence:
    photo = Evidence.objects.create(activity=activity, position=1, file=f"{number}.jpg")
    _add_looks([(photo.pk, bits), (photo.pk, bits ^ 0b111)])
    Evidence.objects.filter(pk=photo.pk).update(retired_at="2026-01-01T00:00Z")
    return photo


def _store(size: int, rng: random.Random, activity: ActivityRecord) -> list[int]:
    looks = [rng.getrandbits(63) for _ in range(size)]
    for start in range(0, size, CHUNK):
        some = looks[start : start + CHUNK]
        photos = Evidence.objects.bulk_create(
            Evidence(activity=activity, position=1, file="x.jpg", retired_at="2026-01-01T00:00Z")
            for _ in some
        )
        # What stands further in looks much, and not quite, like the whole.
        pairs = zip(photos, some, strict=True)
        _add_looks(
            [
                row
                for photo, bits in pairs
                for row in ((photo.pk, bits), (photo.pk, bits ^ rng.getrandbits(63)))
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return looks


def _add_looks(rows: list[tuple[int, int]]) -> None:
    PhotoLook.objects.bulk_create(
        (PhotoLook(photo_id=photo, bits=bits, **PhotoLook.bands_of(bits)) for photo, bits in rows),
        batch_size=5000,
    )
