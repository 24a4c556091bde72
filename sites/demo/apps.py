from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sites.demo"
    label = "demo"
    verbose_name = "示范区"
