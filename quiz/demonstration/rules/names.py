"""Names put together at random from common characters. They mean no real person. Pure."""

from random import Random

from rosters.people.rules import Sex

_SURNAMES = (
    "王李张刘陈杨赵黄周吴" * 6 + "徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧" * 3
    + "程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    + "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
)  # fmt: skip
_COMPOUND_SURNAMES = ("欧阳", "上官", "司徒", "诸葛", "尉迟")
_MALE = "建国强伟军勇斌涛鹏辉波刚超杰志明文海林平东峰宏浩宇博凯旭昊泽俊航哲晖远山松柏岳"
_FEMALE = "丽敏静秀英华玲芳燕红霞梅兰娟萍艳婷雪慧洁琳莹颖倩佳怡雅欣悦珊蕾薇岚芸菊荷月"
_EITHER = "文明春晓云永新宁安清瑞学成兴玉宝中世嘉德子思启一天家"

_MINORITY_FIRST = ("阿依夏木", "巴特尔", "其木格", "热合曼", "吐尔逊", "努尔兰", "塔吉古丽", "乌云")
_MINORITY_LAST = ("艾山", "买买提", "巴雅尔", "苏来曼", "木拉提", "哈斯", "阿不都", "克里木")

# Characters outside the common sets or outside the first Unicode plane, which typing and fonts
# often lose. The fonts that certificates are set in do have them.
_RARE_NAMES = ("李䶮", "王𬭎", "赵㛃", "陈𫖯", "周𬱟", "吴堃", "孙犇", "胡垚", "林甯", "郭曌")


def common_name(dice: Random, sex: Sex) -> str:
    """A Han name of two to four characters."""
    surname = dice.choice(_COMPOUND_SURNAMES) if dice.random() < 0.01 else dice.choice(_SURNAMES)
    own = _MALE if sex is Sex.MALE else _FEMALE
    if dice.random() < 0.22:
        return surname + dice.choice(own)
    return surname + dice.choice(_EITHER + own) + dice.choice(own)


def minority_name(number: int) -> str:
    """The number-th name with a middle dot; different for each of the first 64."""
    first = _MINORITY_FIRST[number % len(_MINORITY_FIRST)]
    return f"{first}·{_MINORITY_LAST[(number + number // 8) % len(_MINORITY_LAST)]}"


def special_names() -> tuple[str, ...]:
    """Names that every register must be able to hold and print: rare characters, middle dots."""
    return (*_RARE_NAMES, *(minority_name(number) for number in range(8)))
