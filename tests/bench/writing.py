"""The pen beside the same writes by hand: lock, check, save, a line of the trail; no rule, no difference."""

import time
from collections.abc import Callable, Iterable

from django.db import transaction

from cms.accounts.models import User
from cms.agencies.models import Agency
from cms.agencies.services import AGENCIES
from cms.core.models import AuditEntry
from cms.core.writing import write

KIND = Agency._meta.get_field("kind").choices[0][0]


def run(size: int) -> None:
    count = min(size, 1000)
    office = User.objects.create(username="bench-pen", is_superuser=True)
    made: list[Agency] = []
    figures = [
        (
            "逐条新增",
            _each(range(count), _add_by_hand),
            _each(range(count), lambda n: made.append(_add(n, office))),
        ),
        ("逐条修改", _each(made, _change_by_hand), _each(made, lambda agency: _change(agency, office))),
    ]
    print(f"{'':14}{'手写 毫秒/条':>14}{'知法 毫秒/条':>14}{'倍数':>8}")
    for name, by_hand, with_pen in figures:
        print(f"{name:10}{by_hand:>16.2f}{with_pen:>16.2f}{with_pen / by_hand:>9.2f}×")


def _each(items: Iterable, act: Callable) -> float:
    """Milliseconds that one takes."""
    items = list(items)
    started = time.perf_counter()
    for item in items:
        act(item)
    return (time.perf_counter() - started) * 1000 / len(items)


@transaction.atomic
def _add_by_hand(number: int) -> None:
    agency = Agency(code=f"H{number}", name=f"手写单位{number}", kind=KIND)
    agency.full_clean()
    agency.save(force_insert=True)
    _note(agency)


def _add(number: int, office: User) -> Agency:
    return AGENCIES.add(actor=office, code=f"B{number}", name=f"笔写单位{number}", kind=KIND)


@transaction.atomic
def _change_by_hand(agency: Agency) -> None:
    held = Agency.objects.select_for_update().get(pk=agency.pk)
    held.name += "甲"
    held.full_clean()
    held.save(update_fields=["name", "updated_at"])
    _note(held)


def _change(agency: Agency, office: User) -> None:
    write(agency, AGENCIES.changes, {"name": f"{agency.name}乙"}, actor=office)


def _note(agency: Agency) -> None:
    AuditEntry.objects.create(action="bench", target_type="agencies.agency", target_id=agency.pk, detail={})
