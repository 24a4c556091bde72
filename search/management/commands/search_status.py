from django.conf import settings
from django.core.management.base import BaseCommand

from search.engines import current_engine
from search.models import SearchDocument
from search.service import pending_count


class Command(BaseCommand):
    help = "检索引擎的状态：文档数与待更新数"

    def handle(self, *args, **options):
        documents = SearchDocument.objects.filter(deleted=False).count()
        self.stdout.write(f"引擎：{settings.SEARCH_ENGINE}")
        self.stdout.write(
            f"文档表：{documents} 条；索引：{current_engine().count()} 条；待更新：{pending_count()} 条"
        )
