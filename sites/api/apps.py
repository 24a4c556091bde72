from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sites.api"
    label = "api"
    verbose_name = "开放数据"

    def ready(self):
        from cms.core import daily
        from sites.api.tasks import write_open_data

        daily.register(write_open_data)
