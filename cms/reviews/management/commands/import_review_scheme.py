from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入评议评分表，成为评议方案；可重复执行"
    kind = "review_scheme"
