from django.apps import AppConfig

from cms.core import append_only


class ReviewsConfig(AppConfig):
    name = "cms.reviews"
    label = "reviews"
    verbose_name = "评议"

    def ready(self):
        append_only.TABLES.append("reviews_frozenyear")
