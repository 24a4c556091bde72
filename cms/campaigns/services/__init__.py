from cms.campaigns.services.anonymisation import confirm_anonymisation
from cms.campaigns.services.foundation import found_site

__all__ = ["confirm_anonymisation", "found_site"]
