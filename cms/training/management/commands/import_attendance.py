from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入培训签到表；可重复执行"
    kind = "attendance"
