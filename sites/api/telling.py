"""Records as rows. `base` is the address of the site, such as https://zhifa.example, without a slash."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from cms.duties.enums import ListState
from cms.duties.queries.co_hosting import standing_co_hosts
from cms.duties.queries.wording import in_words
from cms.places.queries.whereabouts import usual_system, whereabouts
from sites.api import rows

# The columns of a printed list, by what they are called here.
COLUMNS = {
    "number": "编号",
    "owed_by": "责任单位",
    "content": "普法内容",
    "laws": "法律法规",
    "audience": "重点对象",
    "measures": "措施与形式",
    "due": "时间节点",
    "units": "牵头、配合单位",
    "office": "责任科室",
    "expected_result": "预期成果",
    "figures": "量化指标",
}


def laws(records: Iterable, base: str) -> list[rows.LawRow]:
    today = timezone.localdate()
    return [_law(each, today, base) for each in records]


def _law(law, today, base: str) -> rows.LawRow:
    version = law.version_on(today)
    return rows.LawRow(
        id=law.slug,
        title=law.title,
        short_title=law.short_title,
        level=str(law.get_level_display()),
        group=law.group,
        aliases=law.aliases,
        status=str(version.status_as_current(today).label),
        version=version.dated_on,
        effective_on=version.effective_on,
        versions=sorted((each.ref for each in law.versions.all()), reverse=True),
        source=version.source,
        checked_on=version.checked_on,
        url=base + reverse("public:law", args=[law.slug]),
    )


def articles(records: Iterable, base: str) -> list[rows.ArticleRow]:
    return [
        rows.ArticleRow(
            law=each.version.law.slug,
            law_title=each.version.law.title,
            version=each.version.dated_on,
            ref=each.ref,
            label=each.label,
            path=each.path,
            text=each.text,
            url=base + reverse("public:article", args=[each.version.law.slug, each.ref]),
        )
        for each in records
    ]


def venues(records: Iterable, base: str) -> list[rows.VenueRow]:
    usual = usual_system()
    return [
        rows.VenueRow(
            **_place(each, usual, base),
            level=str(each.get_level_display()),
            kind=each.kind,
            facilities=each.facilities,
            introduction=each.introduction,
            responsible_unit=each.responsible_unit,
            titles=each.titles,
        )
        for each in records
    ]


def points(records: Iterable, base: str) -> list[rows.PointRow]:
    usual = usual_system()
    return [
        rows.PointRow(
            **_place(each, usual, base),
            tier=str(each.get_tier_display()),
            parent=each.parent.code if each.parent and each.parent.is_open else "",
            services=each.services,
            duty_timetable=each.duty_timetable,
        )
        for each in records
    ]


def _place(location, usual: str, base: str) -> dict:
    place, spot = location.place, whereabouts(location, usual)
    town = place.subdistrict
    return {
        "id": location.code,
        "name": location.name,
        "subdistrict": town.name if town else "",
        "community": place.name if place.is_community else "",
        "address": location.address,
        "longitude": round(spot[0], 6) if spot else None,
        "latitude": round(spot[1], 6) if spot else None,
        "opening_hours": location.opening_hours,
        "barrier_free": location.barrier_free,
        "office_phone": location.office_phone,
        "checked_on": location.checked_on,
        "url": base + location.get_absolute_url(),
    }


def events(records: Iterable, base: str) -> list[rows.EventRow]:
    return [
        rows.EventRow(
            id=each.pk,
            title=each.title,
            host=each.host.name,
            place=each.place_text,
            starts_at=timezone.localtime(each.starts_at),
            ends_at=timezone.localtime(each.ends_at),
            introduction=each.introduction,
            takes_registrations=each.takes_registrations,
            places_left=each.places_left,
            url=base + each.get_absolute_url(),
            **_about(each),
        )
        for each in records
    ]


def activities(records: Iterable, base: str) -> list[rows.ActivityRow]:
    return [
        rows.ActivityRow(
            id=each.pk,
            name=each.name,
            host=each.host.name,
            co_hosts=[agency.name for agency in standing_co_hosts(each)],
            form=str(each.get_form_display()),
            place=each.place_text,
            starts_at=_local(each.starts_at),
            ends_at=_local(each.ends_at),
            onsite=each.onsite,
            online=each.online,
            summary=each.summary,
            published_at=_local(each.published_at),
            url=base + each.get_absolute_url(),
            **_about(each),
        )
        for each in records
    ]


def _about(record) -> dict[str, list[str]]:
    return {
        "settings": [str(each) for each in record.settings.all()],
        "audiences": [str(each) for each in record.audiences.all()],
        "laws": [each.title for each in record.laws.all()],
    }


def duty_lists(records: Iterable, base: str) -> list[rows.DutyListRow]:
    return [
        rows.DutyListRow(
            id=each.pk,
            reason=each.reason,
            published_at=_local(each.published_at),
            **_of_list(each, base),
        )
        for each in records
    ]


def duty_items(records: Iterable, base: str) -> list[rows.DutyItemRow]:
    """In the words in which they were published, whatever units and laws are called today."""
    printed: dict[int, dict[str, dict[str, str]]] = {}
    found = []
    for item in records:
        if item.list_id not in printed:
            printed[item.list_id] = _printed(item.list)
        words = printed[item.list_id].get(item.key) or in_words(item)
        told = {field: words.get(column, "") for field, column in COLUMNS.items()}
        found.append(rows.DutyItemRow(**_of_list(item.list, base), **told))
    return found


def _printed(duty_list) -> dict[str, dict[str, str]]:
    """The words of each item of a published list, by its number."""
    kept = duty_list.printed or {"columns": [], "rows": []}
    told = [dict(zip(kept["columns"], row, strict=True)) for row in kept["rows"]]
    return {row[COLUMNS["number"]]: row for row in told}


def _of_list(duty_list, base: str) -> dict:
    args = [duty_list.year, duty_list.version]
    return {
        "year": duty_list.year,
        "version": duty_list.version,
        "is_current": duty_list.state == ListState.PUBLISHED,
        "url": base + reverse("public:duty_list_version", args=args),
    }


def people(records: Iterable, base: str) -> list[rows.PersonRow]:
    return [
        rows.PersonRow(
            name=each.person.name,
            role=str(each.get_role_display()),
            community=each.community.name,
            subdistrict=each.community.subdistrict.name if each.community.subdistrict else "",
            url=base + each.community.get_absolute_url(),
        )
        for each in records
    ]


def titles(records: Iterable, base: str) -> list[rows.TitleRow]:
    return [
        rows.TitleRow(
            name=each.name,
            level=str(each.get_level_display()),
            batch=each.batch,
            number=each.number,
            conferred_on=each.conferred_on,
            community=each.community.name,
            subdistrict=each.community.subdistrict.name if each.community.subdistrict else "",
            url=base + each.community.get_absolute_url(),
        )
        for each in records
    ]


def advisers(records: Iterable, base: str) -> list[rows.AdviserRow]:
    return [
        rows.AdviserRow(
            name=each.adviser.name,
            firm=each.adviser.firm,
            office_phone=each.adviser.office_phone,
            hours=each.adviser.hours,
            coming=[duty.date for duty in each.coming],
            community=each.community.name,
            subdistrict=each.community.subdistrict.name if each.community.subdistrict else "",
            url=base + each.community.get_absolute_url(),
        )
        for each in records
    ]


def _local(moment):
    return timezone.localtime(moment) if moment else None
