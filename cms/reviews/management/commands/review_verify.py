import sys

from django.core.management.base import BaseCommand

from cms.reviews.queries.outcomes import seals, what_is_broken


class Command(BaseCommand):
    help = "核验定稿的评议：有一个字节被改动、少了一年或次序不对，逐条写出并以 1 退出"

    def handle(self, *args, **options):
        if problems := what_is_broken():
            for problem in problems:
                self.stderr.write(problem)
            sys.exit(1)
        self.stdout.write(f"{len(seals())} 年的评议与定稿时一致。")
