from django.urls import path

from sites.public.views import articles, statutes

# A version is named by its date, an article by its number ("1254", "291-2"), its parts by theirs.
urlpatterns = [
    path("laws/", statutes.law_list, name="laws"),
    path("laws/<str:slug>/", statutes.law, name="law"),
    path("laws/<str:slug>/on/", statutes.on_some_day, name="law_day"),
    path("laws/<str:slug>/on/<str:day>/", statutes.law_on, name="law_on"),
    path("laws/<str:slug>/on/<str:day>/<str:ref>/", articles.article_on, name="article_on"),
    path("laws/<str:slug>/versions/<str:version>/", statutes.version, name="law_version"),
    path("laws/<str:slug>/versions/<str:version>/to/", statutes.to_article, name="law_to_article"),
    path("laws/<str:slug>/versions/<str:version>/text.<str:kind>", statutes.text, name="law_text"),
    path("laws/<str:slug>/versions/<str:version>/<str:ref>/", articles.article, name="article_version"),
    path(
        "laws/<str:slug>/versions/<str:version>/<str:ref>/<int:paragraph>/",
        articles.article,
        name="article_version_paragraph",
    ),
    path(
        "laws/<str:slug>/versions/<str:version>/<str:ref>/<int:paragraph>/<int:item>/",
        articles.article,
        name="article_version_item",
    ),
    path("laws/<str:slug>/changes/", statutes.compare, name="law_compare"),
    path("laws/<str:slug>/changes/<str:new>/", statutes.changes, name="law_changes"),
    path("laws/<str:slug>/changes/<str:old>/<str:new>/", statutes.changes, name="law_changes_between"),
    path("laws/<str:slug>/<str:ref>/", articles.article, name="article"),
    path("laws/<str:slug>/<str:ref>/<int:paragraph>/", articles.article, name="article_paragraph"),
    path("laws/<str:slug>/<str:ref>/<int:paragraph>/<int:item>/", articles.article, name="article_item"),
]
