from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "sites.public"
    label = "public"
    verbose_name = "公众网站"
