from cms.advisers.models.advisers import Adviser, ListingConsent
from cms.advisers.models.agreements import Agreement
from cms.advisers.models.serving import DutyDay, ServiceEntry

__all__ = ["Adviser", "Agreement", "DutyDay", "ListingConsent", "ServiceEntry"]
