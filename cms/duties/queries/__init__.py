"""Reads of duties and activities. What is done, late or waiting is computed from the day passed in."""

import datetime
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum, prefetch_related_objects
from django.utils import timezone

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of
from cms.duties.enums import COUNTED_STATES, ActivityState, ListState
from cms.duties.models import ActivityRecord, CoHostAnswer, DutyItem, DutyList, Evidence
from cms.duties.permissions import is_activity_reviewer
from cms.statutes.models import Article, Law
from search.chinese.folding import folded

# A duty that ends within this many days is shown as due soon.
DUE_SOON = datetime.timedelta(days=30)
# What is still to be announced comes last.
SOONEST_FIRST = F("ends_on").asc(nulls_last=True)


@dataclass(frozen=True)
class Part:
    """What one activity contributes to an item: its first day, the people on site, what it brought forth."""

    day: datetime.date
    onsite: int
    products: tuple[str, ...]


@dataclass(frozen=True)
class ItemProgress:
    """How far one agency has come with one item, seen on one day.

    `parts` are those of its activities that fall into a window of the item. Where the window is still to be
    announced every activity of the item counts, and nothing is late.
    """

    item: DutyItem
    agency: Agency
    parts: tuple[Part, ...]
    on: datetime.date

    @property
    def counted(self) -> int:
        return len(self.parts)

    @property
    def people(self) -> int:
        """On site; whoever was reached online is never added."""
        return sum(part.onsite for part in self.parts)

    @property
    def products(self) -> int:
        """Each name once, however many activities showed the product."""
        return len({name for part in self.parts for name in part.products})

    @property
    def required(self) -> int:
        return self.item.required_count

    @property
    def is_done(self) -> bool:
        """Enough activities, people and products in all, and one activity at least in each window."""
        return (
            self.counted >= self.required
            and self.people >= (self.item.required_people or 0)
            and self.products >= (self.item.required_products or 0)
            and not self._unserved
        )

    @property
    def window(self) -> tuple[datetime.date, datetime.date] | None:
        """The window that comes next: the first without an activity, else the last; None if not yet told."""
        return next(iter(self._unserved), None) or (self.item.spans[-1] if self.item.spans else None)

    @property
    def due_on(self) -> datetime.date | None:
        return self.window[1] if self.window else None

    @property
    def days_left(self) -> int | None:
        """Whole days to the end of the window; negative after it."""
        return (self.due_on - self.on).days if self.due_on else None

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0 and not self.is_done

    @property
    def is_due_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= DUE_SOON.days and not self.is_done

    @property
    def has_begun(self) -> bool:
        return self.window is not None and self.window[0] <= self.on

    @property
    def told(self) -> str:
        if self.is_done:
            return "已完成"
        if self.is_overdue:
            return "已逾期"
        return "进行中" if self.has_begun else "未开始"

    @property
    def _unserved(self) -> list[tuple[datetime.date, datetime.date]]:
        return [
            span for span in self.item.spans if not any(span[0] <= part.day <= span[1] for part in self.parts)
        ]


@dataclass(frozen=True)
class DistrictFigures:
    """The district in one year. Each activity counts once; onsite and online are never added together."""

    activities: int
    onsite: int
    online: int
    items_done: int
    items_total: int


def current_list(year: int) -> DutyList | None:
    return DutyList.objects.filter(year=year, state=ListState.PUBLISHED).first()


def public_lists() -> QuerySet[DutyList]:
    """Every version that was ever published, the newest first: what was replaced stays readable."""
    return DutyList.objects.filter(state__in=(ListState.PUBLISHED, ListState.SUPERSEDED))


def public_list_years() -> QuerySet[DutyList, int]:
    """The years of which the public may read a list, the latest first."""
    return public_lists().order_by("-year").values_list("year", flat=True).distinct()


def items_in_full(duty_list: DutyList) -> QuerySet[DutyItem]:
    """The items of a list with all they refer to: the common ones first, then agency by agency."""
    items = duty_list.items.select_related("list", "agency", "lead")
    law = ("laws__versions", "articles__law__versions")
    together = items.prefetch_related("joint", *law, "audiences", "cooperating")
    return together.order_by(F("agency__name").asc(nulls_first=True), "key")


def public_items() -> QuerySet[DutyItem]:
    """The items of every version that was ever published, with all they refer to."""
    items = DutyItem.objects.filter(list__in=public_lists()).select_related("list", "agency", "lead")
    return items.prefetch_related("joint", "laws", "articles__law", "audiences", "cooperating")


def list_progress(items: list[DutyItem], on: datetime.date) -> dict[int, list[ItemProgress]]:
    """How far those who owe each item have come, by the item's number."""
    found: dict[int, list[ItemProgress]] = defaultdict(list)
    for progress in _progress(items, _active_agencies(), on):
        found[progress.item.pk].append(progress)
    return found


def items_owed_by(agency: Agency, year: int) -> QuerySet[DutyItem]:
    """Items of the published list of `year` that the agency owes, its own and the common ones."""
    owed = DutyItem.objects.published().filter(list__year=year).owed_by(agency)
    return owed.select_related("agency").order_by(SOONEST_FIRST, "key")


def progress_of(agency: Agency, on: datetime.date) -> list[ItemProgress]:
    """Every item the agency owes in the year of `on`, the one that ends first in front."""
    items = list(items_owed_by(agency, on.year).prefetch_related("laws"))
    return _progress(items, [agency], on)


def duties_by_state(agency: Agency, year: int, on: datetime.date) -> list[tuple[str, int]]:
    """How many of the items an agency owes in a year are done, late, under way, or not begun."""
    items = list(items_owed_by(agency, year))
    return list(Counter(progress.told for progress in _progress(items, [agency], on)).items())


def district_duties_by_state(year: int, on: datetime.date) -> list[tuple[str, int]]:
    """The same of the whole district: a common item counts once for each agency that owes it."""
    items = list(DutyItem.objects.published().filter(list__year=year).select_related("agency"))
    return list(Counter(progress.told for progress in _progress(items, _active_agencies(), on)).items())


def items_waiting_for(agency: Agency, on: datetime.date) -> list[ItemProgress]:
    """What the agency still owes on `on`: begun or due soon, and not done."""
    return [
        progress
        for progress in progress_of(agency, on)
        if not progress.is_done and (progress.has_begun or progress.is_due_soon)
    ]


def overdue_items(on: datetime.date) -> list[ItemProgress]:
    """Every duty of the year of `on`, of whatever agency, whose window closed before it was done."""
    return late_and_due(on, datetime.timedelta(0))[0]


def late_and_due(
    on: datetime.date, within: datetime.timedelta
) -> tuple[list[ItemProgress], list[ItemProgress]]:
    """Duties of the year of `on`, of whatever agency, not done: those overdue, and those whose window closes
    between `on` and `on + within`, both days included.
    """
    items = list(
        DutyItem.objects.published()
        .filter(list__year=on.year, starts_on__lte=on + within)
        .select_related("agency")
        .order_by(SOONEST_FIRST, "key")
    )
    undone = [progress for progress in _progress(items, _active_agencies(), on) if not progress.is_done]
    late = [progress for progress in undone if progress.is_overdue]
    due = [
        progress
        for progress in undone
        if not progress.is_overdue and progress.due_on and on <= progress.due_on <= on + within
    ]
    return late, due


def item_progress(item: DutyItem, on: datetime.date) -> list[ItemProgress]:
    """How far each agency that owes this item has come."""
    return _progress([item], _active_agencies(), on)


def district_figures(year: int) -> DistrictFigures:
    """Totals of approved and published activities that began in `year`, and of the year's published items.

    A common item is done when every active agency has done it.
    """
    totals = (
        ActivityRecord.objects.counted()
        .in_year(year)
        .aggregate(activities=Count("pk"), onsite=Sum("onsite"), online=Sum("online"))
    )
    items = list(DutyItem.objects.published().filter(list__year=year).select_related("agency"))
    progress = list_progress(items, datetime.date(year, 12, 31))
    return DistrictFigures(
        activities=totals["activities"],
        onsite=totals["onsite"] or 0,
        online=totals["online"] or 0,
        items_done=sum(all(each.is_done for each in owed) for owed in progress.values()),
        items_total=len(items),
    )


def activities_of(user) -> QuerySet[ActivityRecord]:
    """The activities of the agencies an account logs for, whatever their state."""
    return ActivityRecord.objects.filter(host__in=agencies_of(user)).select_related("host", "venue")


def activities_to_see(user) -> QuerySet[ActivityRecord]:
    """`permissions.can_see_activity` as a query: no row of it is one the account may not open."""
    seen = Q(host__in=agencies_of(user))
    if is_activity_reviewer(user):
        seen |= ~Q(state=ActivityState.DRAFT)
    return ActivityRecord.objects.filter(seen)


def evidence_to_see(user) -> QuerySet[Evidence]:
    """Of the activities an account may see, earlier revisions too. Never the public's: papers name people."""
    return Evidence.objects.filter(activity__in=activities_to_see(user))


def returned_to(user) -> QuerySet[ActivityRecord]:
    """Activities that wait for the agency to mend them."""
    return activities_of(user).filter(state=ActivityState.RETURNED).prefetch_related("transitions")


def published_activities() -> QuerySet[ActivityRecord]:
    return ActivityRecord.objects.published().select_related("host", "venue")


def activities_waiting_for_review() -> QuerySet[ActivityRecord]:
    return (
        ActivityRecord.objects.waiting()
        .select_related("host")
        .order_by(F("submitted_at").asc(nulls_first=True), "pk")
    )


def _active_agencies() -> list[Agency]:
    return list(Agency.objects.filter(is_active=True))


def _progress(items: list[DutyItem], agencies: list[Agency], on: datetime.date) -> list[ItemProgress]:
    """One row per item and owing agency, from one query.

    Activities are matched by the item's key within the year, not by its row: a corrected list keeps what
    was done under the version before.
    """
    prefetch_related_objects(items, "joint")
    parts = _parts_of_activities({item.list_id for item in items}, {item.key for item in items})
    rows = []
    for item in items:
        owing = agencies if item.agency is None else [item.agency, *item.joint.all()]
        for agency in owing:
            within = [part for part in parts[item.key, agency.pk] if _falls_into(part.day, item.spans)]
            rows.append(ItemProgress(item, agency, tuple(within), on))
    return rows


def _falls_into(day: datetime.date, spans) -> bool:
    return not spans or any(first <= day <= last for first, last in spans)


def _parts_of_activities(list_ids: set[int], keys: set[str]) -> dict[tuple[str, int], list[Part]]:
    """Every counted activity, by item key and agency, across all versions of those lists."""
    parts: dict[tuple[str, int], list[Part]] = defaultdict(list)
    if not keys:
        return parts
    years = DutyList.objects.filter(pk__in=list_ids).values("year")
    # From the items to their activities: of all there are, few serve one of these. Asked for a state as
    # well, a database begins with the state, which nearly all share.
    items = DutyItem.objects.filter(key__in=keys, list__year__in=years)
    links = ActivityRecord.items.through.objects.filter(dutyitem__in=items)
    told = [f"activityrecord__{name}" for name in ("host", "state", "starts_at", "onsite", "products")]
    # Distinct, because one activity may point at the same key in two versions.
    rows = links.values_list("activityrecord", "dutyitem__key", *told).distinct()
    for _pk, key, agency, state, starts_at, onsite, products in rows.union(_co_hosted(keys, years)):
        if state in COUNTED_STATES:
            part = Part(timezone.localdate(starts_at), onsite or 0, products_in(products))
            parts[key, agency].append(part)
    return parts


def products_in(text: str) -> tuple[str, ...]:
    """The names of the products that a record names, in one writing each."""
    return tuple(name for each in re.split(r"[;；\n]+", text) if (name := folded(each)))


def _co_hosted(keys: set[str], years: QuerySet) -> QuerySet:
    """The same of confirmed co-hosts, for the items of their own that they named."""
    answers = CoHostAnswer.objects.filter(
        is_confirmed=True,
        agency__in=F("activity__co_hosts"),
        items__key__in=keys,
        items__list__year__in=years,
    )
    told = [f"activity__{name}" for name in ("state", "starts_at", "onsite", "products")]
    return answers.values_list("activity", "items__key", "agency", *told)


def items_citing(law_ids) -> QuerySet[DutyItem]:
    """Duties of published lists on one of these laws, the newest year first."""
    found = DutyItem.objects.published().filter(laws__in=law_ids).select_related("agency", "list")
    return found.distinct().order_by("-list__year", "key")


def items_resting_on(law: Law, on: datetime.date) -> QuerySet[DutyItem]:
    """Duties on a law that are still owed or being drawn up: not those of lists that are over or replaced."""
    found = DutyItem.objects.filter(laws=law, list__year__gte=on.year)
    return found.exclude(list__state=ListState.SUPERSEDED).select_related("agency", "list").order_by("pk")


def items_on_article(article: Article) -> QuerySet[DutyItem]:
    """Duties on this very article, of any list, the newest year first."""
    found = DutyItem.objects.filter(articles__law=article.version.law_id, articles__ref=article.ref)
    return found.select_related("agency", "list").order_by("-list__year", "key")


def activities_on_article(article: Article) -> QuerySet[ActivityRecord]:
    """What was done for such a duty, newest first."""
    cited = {"items__articles__law": article.version.law_id, "items__articles__ref": article.ref}
    return ActivityRecord.objects.counted().filter(**cited).distinct().order_by("-starts_at", "-pk")


def activities_citing(law_ids) -> QuerySet[ActivityRecord]:
    """Published activities on one of these laws, newest first."""
    return published_activities().filter(laws__in=law_ids).distinct().order_by("-starts_at", "-pk")
