import json
import re

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cms.core.protected


def messages_into_content(apps, schema_editor):
    """Messages may quote a cell, so they move to where the cells stand encrypted."""
    row_model = apps.get_model("intake", "ImportRow")
    for row in row_model.objects.iterator(500):
        content = json.loads(row.content)
        content["marks"] = []
        content["findings"] = [
            {
                "code": code,
                "column": (re.search("“(.+?)”：", message) or ["", ""])[1],
                "message": message.partition("：")[2],
                "other": None,
                "choices": [],
            }
            for code, message in zip(row.codes, row.messages, strict=False)
        ]
        row.content = json.dumps(content, ensure_ascii=False)
        row.problem = row.codes[-1] if row.codes and row.level >= 3 else ""
        row.save(update_fields=["content", "problem"])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "keep_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="到期后，原文件、各行内容与处理意见一并清除，只留批次的统计；清除后不能再撤销。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="导入批次保存天数",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入设置",
            },
        ),
        migrations.AddField(
            model_name="importbatch",
            name="context",
            field=cms.core.protected.ProtectedTextField(blank=True),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="purged_at",
            field=models.DateTimeField(null=True, verbose_name="清除时间"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="sender",
            field=models.CharField(blank=True, max_length=80, verbose_name="报送单位"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="decided_at",
            field=models.DateTimeField(null=True, verbose_name="处理时间"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="处理人",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="decision",
            field=cms.core.protected.ProtectedTextField(blank=True),
        ),
        migrations.AddField(
            model_name="importrow",
            name="fingerprint",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="importrow",
            name="label",
            field=models.CharField(blank=True, max_length=100, verbose_name="对象"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="problem",
            field=models.CharField(blank=True, max_length=40, verbose_name="主要问题"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="record",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="importrow",
            name="skipped",
            field=models.BooleanField(default=False, verbose_name="不导入"),
        ),
        migrations.RunPython(messages_into_content, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="importrow",
            name="messages",
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "等待读取"),
                    ("previewed", "预览完成"),
                    ("judging", "正在判定"),
                    ("unreadable", "无法读取"),
                    ("applying", "正在导入"),
                    ("applied", "已导入"),
                    ("failed", "导入失败"),
                    ("undoing", "正在撤销"),
                    ("undone", "已撤销"),
                ],
                default="uploaded",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("model", models.CharField(max_length=80)),
                ("record", models.PositiveBigIntegerField()),
                ("created", models.BooleanField()),
                ("before", cms.core.protected.ProtectedTextField(blank=True)),
                ("after", models.CharField(max_length=64)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="intake.importbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "order"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                ("kind", models.CharField(max_length=40)),
                ("sender", models.CharField(blank=True, max_length=80)),
                ("layout", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="对应人",
                    ),
                ),
            ],
            options={
                "verbose_name": "列的对应",
                "verbose_name_plural": "列的对应",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "sender", "layout"), name="one_mapping_per_layout"
                    )
                ],
            },
        ),
    ]
