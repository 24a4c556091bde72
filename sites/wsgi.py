import os

from sites.starting import web_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sites.settings.production")
application = web_application()
