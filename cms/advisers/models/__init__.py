from cms.advisers.models.advisers import Adviser, ListingConsent
from cms.advisers.models.agreements import Agreement
from cms.advisers.models.serving import DutyDay, ServiceEntry
from cms.advisers.models.settings import AdviserSetting

__all__ = ["Adviser", "AdviserSetting", "Agreement", "DutyDay", "ListingConsent", "ServiceEntry"]
