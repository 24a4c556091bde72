"""Which records of the roster may be one person, and why one thinks so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.people.models import Distinction, Person
from cms.people.models.persons import spelled

# The database joins a table with itself where the ORM does not.
AGREEING = """
WITH phones AS (
    SELECT id AS person, phone_fingerprint AS phone FROM people_person WHERE phone_fingerprint <> ''
    UNION
    SELECT person_id, phone_fingerprint FROM people_appointment WHERE phone_fingerprint <> ''
), pairs AS (
    SELECT one.id AS first, other.id AS second, 0 AS phone FROM people_person one
    JOIN people_person other ON other.sound = one.sound AND other.birth = one.birth AND other.id > one.id
    WHERE one.birth <> ''
    UNION ALL
    SELECT one.person, other.person, 1 FROM phones one
    JOIN phones other ON other.phone = one.phone AND other.person > one.person
)
SELECT one.id, one.name, one.sound, one.birth, one.identity_fingerprint,
    other.id, other.name, other.sound, other.birth, other.identity_fingerprint, MAX(pairs.phone)
FROM pairs JOIN people_person one ON one.id = first JOIN people_person other ON other.id = second
GROUP BY one.id, other.id ORDER BY one.id, other.id
"""
SAME_NUMBER, SAME_PHONE, SAME_BIRTH = _("同身份证号"), _("同名、同手机号"), _("同名、同出生年月")
OTHER_SPELLING, LIKE_SOUND = _("姓名写法不同"), _("姓名同音、同手机号")


@dataclass(frozen=True)
class Pair:
    """Two records, the older one first, and what speaks for one person."""

    first: Person
    second: Person
    why: tuple


class Known(NamedTuple):
    """What of a record is compared."""

    key: int
    name: str
    sound: str
    birth: str
    number: str


def are_two_by_number(first: Person, second: Person) -> bool:
    """Whether both have an identity number, and another one."""
    numbers = {first.identity_fingerprint, second.identity_fingerprint}
    return "" not in numbers and len(numbers) == 2


def are_distinguished(first: Person, second: Person) -> bool:
    """Whether somebody found that they are two."""
    either = Q(first=first, second=second) | Q(first=second, second=first)
    return Distinction.objects.filter(either).exists()


def nothing_stated(keys: Iterable[int]) -> dict[int, set[str]]:
    return {}


def suggested_pairs(
    stated: Callable[[Iterable[int]], Mapping[int, set[str]]] = nothing_stated,
    most: int | None = None,
    of_one_number: Iterable[set[int]] = (),
) -> tuple[list[Pair], int]:
    """Records of one identity number; of one name, however spelled, with one telephone or birth; of names
    that sound alike with one telephone. The surest, at most so many, and how many there are.

    The database refuses the second of two equal numbers. Where none are kept, `stated` tells by key of a
    person the fingerprints of those in the tables it came from, and `of_one_number` who shares one in them.
    Whoever has another number, or was found to be another, is not suggested.
    """
    apart = {frozenset(pair) for pair in Distinction.objects.values_list("first", "second")}
    agreeing = _agreeing()
    agreeing += _sharing(of_one_number, {(one.key, other.key) for one, other, _phone in agreeing})
    likely = [each for each in agreeing if frozenset((each[0].key, each[1].key)) not in apart]
    looked_at = {each.key: each.number for pair in likely for each in pair[:2]}
    numbers = {key: {number} for key, number in looked_at.items() if number}
    numbers |= stated(looked_at.keys() - numbers.keys())
    found = []
    for one, other, same_phone in likely:
        theirs = numbers.get(one.key, set()), numbers.get(other.key, set())
        if all(theirs) and not theirs[0] & theirs[1]:
            continue
        has_one_number = bool(theirs[0] & theirs[1])
        if why := _why(one, other, same_phone=same_phone, has_one_number=has_one_number):
            found.append((not has_one_number, -len(why), one.name, one.key, other.key, why))
    found.sort(key=lambda each: each[:5])
    shown = [each[3:] for each in found[:most]]
    # Telephone numbers are decrypted of those only who are shown.
    persons = Person.objects.in_bulk({key for *keys, _why in shown for key in keys})
    return [Pair(persons[one], persons[other], why) for one, other, why in shown], len(found)


def _agreeing() -> list[tuple[Known, Known, bool]]:
    """Those worth a closer look, the older record first: of one telephone, which is told, or of one birth and
    one sound."""
    with connection.cursor() as cursor:
        cursor.execute(AGREEING)
        return [(Known(*row[:5]), Known(*row[5:10]), bool(row[10])) for row in cursor.fetchall()]


def _sharing(groups: Iterable[set[int]], known: set[tuple[int, int]]) -> list[tuple[Known, Known, bool]]:
    """Those of one number who agree in nothing else."""
    pairs = {pair for group in groups for pair in combinations(sorted(group), 2)} - known
    fields = ("pk", "name", "sound", "birth", "identity_fingerprint")
    keys = {key for pair in pairs for key in pair}
    found = {row[0]: Known(*row) for row in Person.objects.filter(pk__in=keys).values_list(*fields)}
    return [(found[one], found[other], False) for one, other in sorted(pairs) if {one, other} <= found.keys()]


def _why(one: Known, other: Known, *, same_phone: bool, has_one_number: bool) -> tuple:
    same_birth = bool(one.birth) and one.birth == other.birth
    why = [SAME_NUMBER] * has_one_number
    if one.name == other.name or spelled(one.name) == spelled(other.name):
        why += [SAME_PHONE] * same_phone + [SAME_BIRTH] * same_birth
        why += [OTHER_SPELLING] * (bool(why) and one.name != other.name)
    elif same_phone and one.sound == other.sound:
        why.append(LIKE_SOUND)
    elif has_one_number:
        why.append(OTHER_SPELLING)
    return tuple(why)
