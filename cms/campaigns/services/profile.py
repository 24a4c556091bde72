from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_office
from cms.campaigns.models import SiteProfile
from cms.core.writing import Action, write

FACTS = SiteProfile.public_texts
CHANGE = Action[SiteProfile]("campaigns.siteprofile.change", _("修改设置"), is_office, writes=FACTS)


def change_profile(profile: SiteProfile, *, actor, **facts: str) -> None:
    """Who answers for the site and how it is reached: shown at the foot of every page."""
    write(profile, CHANGE, facts, actor=actor)
