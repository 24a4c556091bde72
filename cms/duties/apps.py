from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "cms.duties"
    label = "duties"
    verbose_name = "普法责任"
