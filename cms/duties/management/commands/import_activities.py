from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入普法活动台账；可重复执行"
    kind = "activities"
