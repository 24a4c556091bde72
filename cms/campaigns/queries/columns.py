"""Where a new article belongs."""

from wagtail.models import Page

from cms.campaigns.models import ArticlePage, HomePage, TopicPage


def news_column() -> Page | None:
    """The public column in which most articles stand, of equal ones the first; without any, the home page."""
    columns = TopicPage.objects.live().public()
    counted = {
        column: ArticlePage.objects.live().child_of(column).count() for column in columns.order_by("path")
    }
    return max(counted, key=lambda column: counted[column]) if counted else HomePage.objects.first()
