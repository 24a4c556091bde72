from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from sites.demo.assessment import build_assessment
from sites.demo.laws import build_laws
from sites.demo.letters import build_letters
from sites.demo.office import build_office
from sites.demo.pages import build_pages
from sites.demo.work import build_work


class Command(BaseCommand):
    help = "载入虚构的示范区：地点、单位、账号、页面、责任清单与活动"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="已有账号时不做任何事")

    @transaction.atomic
    def handle(self, *args, if_empty, **options):
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("数据库里已有账号。示范区只载入空库，以免与真实数据混在一起。")
        self.stdout.write("正在载入示范区……")
        today = timezone.localdate()
        office = build_office()
        laws = build_laws(office, today)
        campaign = build_pages(office, laws, today)
        build_work(office, laws, campaign, today)
        build_assessment(office, today)
        build_letters(office)
        self.stdout.write("已载入示范区“青桥区”。")
