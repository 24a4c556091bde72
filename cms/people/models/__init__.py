from cms.people.models.appointments import Appointment
from cms.people.models.certificates import Certificate, CertificateScheme
from cms.people.models.consents import Consent
from cms.people.models.endings import EndingProposal
from cms.people.models.issuing import IssueBatch
from cms.people.models.memberships import Membership
from cms.people.models.merges import Distinction, Merge
from cms.people.models.nominations import Nomination, NominationStep
from cms.people.models.objections import Objection
from cms.people.models.persons import Person, is_minor
from cms.people.models.self_nominations import SelfNomination
from cms.people.models.service_records import ServiceRecord, StarLevel
from cms.people.models.settings import RosterSetting
from cms.people.models.yearly import YearlyExcuse

__all__ = [
    "Appointment",
    "Certificate",
    "CertificateScheme",
    "Consent",
    "Distinction",
    "EndingProposal",
    "IssueBatch",
    "Membership",
    "Merge",
    "Nomination",
    "NominationStep",
    "Objection",
    "Person",
    "RosterSetting",
    "SelfNomination",
    "ServiceRecord",
    "StarLevel",
    "YearlyExcuse",
    "is_minor",
]
