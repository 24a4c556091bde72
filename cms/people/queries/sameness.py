"""Which records of the roster may be one person, and why one thinks so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.people.models import Appointment, Distinction, Person
from search.chinese.folding import folded, normalise
from search.chinese.pinyin import sound

SAME_NUMBER, SAME_PHONE, SAME_BIRTH = _("同身份证号"), _("同名、同手机号"), _("同名、同出生年月")
OTHER_SPELLING, LIKE_SOUND = _("姓名写法不同"), _("姓名同音、同手机号")


@dataclass(frozen=True)
class Pair:
    """Two records, the older one first, and what speaks for one person."""

    first: Person
    second: Person
    why: tuple


@dataclass(frozen=True)
class Known:
    """What of a record is compared. `spelled` is the name but for width, marks and traditional characters."""

    key: int
    name: str
    spelled: str
    birth: str
    phones: frozenset[str]
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
) -> list[Pair]:
    """Records of one identity number; of one name, however spelled, with one telephone or birth; of names
    that sound alike with one telephone. The surest stand in front.

    The database refuses the second of two equal numbers. Where none are kept, `stated` tells by key of a
    person the fingerprints of those in the tables it came from; they are compared where names sound alike
    or something else agrees. Whoever has another number, or was found to be another, is not suggested.
    """
    known = {each.key: each for each in _known()}
    apart = {frozenset(pair) for pair in Distinction.objects.values_list("first", "second")}
    likely = [
        (known[one], known[other])
        for one, other in sorted(_candidates(known.values()))
        if frozenset((one, other)) not in apart
    ]
    looked_at = {each.key: each for pair in likely for each in pair}
    numbers = {key: {each.number} for key, each in looked_at.items() if each.number}
    numbers |= stated(looked_at.keys() - numbers.keys())
    found = {}
    for one, other in likely:
        theirs = numbers.get(one.key, set()), numbers.get(other.key, set())
        if all(theirs) and not theirs[0] & theirs[1]:
            continue
        if why := _why(one, other, has_one_number=bool(theirs[0] & theirs[1])):
            found[one.key, other.key] = why
    persons = Person.objects.in_bulk({key for pair in found for key in pair})
    pairs = [Pair(persons[one], persons[other], why) for (one, other), why in found.items()]
    return sorted(
        pairs, key=lambda pair: (SAME_NUMBER not in pair.why, -len(pair.why), pair.first.name, pair.first.pk)
    )


def _known() -> Iterator[Known]:
    phones: dict[int, set[str]] = defaultdict(set)
    registered = Appointment.objects.exclude(phone_fingerprint="").order_by()
    for key, phone in registered.values_list("person", "phone_fingerprint"):
        phones[key].add(phone)
    fields = ("pk", "name", "birth", "phone_fingerprint", "identity_fingerprint")
    for key, name, birth, phone, number in Person.objects.order_by("pk").values_list(*fields):
        theirs = frozenset(phones[key] | {phone} - {""})
        yield Known(key, name, normalise(folded(name)), birth, theirs, number)


def _candidates(known: Iterable[Known]) -> set[tuple[int, int]]:
    """Those worth a closer look: of one name, of one telephone, of one birth with names that sound alike."""
    groups: dict[tuple, list[int]] = defaultdict(list)
    births: dict[str, list[Known]] = defaultdict(list)
    for each in known:
        groups["name", each.spelled].append(each.key)
        for phone in each.phones:
            groups["phone", phone].append(each.key)
        if each.birth:
            births[each.birth].append(each)
    for birth, alike in births.items():
        for each in alike if len(alike) > 1 else ():
            groups["sound", birth, sound(each.spelled)].append(each.key)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def _why(one: Known, other: Known, *, has_one_number: bool) -> tuple:
    same_phone = bool(one.phones & other.phones)
    same_birth = bool(one.birth) and one.birth == other.birth
    why = [SAME_NUMBER] * has_one_number
    if one.spelled == other.spelled:
        why += [SAME_PHONE] * same_phone + [SAME_BIRTH] * same_birth
        why += [OTHER_SPELLING] * (bool(why) and one.name != other.name)
    elif same_phone and sound(one.spelled) == sound(other.spelled):
        why.append(LIKE_SOUND)
    elif has_one_number:
        why.append(OTHER_SPELLING)
    return tuple(why)
