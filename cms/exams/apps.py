from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "cms.exams"
    label = "exams"
    verbose_name = "题库与考试"

    def ready(self):
        from cms.core import daily
        from cms.exams import signals  # noqa: F401
        from cms.exams.services import merging  # noqa: F401
        from cms.exams.tasks import flag_questions, hand_in_overdue

        daily.register(flag_questions)
        daily.register(hand_in_overdue)
