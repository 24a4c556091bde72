from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.inbox.models import InboxSetting
from cms.inbox.tasks import post
from cms.reviews.services.reminding import remind_of_deadlines


@task()
def remind_of_review_deadlines() -> None:
    """Remind agencies of the last days of a round, and of what is to be put right."""
    remind_of_deadlines(timezone.localdate())


@task()
def send_ballot_text(number: str, year: int, link: str) -> None:
    """The same link to whoever has this telephone, by the gateway that the office has set."""
    text = _("%(year)s年度普法责任制社会评价，一天内有效的投票链接：%(link)s") % {"year": year, "link": link}
    post(InboxSetting.load().gateway, {"phone": number, "text": text}, "短信网关")


@task()
def send_ballot_letter(email: str, year: int, link: str) -> None:
    """A letter with the link that opens the ballot to whoever has this mailbox."""
    text = render_to_string("reviews/ballot_letter.txt", {"year": year, "link": link})
    send_mail(_("普法责任制评议投票链接"), text, None, [email])
