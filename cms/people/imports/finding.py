"""Finds the volunteer a service record speaks of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cms.core.protected import fingerprint
from cms.people.imports.matching import phones_of
from cms.people.models import Appointment


class VolunteerFinder:
    """The volunteers of some numbers and names, in memory."""

    def __init__(self, rows: Iterable[dict[str, Any]]):
        rows = list(rows)
        numbers = {values.get("志愿者编号") for values in rows} - {None}
        names = {values.get("姓名") for values in rows} - {None}
        self.by_number: dict[str, Appointment] = {}
        self.by_name: dict[str, list[Appointment]] = defaultdict(list)
        volunteers = Appointment.objects.volunteers().select_related("person")
        for held in volunteers.filter(volunteer_number__in=numbers):
            self.by_number[held.volunteer_number] = held
        named = volunteers.filter(person__name__in=names).prefetch_related("person__appointments")
        for held in named.order_by("pk"):
            self.by_name[held.person.name].append(held)

    def find(self, values: dict[str, Any]) -> Appointment | None:
        """By number, where the name agrees; without a number by name and mobile."""
        number, name = values.get("志愿者编号"), values.get("姓名")
        if number:
            held = self.by_number.get(number)
            return held if held and held.person.name == name else None
        phone = fingerprint(values.get("手机号码") or "", "phone")
        return next((held for held in self.by_name[name] if phone and phone in phones_of(held.person)), None)

    def numbered(self, number: str | None) -> Appointment | None:
        """Whoever carries a number, whatever the name."""
        return self.by_number.get(number or "")

    def numbers_of(self, name: str | None) -> tuple[str, ...]:
        """The numbers of the volunteers of a name, to choose from."""
        return tuple(
            held.volunteer_number for held in self.by_name.get(name or "", ()) if held.volunteer_number
        )
