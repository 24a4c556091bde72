"""Parts of Wagtail pages: covers, pictures, lists of entries."""

from django import template
from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Page

from cms.campaigns.models import CampaignPage
from cms.campaigns.queries import entries_of
from cms.statutes.models import Law
from search.chinese.dates import chinese_date
from search.chinese.numerals import typed_number
from sites.public.covers import make_cover

register = template.Library()

ENTRIES_PER_PAGE = 12
DAY_WORDS = {0: "今天", 1: "明天", 2: "后天"}


@register.inclusion_tag("campaigns/includes/cover.html")
def cover(page) -> dict:
    """A book's cover made from the title, for a page without a picture. Its cloth stays with the page."""
    made = make_cover(page.title, page.pk or 0)
    return {"cover": made, "inner_width": made.slip_width - 6, "inner_height": made.slip_height - 6}


@register.simple_tag(takes_context=True)
def entries(context, page: Page):
    """One page of the entries below `page`, each as its own type, by the number in the address."""
    paginator = Paginator(entries_of(page).specific(), ENTRIES_PER_PAGE)
    return paginator.get_page(typed_number(context["request"].GET.get("page"), 1, digits=6))


@register.simple_tag
def laws_of(page) -> list[Law]:
    """The laws a page explains, also those a draft in preview has not stored yet."""
    chosen = [law.pk for law in page.laws.all()]
    return list(Law.objects.filter(pk__in=chosen).prefetch_related("versions"))


@register.filter("chinese_date")
def shown_date(day) -> str:
    """2026年12月4日, the way we write every date; nothing where there is none."""
    return chinese_date(timezone.localtime(day) if hasattr(day, "tzinfo") else day) if day else ""


@register.filter
def date_range(page: CampaignPage) -> str:
    """The dates of a campaign, said once: 2026年12月1日至7日."""
    first, last = page.starts_on, page.ends_on
    if first == last:
        return chinese_date(first)
    if first.year != last.year:
        end = chinese_date(last)
    elif first.month != last.month:
        end = chinese_date(last, in_year=first.year)
    else:
        end = f"{last.day}日"
    return f"{chinese_date(first)}至{end}"


@register.filter
def campaign_state(page: CampaignPage) -> str:
    """How a campaign stands today, in words."""
    today = timezone.localdate()
    if today < page.starts_on:
        days = (page.starts_on - today).days
        return f"{DAY_WORDS[days]}开始" if days in DAY_WORDS else f"还有{days}天开始"
    if today > page.ends_on:
        return "已结束"
    days = (page.ends_on - today).days
    return "正在进行，今天结束" if days == 0 else f"正在进行，还有{days}天"
