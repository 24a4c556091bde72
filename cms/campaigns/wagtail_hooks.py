from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from cms.campaigns import blocks, menus, signals, views
from cms.campaigns.panels import add_law_days, add_pages, add_stuck_pages
from cms.campaigns.queries import offering
from cms.campaigns.viewsets import CalendarGroup, TaxonomyGroup

hooks.register("construct_page_action_menu", menus.without_direct_publishing)
hooks.register("before_bulk_action", menus.no_bulk_publishing)
hooks.register("before_edit_page", menus.no_late_verdict)
hooks.register("before_edit_page", menus.no_autosave_over_another)
hooks.register("register_page_header_buttons", menus.case_buttons)
hooks.register("before_edit_page", menus.warn_of_problems)
hooks.register("before_edit_page", menus.say_how_it_is_published)
hooks.register("after_edit_page", menus.say_who_reviews)
hooks.register("after_create_page", menus.say_who_reviews)
hooks.register("construct_homepage_panels", add_pages)
hooks.register("construct_homepage_panels", add_stuck_pages)
hooks.register("construct_homepage_panels", add_law_days)
hooks.register("register_rich_text_features", blocks.register_links, order=10)
hooks.register("before_serve_page", offering.turn_away, order=-1)
hooks.register("after_bulk_action", signals.documents_moved)


@hooks.register("register_admin_viewset")
def tables():
    return [TaxonomyGroup(), CalendarGroup()]


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("cases/<int:pk>/anonymisation/", views.anonymisation, name="campaigns_anonymisation")]


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("campaigns/admin.css"))


@hooks.register("insert_editor_js")
def editor_js():
    return format_html('<script src="{}"></script>', static("campaigns/saving.js"))
