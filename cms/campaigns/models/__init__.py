"""Page types of the public site, the tables that order them, law days, review and the site's own facts."""

from cms.campaigns.models.anonymisation import AnonymisationCheck
from cms.campaigns.models.law_days import LawDay, LawDayDate
from cms.campaigns.models.pages import (
    ArticlePage,
    BrandPage,
    CampaignPage,
    CasePage,
    HomePage,
    NoticePage,
    PublicPage,
    TopicPage,
)
from cms.campaigns.models.profile import SiteProfile
from cms.campaigns.models.review import ReviewTask
from cms.campaigns.models.taxonomy import Audience, Setting

__all__ = [
    "AnonymisationCheck",
    "ArticlePage",
    "Audience",
    "BrandPage",
    "CampaignPage",
    "CasePage",
    "HomePage",
    "LawDay",
    "LawDayDate",
    "NoticePage",
    "PublicPage",
    "ReviewTask",
    "Setting",
    "SiteProfile",
    "TopicPage",
]
