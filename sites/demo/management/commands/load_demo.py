from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.accounts.models import User
from cms.core.afterwards import afterwards_once
from cms.core.collecting import rarely_collecting
from cms.core.references import note_all
from cms.inspection.services import inspect
from search.service import gathering
from sites.api.nightly import write_all
from sites.demo.advisers import build_advisers
from sites.demo.assessment import build_assessment
from sites.demo.guides import build_guides
from sites.demo.honours import build_honours
from sites.demo.laws import build_laws
from sites.demo.letters import build_letters
from sites.demo.office import build_office
from sites.demo.pages import build_pages
from sites.demo.practice import build_exam, build_practice
from sites.demo.roster import build_roster
from sites.demo.training import build_training
from sites.demo.volunteers import build_volunteers
from sites.demo.work import build_work
from sites.demo.year.district import enlarge
from sites.demo.year.scale import SCALES


class Command(BaseCommand):
    help = "载入虚构的示范区：地点、单位、账号、页面、责任清单与活动"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="已有账号时不做任何事")
        parser.add_argument(
            "--size",
            choices=["small", *SCALES],
            default="small",
            help="small：三个街镇；year：12 个街镇、150 个居村的一年；large：600 个居村的一年",
        )

    @transaction.atomic
    def handle(self, *args, if_empty, size, **options):
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("数据库里已有账号。示范区只载入空库，以免与真实数据混在一起。")
        self.stdout.write("正在载入示范区……")
        # What refers to what, and what is found, is noted in one pass at the end, not with each saving.
        with rarely_collecting(), afterwards_once(), disable_reference_index_auto_update(), gathering():
            self.load(size, timezone.localdate())
        note_all()
        inspect(timezone.now(), walks=False)
        # What of it is open is there to be fetched at once, not only from the first night on.
        transaction.on_commit(write_all)
        self.stdout.write("已载入示范区“青桥区”。")

    def load(self, size, today):
        office = build_office()
        laws = build_laws(office, today)
        campaign = build_pages(office, laws, today)
        build_work(office, laws, campaign, today)
        build_roster(office, today)
        build_training(office, laws, today)
        build_volunteers(office, today)
        build_advisers(office, today)
        build_honours(office, today)
        build_assessment(office, today)
        build_letters(office, today)
        build_guides(office)
        build_practice(office)
        build_exam(office, today)
        if size in SCALES:
            enlarge(office, SCALES[size], today, self.tell)

    def tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
