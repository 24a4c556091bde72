from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "cms.advisers"
    label = "advisers"
    verbose_name = "法律顾问"
