"""The five levels of a row, the codes that lead to them, and how a person may answer each.

A row has the worst level of its codes. Codes are shared by every kind of file, so that one problem has one
name; an importer that meets a new one adds it here.
"""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """good: as it is · fix: read or repaired without asking · warn: imported, the operator is told ·
    review: waits for a person's decision · reject: cannot be imported."""

    GOOD = 0
    FIX = 1
    WARN = 2
    REVIEW = 3
    REJECT = 4

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return ("可直接导入", "已自动识别", "导入并提示", "待人工确认", "无法导入")[self]


class Answer(StrEnum):
    """What settles a problem, besides leaving the row out: importing what is shown, saying whether it is the
    same one or another, or entering the right value."""

    ACCEPT = "accept"
    WHICH = "which"
    MEND = "mend"


_FIX = {
    "value_repeated": "写了“同上”",
    "name_marks": "姓名中看不见的字符、兼容字形",
    "date_placeholder": "日期处是空日期",
    "area_text": "面积写法",
    "birth_text": "出生年月写法",
    "consent_blank": "未填是否公开，按不公开",
    "date_no_year": "日期没有年份，取自标题",
    "date_number": "日期存成数字",
    "date_text": "日期写法",
    "fullwidth": "全角字符",
    "hours_text": "时长写法",
    "name_dot": "间隔号写法",
    "name_spaces": "姓名中有空格",
    "number_approx": "约数",
    "number_placeholder": "数字处填了横线或“无”",
    "number_text": "数字写法",
    "org_alias": "单位用了别名",
    "phone_format": "手机号写法",
    "phone_number_cell": "手机号存成数字",
    "place_alias": "地点写法",
    "score_text": "成绩写法",
    "stem_numbered": "题干前有题号",
    "tail_zero_lost": "手机尾号丢了开头的零",
    "time_text": "时间写法",
    "value_alias": "选项的口头说法",
}
_WARN = {
    "unseen_marks": "看不见的字符",
    "value_told": "按标题或报送单位填",
    "filled_down": "空格按上一行",
    "column_guessed": "列名按相近的认",
    "name_remark": "姓名里有附注",
    "date_lunar": "农历日期",
    "term_months": "聘期只写到月",
    "birth_short_year": "出生年份只写两位",
    "absent": "未到场",
    "others_unnamed": "另有没写名称的单位",
    "cell_comment": "单元格有批注",
    "formula_text": "像公式的文字",
    "link_unclear": "不是网址",
    "pii_in_text": "文字里有个人号码",
    "reviewed_already": "记录已审核，没有改动",
    "shared_phone": "不同的人同一手机号",
    "state_decided": "状态不随表改",
    "stale_check": "一年多没有核验",
    "rule_several": "评分办法要再核对",
    "kind_assumed": "题型按答案认",
    "answer_in_stem": "答案写在题干里",
    "options_in_stem": "选项写在题干里",
    "hours_by_rule": "学时按迟到早退折算",
    "subject_missing": "没有科目",
}
_ACCEPT = {
    "agency_alike": "可能是已有单位的别名",
    "above_blank": "“同上”的上一行是空的",
    "merged_name": "几行共用一个姓名",
    "merged_figure": "几行共用一个数",
    "unit_in_heading": "表头或标题里另有单位",
    "days_listed": "分开的几天",
    "date_weekday": "日期与星期对不上",
    "kind_doubtful": "像是另一种表",
    "column_unplaced": "有数据的列没有着落",
    "name_odd": "不像姓名",
    "name_note": "姓名后注有去向",
    "gender_mismatch_id": "性别与身份证号不符",
    "gender_mismatch_name": "性别与姓名后写的不符",
    "birth_mismatch_id": "出生年月与身份证号不符",
    "birth_unclear": "出生年月认不出",
    "co_org_unknown": "配合、协办单位对不上",
    "coords_outside": "坐标在区外",
    "coords_swapped": "经纬度对调",
    "hidden_row": "隐藏的行",
    "hours_gt_stay": "学时超过在场时间",
    "id_15": "15位身份证号",
    "id_checksum": "身份证号校验位不符",
    "id_precision_lost": "身份证号末位丢失",
    "article_unknown": "法规里没有所引的条",
    "law_repealed": "法规已废止",
    "minor_consent": "未成年人同意公开",
    "mobile_in_contact": "公开电话填了手机号",
    "number_unclear": "数字认不出",
    "personal_number": "姓名或选项里有个人号码",
    "phone_invalid": "不是手机号",
    "score_out_of_range": "成绩超出范围",
    "signed_by_other": "他人代签",
    "section_doubtful": "列在退出人员之下",
    "struck_cell": "划掉的内容",
    "struck_row": "划掉的行",
    "value_unknown": "不在可选值中",
    "year_assumed": "标题没有年度",
}
_WHICH = {
    "dup_activity": "疑似同一活动",
    "dup_item": "疑似同一责任项",
    "dup_person": "疑似同一人",
    "dup_record": "疑似同一条记录",
    "dup_signature": "疑似重复签到",
    "dup_venue": "疑似同一阵地",
    "weak_match": "名册中有相似的人",
}
_MEND = {
    "row_unreadable": "这一行无法核对",
    "name_several": "不止一个人的姓名",
    "cell_unreadable": "这一格读不出来",
    "cell_error": "表格的错误值",
    "birth_two_months": "1月还是10月",
    "attendee_unknown": "不在名册上",
    "cert_conflict": "证书编号已发给他人",
    "cert_duplicate": "证书编号重复",
    "code_duplicate": "编码重复",
    "date_missing": "没有日期",
    "date_out_of_period": "日期不在报送期内",
    "date_unclear": "日期认不出",
    "date_vague": "日期不具体",
    "end_before_start": "结束早于开始",
    "future_date": "日期在将来",
    "hours_gt_duration": "时长超过起止时间",
    "hours_negative": "时长为负",
    "hours_missing": "没有时长",
    "hours_step": "时长不是半小时的倍数",
    "hours_unclear": "时长认不出",
    "hours_zero": "时长为零",
    "id_conflict": "同一身份证号不同姓名",
    "minor_no_guardian": "未成年人没有监护人",
    "name_conflict": "名称已属于另一单位",
    "number_duplicate": "志愿者编号重复",
    "org_alias_unlisted": "单位名称不在清单中",
    "org_unknown": "单位对不上",
    "overlap": "服务时间重叠",
    "parent_missing": "没有上级",
    "parent_tier": "上级层级不对",
    "person_mismatch": "编号与姓名不是同一人",
    "person_unknown": "不在志愿者名册上",
    "place_unknown": "地点对不上",
    "place_wrong_town": "居村不在所填街镇",
    "recorder_missing": "没有记录人",
    "recorder_self": "记录人是本人",
    "session_unknown": "认不出是哪次培训",
    "tail_mismatch": "手机尾号不是此人的",
    "term_overlap": "聘期重叠",
    "text_long": "文字过长",
    "time_missing": "没有起止时间",
    "title_batch": "没有批次",
    "title_by_way": "要走申报的称号",
    "title_ended": "有撤销日期而在册的称号",
    "title_held": "已有这一级别的称号",
    "title_level": "级别认不出",
    "title_paper": "没有命名文号",
    "time_unclear": "时间认不出",
    "points_unclear": "分值认不出",
    "answer_unclear": "答案认不出",
    "case_incomplete": "同一案例的另一行有问题",
    "exam_unknown": "认不出是哪场考试",
    "options_unclear": "选项认不出",
    "question_busy": "试题正在修订或审核",
    "question_repeated": "同一道题写了两遍",
    "score_repeated": "同一人的成绩写了两次",
    "window_missing": "没有时间节点",
    "window_unclear": "时间节点认不出",
}
_REJECT = {
    "code_missing": "没有编码",
    "kind_unknown": "没有类型",
    "name_missing": "没有名称",
    "scheme_closed": "评议已经开始",
    "stem_missing": "没有题干",
    "title_missing": "没有活动名称",
}

_GROUPS = (
    (Level.FIX, Answer.ACCEPT, _FIX),
    (Level.WARN, Answer.ACCEPT, _WARN),
    (Level.REVIEW, Answer.ACCEPT, _ACCEPT),
    (Level.REVIEW, Answer.WHICH, _WHICH),
    (Level.REVIEW, Answer.MEND, _MEND),
    (Level.REJECT, Answer.MEND, _REJECT),
)
LEVELS = {code: level for level, _, titles in _GROUPS for code in titles}
ANSWERS = {code: answer for _, answer, titles in _GROUPS for code in titles}
TITLES = {code: title for _, _, titles in _GROUPS for code, title in titles.items()}


def level_of(codes) -> Level:
    """The worst level of some codes; GOOD for none."""
    return max((LEVELS[code] for code in codes), default=Level.GOOD)
