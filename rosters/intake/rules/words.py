"""The words that rosters use for what is one of a few. Pure."""

from rosters.people.rules import CredentialStatus, IdentityKind, PersonStatus, Sex
from rosters.units.rules import UnitKind

SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE}
_STATUSES = {
    PersonStatus.IN_POST: "在职 在岗 在编 在编在岗 在职在岗 正常 在任 试用期 试用 挂职 返岗 复职",
    PersonStatus.SECONDED: "借调 抽调 借用",
    PersonStatus.LONG_LEAVE: "长病 长病假 长期病假 病假 病休 产假 长假 停职 停职检查 "
    "停薪留职 脱产学习",
    PersonStatus.TRANSFERRED: "调离 调出 调走 已调离 已调出 调动",
    PersonStatus.RETIRED: "退休 离退休 已退休 退居二线 提前退休",
    PersonStatus.LEFT: "辞职 辞退 离职 开除 解聘 已辞职 已离职 辞去公职",
    PersonStatus.DECEASED: "死亡 去世 病故 已故 因公牺牲",
}
STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}
_CARD_STATUSES = {
    CredentialStatus.VALID: "有效 正常 在用 使用中 已发 合格 过期 到期 已过期",
    CredentialStatus.CANCELLED: "注销 已注销 吊销 收回 作废 撤销 无效 失效 遗失 停用",
}
CARD_STATUS_OF = {
    word: status for status, words in _CARD_STATUSES.items() for word in words.split()
}
# Looked for inside 单位性质, in this order: 垂直管理部门 is vertical, not a department.
_UNIT_KINDS = (
    (UnitKind.VERTICAL, ("垂管", "垂直", "中央", "省属", "省直", "省管")),
    (UnitKind.SUBORDINATE, ("二级", "下属", "所属")),
    (UnitKind.TOWNSHIP, ("乡", "镇", "街道")),
    (UnitKind.DEPARTMENT, ("部门", "县直", "党政机关", "行政机关", "区直", "市直", "群团")),
)
_IDENTITY_KINDS = {
    IdentityKind.RESIDENT: "居民身份证 身份证 二代身份证 第二代居民身份证 临时身份证",
    IdentityKind.OFFICER: "军官证 士兵证 文职干部证 警官证 武警警官证 军人证 军人身份证",
    IdentityKind.HOME_RETURN: "港澳居民来往内地通行证 港澳通行证 回乡证 港澳台居民居住证 "
    "港澳居民居住证 香港居民身份证 澳门居民身份证",
    IdentityKind.TAIWAN: "台湾居民来往大陆通行证 台胞证 台湾通行证 台湾居民居住证",
    IdentityKind.PASSPORT: "护照 中国护照 外国护照 外国人永久居留身份证 "
    "外国人永久居留证 永久居留证",
}
IDENTITY_KIND_OF = {word: kind for kind, words in _IDENTITY_KINDS.items() for word in words.split()}
_YES = "是 在 有 √ ✓ ✔ 对 Y y 1 yes YES Yes 在岗 在岗执法 执法岗 执法岗位"
_NO = "否 不是 不在 无 没有 × ✕ ✗ 不 N n 0 no NO No 不在岗 非执法岗 非执法岗位 辅助岗 辅助岗位 辅助"
YES_OR_NO = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
NONE = frozenset({"无", "/", "-", "—", "——", "否", "没有", "未取得", "不具有", "暂无"})


def unit_kind(text: str) -> UnitKind | None:
    found = (kind for kind, words in _UNIT_KINDS if any(word in text for word in words))
    return next(found, None)
