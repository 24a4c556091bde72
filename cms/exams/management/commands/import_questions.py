from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入试题；可重复执行，导入的都是草稿，审核之后才能使用"
    kind = "questions"
