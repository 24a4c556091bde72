from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入居村法律顾问；可重复执行"
    kind = "advisers"
