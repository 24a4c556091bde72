from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "cms.statutes"
    label = "statutes"
    verbose_name = "法规"
