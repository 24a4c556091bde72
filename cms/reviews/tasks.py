from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task


@task()
def send_ballot_letter(email: str, year: int, link: str) -> None:
    """A letter with the link that opens the ballot to whoever has this mailbox."""
    text = render_to_string("reviews/ballot_letter.txt", {"year": year, "link": link})
    send_mail(_("普法责任制评议投票链接"), text, None, [email])
