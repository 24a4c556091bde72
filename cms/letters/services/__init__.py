"""A letter is received, shared out, answered, perhaps made public, and its writer forgotten."""

import re
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.errors import RuleBroken
from cms.core.follow_up import untaken_code
from cms.core.personal_data import find_personal_numbers, refuse_personal_numbers
from cms.core.workdays import add_workdays
from cms.core.writing import Action, anyone, standing, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.letters.enums import OPEN, LetterKind, LetterState
from cms.letters.models import Letter, LetterSetting
from cms.letters.permissions import (
    can_be_given,
    can_publish_letters,
    can_see_letters,
    did_not_answer,
    handles_letter,
    shares_out_letters,
)
from cms.letters.queries import CODE_PURPOSE, owner_of_page
from cms.letters.services.naming import tells_who
from cms.statutes.queries.citing import known_articles_in
from cms.statutes.services import know_provisions
from search.chinese.dates import chinese_date
from search.chinese.folding import narrow

_S = LetterState
# So long after the answer nobody calls back any more.
FORGOTTEN_AFTER = timedelta(days=180)
# A mobile, a number with its area code or without, with or without an extension.
_CAN_BE_CALLED = re.compile(r"\+?(?:[\s()-]*\d){7,14}(?:\s*(?:转|-)\s*\d{1,6})?")
PUBLIC = ("public_title", "public_question", "public_answer")
_DONE = _("这封来信已经办结。")

RECEIVE = Action[Letter]("letters.letter.receive", _("收到来信"), anyone)
SHARE = Action[Letter](
    "letters.letter.share",
    _("分办"),
    shares_out_letters,
    writes=("state", "handler", "is_simple", "due_on"),
    when=lambda letter: letter.is_open,
    otherwise=_DONE,
)
ANSWER = Action[Letter](
    "letters.letter.answer",
    _("答复"),
    can_see_letters,
    writes=("state", "answer", "answered_at"),
    of=handles_letter,
    refusal=_("由承办人答复。"),
    when=lambda letter: letter.is_open,
    otherwise=_DONE,
)
DISMISS = Action[Letter](
    "letters.letter.dismiss",
    _("不予办理"),
    shares_out_letters,
    writes=("state", "answer", "answered_at"),
    when=lambda letter: letter.is_open,
    otherwise=_DONE,
    reason=_("请写明为什么不办，写信的人查得到。"),
)
PUBLISH = Action[Letter](
    "letters.letter.publish",
    _("公开答复"),
    can_publish_letters,
    writes=("state", "published_at", *PUBLIC, "laws", "provisions"),
    of=did_not_answer,
    refusal=_("不能公开自己写的答复，请另一位同事核对后公开。"),
    when=standing(_S.ANSWERED),
    otherwise=_("已经答复、还没有公开的来信才能公开。"),
)
WITHDRAW = Action[Letter](
    "letters.letter.withdraw",
    _("撤回公开"),
    shares_out_letters,
    writes=("state",),
    when=standing(_S.PUBLISHED),
    otherwise=_("还没有公开。"),
    reason=_("请写明撤回的原因。"),
)
FORGET = Action[Letter](
    "letters.letter.forget", _("到期清除"), anyone, writes=("name", "phone", "page", "words")
)


@transaction.atomic
def receive(
    kind: str, words: str, *, page: str = "", name: str = "", phone: str = "", on: date | None = None
) -> tuple[Letter, str]:
    """Keep a letter; returns it with its follow-up number, which is told this once.

    It came today, or `on` an earlier day: from then it is counted.

    A correction goes to the owner of the page at once. Identity numbers are refused in the words: they are
    read by several people.
    """
    if not words.strip():
        raise RuleBroken({"words": _("请写下您要说的事。")})
    if find_personal_numbers(words):
        raise RuleBroken(
            {"words": _("请不要在来信里写身份证号、手机号、银行卡号；要回电，填在“联系电话”里。")}
        )
    phone = narrow(phone).strip()
    if phone and not _CAN_BE_CALLED.fullmatch(phone):
        raise RuleBroken({"phone": _("这个号码打不通。请写手机号，或带区号的电话，如 021-60000012。")})
    code, known_by = untaken_code(Letter, CODE_PURPOSE)
    came_on = on or timezone.localdate()
    if came_on > timezone.localdate():
        raise RuleBroken(_("收到日期不能晚于今天。"))
    letter = Letter(
        kind=LetterKind(kind),
        words=words.strip(),
        page=page,
        name=name.strip(),
        phone=phone,
        code_fingerprint=known_by,
        received_on=came_on,
        due_on=add_workdays(came_on, LetterSetting.load().other_days),
    )
    if letter.kind == LetterKind.CORRECTION and (owner := owner_of_page(page)):
        letter.handler, letter.state = owner, _S.ASSIGNED
    with writing(letter, RECEIVE, actor=None):
        pass
    _tell_handler(letter)
    return letter, code


def share_out(letter: Letter, *, handler: User, is_simple: bool, actor, seen: str | None = None) -> Letter:
    """Give it to somebody; what is simple is answered sooner, counted from the day on which it came."""
    with writing(letter, SHARE, actor=actor, seen=seen) as held:
        if not can_be_given(handler, held):
            raise RuleBroken({"handler": _("只能交给普法办或审核员；找错也可以交给编辑。")})
        days = LetterSetting.load()
        held.handler, held.is_simple, held.state = handler, is_simple, _S.ASSIGNED
        held.due_on = add_workdays(held.received_on, days.simple_days if is_simple else days.other_days)
    if handler != actor:
        _tell_handler(held)
    return held


def answer_letter(letter: Letter, *, answer: str, actor, seen: str | None = None) -> Letter:
    """What its writer reads with the follow-up number."""
    with writing(letter, ANSWER, actor=actor, seen=seen) as held:
        _close(held, _S.ANSWERED, answer)
    return held


def dismiss_letter(letter: Letter, *, reason: str, actor, seen: str | None = None) -> Letter:
    """No letter to be answered: nothing that can be understood, an advertisement, another office's matter."""
    with writing(letter, DISMISS, actor=actor, seen=seen, reason=reason) as held:
        _close(held, _S.DISMISSED, reason)
    return held


def publish_letter(
    letter: Letter,
    *,
    public_title: str,
    public_question: str,
    public_answer: str,
    actor,
    seen: str | None = None,
) -> Letter:
    """Let anybody read the question and the answer, in words that tell nobody's name or number."""
    with transaction.atomic():
        cited = know_provisions(known_articles_in(f"{public_question}\n{public_answer}"), actor=actor)
        relations = {"laws": {law for law, _ref in cited}, "provisions": cited.values()}
        return _published(letter, public_title, public_question, public_answer, relations, actor, seen)


def _published(
    letter: Letter, public_title: str, public_question: str, public_answer: str, relations, actor, seen
) -> Letter:
    with writing(letter, PUBLISH, actor=actor, relations=relations, seen=seen) as held:
        held.public_title = public_title.strip()
        held.public_question, held.public_answer = public_question.strip(), public_answer.strip()
        if tells_who(held.name, held.public_title + held.public_question + held.public_answer):
            raise RuleBroken({"public_question": _("公开的文字里有写信人的称呼，请删去。")})
        refuse_personal_numbers(held)
        held.state, held.published_at = _S.PUBLISHED, timezone.now()
    return held


def withdraw_letter(letter: Letter, *, reason: str, actor, seen: str | None = None) -> Letter:
    with writing(letter, WITHDRAW, actor=actor, seen=seen, reason=reason) as held:
        held.state = _S.ANSWERED
    return held


@transaction.atomic
def forget_past_writers(on: date) -> int:
    """Empty who wrote, and what, long after the answer; returns how many. What is public stays."""
    over = Letter.objects.exclude(state__in=OPEN).filter(answered_at__date__lt=on - FORGOTTEN_AFTER)
    count = 0
    for letter in over.exclude(words=FORGOTTEN):
        with writing(letter, FORGET, actor=None) as held:
            held.name = held.phone = held.page = ""
            held.words = FORGOTTEN
        count += 1
    return count


FORGOTTEN = "（到期已清除）"


def _tell_handler(letter: Letter) -> None:
    if letter.handler:
        told = {"letter": letter, "day": chinese_date(letter.due_on)}
        text, link = _("%(letter)s交给您办理，%(day)s前答复。") % told, _link(letter)
        today = timezone.localdate()
        send(letter.handler, MessageKind.ARRIVED, f"letter:{letter.pk}", text, link, on=today)


def _close(held: Letter, state: LetterState, answer: str) -> None:
    if find_personal_numbers(answer):
        raise RuleBroken({"answer": _("答复里请不要写身份证号、手机号。")})
    held.answer, held.state, held.answered_at = answer.strip(), state, timezone.now()
    settle(_link(held))


def _link(letter: Letter) -> str:
    return reverse("letters:inspect", args=[letter.pk])
