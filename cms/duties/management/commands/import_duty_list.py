from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入普法责任清单；可重复执行"
    kind = "duty_list"
