from django.apps import AppConfig

from cms.core import append_only


class ReviewsConfig(AppConfig):
    name = "cms.reviews"
    label = "reviews"
    verbose_name = "评议"

    def ready(self):
        from cms.core import daily
        from cms.reviews.tasks import remind_of_review_deadlines

        append_only.TABLES.append("reviews_frozenyear")
        daily.register(remind_of_review_deadlines)
