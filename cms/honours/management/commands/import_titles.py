from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入以前命名的民主法治示范村（社区）；可重复执行"
    kind = "titles"
