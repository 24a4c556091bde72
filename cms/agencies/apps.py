from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "cms.agencies"
    label = "agencies"
    verbose_name = "单位"

    def ready(self):
        from cms.accounts.signing_in.password_rules import register_names
        from cms.agencies.queries import names_in_passwords

        register_names(names_in_passwords)
