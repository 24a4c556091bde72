"""How the pages of the site and the files they offer are found; importing the package registers both."""

from cms.campaigns.search_documents import library
from cms.campaigns.search_documents.pages import PAGE_TYPES

__all__ = ["PAGE_TYPES", "library"]
