"""Letters and the webhook, once a day, on working days."""

import ipaddress
import socket
from datetime import date
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.core.workdays import is_workday
from cms.inbox.enums import MessageKind
from cms.inbox.models import InboxSetting
from cms.inbox.queries import accounts_with_news, new_by_kind, not_yet_mailed
from cms.inbox.services import forget_messages, mark_mailed, stop_token

ANSWER_SECONDS = 10


class NotSent(Exception):
    """The other side did not take it; the sentence says why."""


@task()
def send_digests() -> None:
    """Have each account's letter sent, and the webhook told. Quiet on days off."""
    today = timezone.localdate()
    if not is_workday(today):
        return
    if settings.MAIL_IS_SET_UP:
        for account in accounts_with_news():
            send_digest.enqueue(account.pk, str(today))
    if InboxSetting.load().webhook:
        tell_webhook.enqueue(str(today))


@task()
def forget_old_messages() -> None:
    forget_messages(timezone.localdate())


@task()
def send_digest(account_pk: int, day: str) -> None:
    """One letter with all that is new for an account. Repeated, it finds nothing new."""
    account = accounts_with_news().filter(pk=account_pk).first()
    if account is None:
        return
    messages = list(not_yet_mailed(account))
    words = {
        "account": account,
        "messages": messages,
        "site": settings.WAGTAILADMIN_BASE_URL,
        "token": stop_token(account),
    }
    text = render_to_string("inbox/digest.txt", words)
    send_mail(_("知法：%(count)s 条提醒") % {"count": len(messages)}, text, None, [account.email])
    mark_mailed(messages, on=date.fromisoformat(day))


@task()
def tell_webhook(day: str) -> None:
    """How many new reminders there are of each kind, as JSON. NotSent fails the task: the desk shows it."""
    counts = new_by_kind(date.fromisoformat(day))
    address = InboxSetting.load().webhook
    if not counts or not address:
        return
    told = "，".join(f"{MessageKind(kind).label} {number} 条" for kind, number in sorted(counts.items()))
    content = {"msgtype": "text", "text": {"content": f"{day} 普法工作提醒：{told}。"}}
    post(address, content, "工作群机器人")


def post(address: str, content: dict, whom: str) -> None:
    """Send JSON to an address of the office. NotSent tells why it did not arrive, not what was sent."""
    refuse_unsafe(address, whom)
    try:
        response = requests.post(address, json=content, timeout=ANSWER_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise NotSent(f"{whom}没有收到：{type(error).__name__}") from None
    if response.status_code >= 300:
        raise NotSent(f"{whom}没有收到：对方回答 {response.status_code}")


def text(phone: str, words: str) -> None:
    """A text message by the gateway that the office has set, none where it has set none. Raises NotSent."""
    if address := InboxSetting.load().gateway:
        post(address, {"phone": phone, "text": words}, "短信网关")


def refuse_unsafe(address: str, whom: str) -> None:
    """NotSent for what is not https, or leads into the own network."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not settings.DEBUG:
        raise NotSent(f"{whom}地址须以 https:// 开头，请到“提醒设置”里改正")
    try:
        found = socket.getaddrinfo(parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError):
        raise NotSent(f"{whom}地址找不到主机，请到“提醒设置”里核对") from None
    if any(not ipaddress.ip_address(each[4][0]).is_global for each in found):
        raise NotSent(f"{whom}地址指向内部网络，不能使用，请到“提醒设置”里改正")
