from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "cms.agencies"
    label = "agencies"
    verbose_name = "单位"
