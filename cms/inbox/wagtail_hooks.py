from wagtail import hooks

from cms.inbox.panels import add_inbox

hooks.register("construct_homepage_panels", add_inbox)
