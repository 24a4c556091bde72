"""What a password may not be. Each rule says in one sentence what to do instead."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from search.chinese.folding import compact

DISTINCT_CHARACTERS = 5
# With a name taken out, this much has to be left.
BESIDE_A_NAME = 7
ALIKE = 0.7
_OWN_WORDS = ("zhifa", "知法", "普法办")

_names_of_holder: list[Callable[[object], Iterable[str]]] = []


def register_names(names_of: Callable[[object], Iterable[str]]) -> None:
    """Have the names that `names_of(account)` gives kept out of its passwords."""
    if names_of not in _names_of_holder:
        _names_of_holder.append(names_of)


_TAIL = "0123456789!@#.。！"


def _with_and_without_tail(password: str) -> tuple[str, str]:
    folded = compact(password)
    return folded, folded.rstrip(_TAIL)


class Rule:
    """A rule as Django wants it."""

    help_text = ""

    def get_help_text(self):
        return self.help_text


class LongEnough(Rule):
    help_text = _("至少 %(length)s 个字符。")

    def validate(self, password, user=None):
        length = settings.PASSWORD_LENGTH
        if len(password.strip()) < length:
            raise ValidationError(
                _("密码太短：至少要 %(length)s 个字符，可以用一句好记的话。"),
                code="password_too_short",
                params={"length": length},
            )

    def get_help_text(self):
        return self.help_text % {"length": settings.PASSWORD_LENGTH}


class NotOnlyDigits(Rule):
    help_text = _("不能全是数字。")

    def validate(self, password, user=None):
        if compact(password).isnumeric():
            raise ValidationError(
                _("密码不能全是数字，请加上字母、汉字或符号。"), code="password_entirely_numeric"
            )


class NotCommon(CommonPasswordValidator):
    """Neither on the list of passwords everybody uses, nor in our papers, nor a few characters repeated."""

    def validate(self, password, user=None):
        folded = compact(password)
        bare = folded.rstrip(_TAIL)
        known = {word for each in settings.KNOWN_PASSWORDS for word in _with_and_without_tail(each)}
        if (
            folded in self.passwords
            or not known.isdisjoint((folded, bare))
            or (bare in self.passwords and len(folded) - len(bare) < BESIDE_A_NAME)
            or len(set(folded)) < DISTINCT_CHARACTERS
        ):
            raise ValidationError(_("这个密码太常见，容易被猜中，请换一个。"), code="password_too_common")

    def get_help_text(self):
        return _("不能是常见的密码。")


class NotAboutTheHolder(Rule):
    """Neither the name of account, holder, mailbox or agency, however often, with a few digits beside it."""

    help_text = _("不能是账号名、姓名、邮箱或单位名称加几个数字。")

    def validate(self, password, user=None):
        folded = compact(password)
        for name in filter(None, map(compact, _names(user))):
            left = len(folded.replace(name, ""))
            alike = SequenceMatcher(a=folded, b=name).quick_ratio() >= ALIKE
            if (len(name) > 1 and name in folded and left < BESIDE_A_NAME) or alike:
                raise ValidationError(
                    _("密码里不要用账号名、姓名、邮箱、单位名称，请换一个。"), code="password_too_similar"
                )


def _names(user) -> Iterable[str]:
    yield from _OWN_WORDS
    if user is None:
        return
    yield from (user.username, user.name, user.email, user.email.partition("@")[0])
    if user.pk:
        for names_of in _names_of_holder:
            yield from names_of(user)
