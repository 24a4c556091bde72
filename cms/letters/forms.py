"""What the steps of a letter ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.queries import accounts_in
from cms.core.personal_data.showing import blotted
from cms.core.viewsets import StepForm
from cms.letters.enums import LetterKind
from cms.letters.services import PUBLIC


class ShareForm(StepForm):
    handler = forms.ModelChoiceField(
        label=_("承办人"), queryset=User.objects.none(), help_text=_("编辑只办理找错。")
    )
    is_simple = forms.BooleanField(label=_("简单来信"), required=False, help_text=_("答复期限短一些。"))

    def about(self, records):
        """Nobody is offered who would be refused for one of them."""
        are_corrections = all(each.kind == LetterKind.CORRECTION for each in records)
        editors = [Role.EDITOR] if are_corrections else []
        self.fields["handler"].queryset = accounts_in(Role.OFFICE, Role.REVIEWER, *editors)


class AnswerForm(StepForm):
    answer = forms.CharField(
        label=_("答复"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写信的人凭查询号看到。介绍法律怎样规定、到哪里办，不代替律师意见。"),
    )


class PublishForm(StepForm):
    public_title = forms.CharField(label=_("标题"), max_length=60)
    public_question = forms.CharField(
        label=_("问题"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    public_answer = forms.CharField(
        label=_("答复"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def about(self, records):
        """The answer stands ready to be gone over; the question is written anew, beside what was asked."""
        letter = records[0]
        for name in PUBLIC:
            self.fields[name].initial = getattr(letter, name)
        self.fields["public_answer"].initial = letter.public_answer or letter.answer
        told = _("来信写的是：“%(words)s”改写成看不出是谁的话：去掉姓名、单位、住址和号码。")
        self.fields["public_question"].help_text = told % {"words": blotted(letter.words)}
