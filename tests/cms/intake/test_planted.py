"""Mess planted into good lists: nothing wrong is stored unasked, nothing fails, no row is lost."""

import os
from datetime import date
from random import Random

import pytest

from cms.intake.forecast import rehearse
from cms.intake.judging import is_importable, judge_sheets
from cms.intake.levels import LEVELS, Level
from cms.intake.registry import spec_of
from tests.cms.intake.good_lists import LISTS, agencies, places
from tests.cms.intake.mess import LOST, RIGHT, TOLD, Entry, Planter, fitting, planted

ON = date(2026, 11, 23)


@pytest.fixture
def district(db):
    places()
    agencies()


def judged(planter: Planter):
    data, placed = planter.sheet()
    good = planter.good
    judgement = judge_sheets([data], good.file, spec_of(good.kind), ON)
    return judgement.sheets[0], placed, data


@pytest.mark.parametrize("kind", LISTS)
def test_planted_mess_is_asked_about_or_read_right(district, kind):
    """Every kind of mess once; `PLANTED=20` plants each twenty times, never twice alike."""
    LISTS[kind].world()
    for seed in range(int(os.environ.get("PLANTED", "1"))):
        random = Random(f"{kind} {seed}")
        for kinds in fitting(LISTS[kind], random):
            check(planted(LISTS[kind], kinds, random.random()), kinds)


def check(planter: Planter, kinds: list[str]) -> None:
    """Nothing of a spoilt list is lost, stored wrong, or stored twice."""
    sheet, placed, data = judged(planter)
    told = {number for numbers in sheet.layout.skipped.values() for number in numbers}
    found = {row.number: row for row in sheet.rows}
    # Every row that holds something is a record or is listed, and none is both.
    assert sorted([*found, *(told - _blank(data))]) == [row.number for row in data.rows], kinds
    for number, entry in placed.items():
        row = found.get(number)
        if row is None:
            is_record = entry.meant is not None or entry.asked
            assert not is_record, ("passed over", kinds, entry.cells)
        elif is_importable(row):
            said, waits = (kinds, row.raw, row.values, row.messages), entry.waits or planter.all_wait
            assert not waits, ("should wait", *said)
            assert entry.meant is not None or entry.asked, ("no record", *said)
            assert _wrong(planter, row, entry) == {}, ("wrong", *said)
    ready = [row for row in sheet.rows if is_importable(row)]
    done = rehearse(spec_of(planter.good.kind), ready, ON).done
    assert len(done) == len(ready)
    for row, what in zip(ready, done, strict=True):
        assert not placed[row.number].again or what == "unchanged", ("stored twice", kinds, row.values)


def _blank(data) -> set[int]:
    return set(range(1, data.rows[-1].number)) - {row.number for row in data.rows}


def _wrong(planter: Planter, row, entry: Entry) -> dict:
    """What would be stored and is neither true nor told."""
    told = {found.column for found in row.findings if LEVELS[found.code] >= Level.FIX}
    wrong = {}
    for name, meant in (entry.meant or {}).items():
        held, then = planter.good.held(row.values, name), entry.spoilt.get(name, RIGHT)
        lost = (
            then is LOST and held in (None, [], "") and (name in told or planter.good.roles[name] == "phone")
        )
        if held != meant and not lost and not (then is TOLD and name in told):
            wrong[name] = held
    return wrong


@pytest.mark.parametrize("kind", LISTS)
def test_a_good_list_goes_in_whole(district, kind):
    LISTS[kind].world()
    for seed in range(3):
        sheet, placed, _ = judged(Planter(LISTS[kind], Random(seed)))
        waiting = [(row.raw, row.messages) for row in sheet.rows if not is_importable(row)]
        assert waiting == []
        assert [row.number for row in sheet.rows] == list(placed)
