"""From an approved activity to the draft of an article: nothing is typed twice."""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from cms.campaigns.queries.columns import news_column
from cms.campaigns.services.drafting import draft_article
from cms.core.errors import RuleBroken
from cms.core.writing import Action, locked, writing
from cms.duties.models import ActivityRecord, NewsDraft
from cms.duties.permissions import can_draft_news, is_activity_reviewer
from cms.duties.queries.co_hosting import standing_co_hosts
from cms.duties.queries.wording import held_on
from media.pictures import copy_of_clean

# What the list and the shared link show of an article.
LONGEST_SUMMARY = 200

DRAFT = Action[NewsDraft](
    "duties.newsdraft.create",
    _("起草新闻"),
    is_activity_reviewer,
    of=can_draft_news,
    refusal=_("审核通过的记录才能起草新闻。"),
)


@transaction.atomic
def draft_news(activity: ActivityRecord, *, actor) -> NewsDraft:
    """An article in the column of the activity's campaign, else where news stands, with what the record says.

    It takes the ordinary review: the one who drafted it does not review it.
    """
    held = locked(activity)
    if NewsDraft.objects.filter(activity=held).exists():
        raise RuleBroken(_("已经起草过新闻，请在那一篇里修改。"))
    column = held.campaign if held.campaign and held.campaign.live else news_column()
    draft = NewsDraft(activity=held, drafted_by=actor)
    with writing(draft, DRAFT, actor=actor):
        draft.page = draft_article(
            column,
            actor=actor,
            title=held.name,
            summary=_first_words(held.summary),
            source=held.host.name,
            paragraphs=_paragraphs(held),
            pictures=_pictures(held),
        )
    return draft


def _first_words(text: str) -> str:
    """The first paragraph, cut at a sentence where it is too long."""
    first = text.strip().partition("\n")[0].strip()
    if len(first) <= LONGEST_SUMMARY:
        return first
    kept = first[:LONGEST_SUMMARY]
    return kept[: kept.rfind("。") + 1] or kept


def _paragraphs(activity: ActivityRecord) -> Iterator[str]:
    for line in activity.summary.splitlines():
        if line.strip():
            yield f"<p>{escape(line.strip())}</p>"
    units = "、".join(each.name for each in (activity.host, *standing_co_hosts(activity)))
    laws = "、".join(f"《{law.short_title}》" for law in activity.laws.all())
    facts = {
        "时间": held_on(activity),
        "地点": activity.place_text,
        "举办单位": units,
        "宣传的法律法规": laws,
    }
    told = "<br/>".join(f"<b>{name}：</b>{escape(said)}" for name, said in facts.items() if said)
    yield f"<p>{told}</p>"


def _pictures(activity: ActivityRecord) -> Iterator[ContentFile]:
    for photo in activity.photos:
        with photo.file.open("rb") as stored:
            yield copy_of_clean(stored, f"activity-{activity.pk}-{photo.position}{photo.suffix}")
