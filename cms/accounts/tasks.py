from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task

from cms.accounts.models import User
from cms.accounts.signing_in import throttle


@task()
def send_password_letters(account_pks: list[int]) -> None:
    """Send each of the accounts a letter with which to set a new password."""
    for account in User.objects.filter(pk__in=account_pks, is_active=True):
        words = {
            "account": account,
            "uid": urlsafe_base64_encode(force_bytes(account.pk)),
            "token": default_token_generator.make_token(account),
        }
        text = render_to_string("accounts/password_letter.txt", words)
        send_mail(_("重设“知法”的登录密码"), text, None, [account.email])


@task()
def forget_old_sessions() -> None:
    """Drop the sessions and the counts of tries that have run out."""
    call_command("clearsessions")
    throttle.forget_old()
