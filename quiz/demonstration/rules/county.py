"""Units of 云岭县, a county that does not exist, in the order the county itself would use. Pure."""

from dataclasses import dataclass

from rosters.units.rules import UnitKind

COUNTY = "云岭县"


@dataclass(frozen=True)
class UnitPlan:
    """A unit and how many enforcement officers it has in proportion to the others."""

    name: str
    kind: UnitKind
    officers: int
    aliases: tuple[str, ...] = ()
    parent: str | None = None


def _department(body: str, officers: int, *shorts: str) -> UnitPlan:
    """`body` without the county; the short forms are how other offices write it."""
    aliases = (f"县{body}", body, *shorts)
    return UnitPlan(COUNTY + body, UnitKind.DEPARTMENT, officers, aliases)


def _township(place: str, officers: int) -> UnitPlan:
    body, short = ("办事处", "办") if place.endswith("街道") else ("人民政府", "政府")
    aliases = (place, f"{COUNTY}{place}", f"{place}{short}", f"{COUNTY}{place}{body}")
    return UnitPlan(place + body, UnitKind.TOWNSHIP, officers, aliases)


def _subordinate(body: str, officers: int, parent: str, *shorts: str) -> UnitPlan:
    aliases = (f"县{body}", body, *shorts)
    return UnitPlan(COUNTY + body, UnitKind.SUBORDINATE, officers, aliases, COUNTY + parent)


def _vertical(name: str, officers: int, *shorts: str) -> UnitPlan:
    return UnitPlan(name, UnitKind.VERTICAL, officers, shorts)


_DEPARTMENTS = (
    _department("人民政府办公室", 6, "县政府办", "县政府办公室"),
    _department("发展和改革局", 14, "县发改局", "发改局"),
    _department("教育局", 12, "县教体局"),
    _department("科学技术和工业信息化局", 10, "县科工信局", "县工信局"),
    _department("公安局", 150),
    _department("民政局", 12),
    _department("司法局", 22),
    _department("财政局", 16),
    _department("人力资源和社会保障局", 24, "县人社局", "人社局"),
    _department("自然资源局", 44, "县国土局", "县自规局"),
    _department("住房和城乡建设局", 38, "县住建局", "住建局"),
    _department("交通运输局", 20, "县交通局", "交通局"),
    _department("水利局", 24, "县水务局"),
    _department("农业农村局", 28, "县农业局", "县农牧局"),
    _department("商务局", 10),
    _department("文化和旅游局", 16, "县文旅局", "文旅局"),
    _department("卫生健康局", 22, "县卫健局", "县卫计局", "卫健局"),
    _department("退役军人事务局", 6, "县退役军人局"),
    _department("应急管理局", 30, "县应急局", "县安监局"),
    _department("审计局", 12),
    _department("市场监督管理局", 140, "县市场监管局", "县市监局", "市监局", "市场监管局"),
    _department("统计局", 8),
    _department("医疗保障局", 14, "县医保局", "医保局"),
    _department("林业和草原局", 26, "县林草局", "县林业局"),
    _department("综合行政执法局", 110, "县综合执法局", "县城管局", "城管局"),
    _department("行政审批服务局", 14, "县审批局", "县政务服务局"),
)

_SUBORDINATES = (
    _subordinate("交通运输综合行政执法大队", 52, "交通运输局", "县交通执法大队", "县运管所"),
    _subordinate("农业综合行政执法大队", 34, "农业农村局", "县农业执法大队"),
    _subordinate("文化市场综合行政执法大队", 20, "文化和旅游局", "县文化执法大队"),
    _subordinate("卫生健康综合监督执法所", 24, "卫生健康局", "县卫监所"),
)

_VERTICALS = (
    _vertical("国家税务总局云岭县税务局", 46, "云岭县税务局", "县税务局", "县国税局"),
    _vertical("云岭县气象局", 8, "县气象局"),
    _vertical("国家统计局云岭调查队", 6, "云岭调查队", "国调队"),
    _vertical("云岭县消防救援大队", 16, "县消防救援大队", "县消防大队"),
    _vertical("国家金融监督管理总局云岭监管支局", 6, "云岭金融监管支局", "县金融监管支局"),
    _vertical("云岭县烟草专卖局", 20, "县烟草局", "县烟草专卖局"),
    _vertical("云岭县邮政管理局", 6, "县邮政管理局"),
    _vertical("云岭生态环境分局", 30, "县生态环境分局", "县环保局", "生态环境局云岭分局"),
    _vertical("云岭公路分局", 10, "县公路分局"),
    _vertical("云岭水文水资源勘测中心", 6, "云岭水文中心"),
    _vertical("云岭高速公路路政大队", 14, "云岭路政大队"),
    _vertical("云岭无线电管理处", 6, "县无线电管理处"),
)

_TOWNSHIPS = (
    _township("云溪街道", 24),
    _township("松河街道", 20),
    *(
        _township(f"{place}镇", officers)
        for place, officers in (
            ("青石", 18), ("白泉", 16), ("龙坪", 16), ("柳沟", 14), ("石门", 14), ("桃岭", 13),
            ("大湾", 13), ("红岩", 12), ("双塘", 12), ("梅川", 12), ("新集", 11), ("清水", 11),
        )
    ),
    *(
        _township(f"{place}乡", officers)
        for place, officers in (("雾岭", 9), ("鹿鸣", 9), ("竹溪", 8), ("高坪", 8))
    ),
)  # fmt: skip

UNITS: tuple[UnitPlan, ...] = (*_DEPARTMENTS, *_SUBORDINATES, *_VERTICALS, *_TOWNSHIPS)
