from django.utils.translation import gettext_lazy as _

from cms.campaigns.models import Audience, Setting
from cms.campaigns.permissions import can_edit_taxonomy
from cms.core.tables import Table
from cms.core.writing import Action, anyone, writing

SETTINGS = Table(Setting, can_edit_taxonomy, writes=("name", "aliases", "order", "active"))
AUDIENCES = Table(
    Audience, can_edit_taxonomy, writes=("name", "order", "active", "introduction", "prefers_access")
)
NAME = Action[Setting]("campaigns.setting.name", _("由台账登记"), anyone)


def name_setting(name: str, *, actor) -> Setting:
    """A setting that a ledger names and the office does not keep yet.

    Counted where it was reported, and not offered for choice until the office says so.
    """
    setting = Setting(name=name, order=900, active=False)
    with writing(setting, NAME, actor=actor):
        return setting
