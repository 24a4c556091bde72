from cms.campaigns.services.anonymisation import confirm_anonymisation
from cms.campaigns.services.foundation import found_site
from cms.campaigns.services.review import approve, send_back, submit

__all__ = ["approve", "confirm_anonymisation", "found_site", "send_back", "submit"]
