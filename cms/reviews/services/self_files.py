"""Papers and pictures of a self-assessment: checked on arrival, taken away only while it is open."""

from functools import partial

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_signed_in
from cms.core.errors import RuleBroken
from cms.core.private_files import safe_content, short_name
from cms.core.writing import Action, locked, removing, writing
from cms.reviews.models import Indicator, Participant, SelfFile
from cms.reviews.permissions import acts_for_participant
from cms.reviews.services.scoring import SELF_IS_OVER, takes_self_assessment

MOST = 5

ADD = Action[SelfFile](
    "reviews.selffile.create",
    _("添加自评佐证"),
    is_signed_in,
    of=lambda user, file: acts_for_participant(user, file.participant),
    when=lambda file: takes_self_assessment(file.participant),
    otherwise=SELF_IS_OVER,
)
REMOVE = Action[SelfFile](
    "reviews.selffile.delete",
    _("删除自评佐证"),
    is_signed_in,
    of=lambda user, file: acts_for_participant(user, file.participant),
    when=lambda file: takes_self_assessment(file.participant),
    otherwise=SELF_IS_OVER,
)


@transaction.atomic
def add_self_file(participant: Participant, indicator: Indicator, upload: File, *, actor) -> SelfFile:
    """Keep a file of an indicator. UnsafeFile names the file that is none of the kinds that are taken."""
    held = locked(participant)
    if held.files.filter(indicator=indicator).count() >= MOST:
        told = {"key": indicator.key, "most": MOST}
        raise RuleBroken(_("%(key)s 最多 %(most)s 份佐证，请先删去一份。") % told)
    kept = SelfFile(participant=held, indicator=indicator, name=short_name(upload.name), uploaded_by=actor)
    ADD.ask(actor, kept)
    with writing(kept, ADD, actor=actor):
        kept.file = safe_content(upload)
    return kept


@transaction.atomic
def remove_self_file(file: SelfFile, *, actor) -> None:
    stored = file.file
    removing(file, REMOVE, actor=actor)
    transaction.on_commit(partial(stored.delete, save=False))
