"""The tables of the rosters, where no rule beyond who may write stands between a field and the row."""

from cms.core.tables import Table
from cms.people.models import Person, ServiceRecord, StarLevel
from cms.people.permissions import can_manage_people

# Numbers enter by import and are shown masked; the form never carries them.
PERSONS = Table(
    Person,
    can_manage_people,
    writes=(
        "name", "gender", "birth", "ethnicity", "political_status", "education", "skills", "guardian_name",
    ),
)  # fmt: skip
# Hours are noted down by a step and verified by one; a wrong record is taken out, with a trace.
SERVICE_RECORDS = Table(ServiceRecord, can_manage_people, offers=("delete",))
STAR_LEVELS = Table(StarLevel, can_manage_people, writes=("stars", "hours"))
