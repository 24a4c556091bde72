from cms.campaigns.models import Audience, Setting
from cms.campaigns.permissions import can_edit_taxonomy
from cms.core.tables import Table

SETTINGS = Table(Setting, can_edit_taxonomy, writes=("name", "aliases", "order", "active"))
AUDIENCES = Table(Audience, can_edit_taxonomy, writes=("name", "order", "active"))
