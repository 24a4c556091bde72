"""The tables of the rosters, where no rule beyond who may write stands between a field and the row."""

from cms.core.tables import Table
from cms.people.models import Appointment, Consent, Person, ServiceRecord, StarLevel
from cms.people.permissions import can_manage_people

# Numbers enter by import and are shown masked; the form never carries them.
PERSONS = Table(
    Person,
    can_manage_people,
    writes=(
        "name", "gender", "birth", "ethnicity", "political_status", "education", "skills", "guardian_name",
    ),
)  # fmt: skip
# The state moves by its steps, the certificate is given by one.
APPOINTMENTS = Table(
    Appointment,
    can_manage_people,
    writes=(
        "person", "role", "community", "category", "nominated_by", "training", "score", "team", "speciality",
        "remark",
    ),
)  # fmt: skip
CONSENTS = Table(Consent, can_manage_people, writes=("person", "purpose", "text_version", "given_on"))
# Hours enter by import; a wrong record is taken out, with a trace.
SERVICE_RECORDS = Table(ServiceRecord, can_manage_people, offers=("delete",))
STAR_LEVELS = Table(StarLevel, can_manage_people, writes=("stars", "hours"))
