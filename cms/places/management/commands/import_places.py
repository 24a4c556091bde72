from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入地点；可重复执行"
    kind = "places"
