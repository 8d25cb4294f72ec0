"""Figures in names in Chinese text: addresses, phone numbers, rooms, trains, models, versions and brands."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh.numbers import MEASURE, TO, by_figure_zh, cardinal_zh, number_zh

_SIGNS = table(". 点, / 斜杠, - 杠, _ 下划线, ? 问号, = 等于, # 井号, % 百分号, + 加, : 冒号, ~ 波浪号") | {
    "&": " and ",
    "@": " at ",
}

_TOP = r"(?:com|cn|org|net|io|ai|edu|gov|info|tv|uk|de|hk|tw|me|dev|app|co|cc|top|xyz|jp|fm|im|ly)"
#: A web or mail address without its scheme; ASCII only, because Chinese text follows it without a space.
_ADDRESS = (
    r"(?<![A-Za-z0-9@._%+-])(?:[A-Za-z0-9._%+-]+@)?(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+"
    rf"{_TOP}(?![A-Za-z0-9-])(?::\d+)?(?:[/?#][A-Za-z0-9_./?#=&%+~-]*[A-Za-z0-9_/])?"
)


def _address(found: re.Match[str]) -> str:
    return by_figure_zh("".join(_SIGNS.get(sign, sign) for sign in found[0].rstrip("/")))


def _dialled(found: re.Match[str]) -> str:
    """Figures one by one as in phone numbers: 幺 for one, a pause between groups."""
    spaced = re.sub(r"[-\s()（）]+", " ", found[0].replace("+", "加")).strip()
    return by_figure_zh(spaced, "幺")


def _figures(found: re.Match[str]) -> str:
    return by_figure_zh(re.sub(r"[·.\-—–]", "", found[0]))


def _model(found: re.Match[str]) -> str:
    """The number in a product name: two figures as a number, more one by one."""
    return _named(found[0])


def _named(text: str) -> str:
    whole = text.partition(".")[0]
    if len(whole) > 2 or whole.startswith("0"):
        return by_figure_zh(text).replace(".", "点")
    return number_zh(text)


def _version(found: re.Match[str]) -> str:
    parts = found[0].split(".")
    return "点".join(
        by_figure_zh(part) if len(part) > 2 or part[0] == "0" else cardinal_zh(int(part)) for part in parts
    )


def _room(found: re.Match[str]) -> str:
    return by_figure_zh(found[0].replace("-", "杠"), "幺")


_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_CALLED = r"(?<=[拨呼])|(?<=拨[打了通])|(?<=电话)|(?<=热线)|(?<=客服)|(?<=分机)"
#: Emergency and service numbers, and the words before and after them.
_SERVICE = r"(?:1(?:1[0479]|2[0-2])|911|999|1(?:0[016]|1[168]|2[1345])\d\d|9[56]\d{3,4}|[2-9]\d{6,7})"
_ASKED = r"(?:(?<=[打叫报呼])|(?<=[打叫报][了过个通])|(?<=[打叫]的是))"
_COMES = r"(?=来了|到了|赶到|赶来|出警|接警|的?救护)"
#: What is struck, shot or given in numbers: 打了120针.
_STRUCK = r"[针局场发环折球拍枪板炮杆单起拳战手记锅]"
_AFTER_CALL = r"(?=电话|热线|客服|急救|报警|火警|救护|指挥中心|平台|接线|短信)"
_NUMBERED = (
    r"(?:编号|号码|学号|工号|单号|尾号|卡号|账号|密码|验证码|口令|邮编|邮政编码|车牌号?|[Qq]{2}群?号?|群号|代码|代号|证号|ID|id"
    r"|号是|码是|码为|号为|警号|考号|座机|手机号?|电话|房号|编码|[取提激邀识条批桌票][^\W\d]?[码号]|[餐货款台牌位间件]号|[序流病会].{0,2}号|区号|学籍号)"
)
#: What leads from the name of a number to its figures: 邮编请填, 密码改成了, 单号抄的是.
_SET = (
    r"(?:[请先再就已又都我他她]?(?:重新)?(?:填写?|写|输入?|键入|设置?|定|改|换|抄|报|记|念|读|登记|打|敲|用|贴|印|标|查|录|给|加|取|存|留)"
    r"(?:[的了着上下到成为作好]{0,2}))?"
)

ADDRESSES: tuple[Rule, ...] = (
    Rule(r"(?i)(?<![a-z])https?://", "", "https://x.org", "x点org", "://"),
    Rule(
        r"(?<=[A-Za-z0-9_])\.(?=(?:html?|css|js|ts|py|txt|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|svg|mp[34]|mov|zip|rar|exe|json|csv|md|java"
        r"|cpp|apk|php|sh|toml|ya?ml|ini|log|psd)(?![A-Za-z0-9]))",
        "点",
        "index.html",
        "index点html",
        ".",
    ),
    Rule(_ADDRESS, _address, "me@x-y.org/a", "me at x杠y点org斜杠a", "."),
    Rule(
        r"(?<![A-Za-z0-9])@([A-Za-z0-9_]+)",
        lambda m: " at " + by_figure_zh(m[1].replace("_", "下划线")),
        "@a_1",
        " at a下划线一",
        "@",
    ),
    Rule(r"(?<![\w#])#(?=[^#\s\d][^#\n]{0,30}#)", "", "#话题#", "话题#", "#"),
    Rule(
        r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|(?<=[A-Za-z])_(?=[一-鿿])",
        "下划线",
        "x_y",
        "x下划线y",
        "_",
    ),
)

#: Figures that belong to the letters or the product before them, and not to the unit after them.
PRODUCTS: tuple[Rule, ...] = (
    Rule(
        r"(?<![A-Za-z\d])([A-Za-z]{1,10})(\d+)(?=[Lsmgth](?![A-Za-z\d/]))",
        lambda m: m[1] + _named(m[2]),
        "名图M6s",
        "名图M六s",
    ),
    Rule(
        r"(?i)((?:iphone|ipad|nexus|pixel|redmi|galaxy|note|mate|红米|小米|荣耀|魅族|一加)\s?)(\d{1,2})(?=s(?![a-z]))",
        lambda m: m[1] + _named(m[2]),
        "Nexus 7s",
        "Nexus 七s",
        "s",
    ),
    Rule(
        r"(?<=奔驰|宝马|奥迪|大众|丰田|别克|凯迪)(\d{2,3})(?=L[ie]?(?![A-Za-z]))",
        lambda m: _named(m[1]),
        "宝马730Li",
        "宝马七三零Li",
        "L",
    ),
)

NAMES: tuple[Rule, ...] = (
    Rule(
        r"(?:\+86[ -]?|(?<![\d.+-]))1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.-])",
        _dialled,
        "+86 139 1234 5678",
        "加八六 幺三九 幺二三四 五六七八",
    ),
    Rule(
        r"(?:\+86[ -]?|(?<![\d.+]))(?:[(（]0\d{2,3}[)）]\s?|0\d{2,3}[- ])\d{3,4}[ -]?\d{4}(?:-\d{1,4})?(?!\d)",
        _dialled,
        "010-61234567",
        "零幺零 六幺二三四五六七",
    ),
    Rule(
        r"(?<![A-Za-z\d)）])\+\d{1,3}[ -](?:[(（]?\d{1,5}[)）]?[ -]){1,4}\d{3,4}(?!\d)",
        _dialled,
        "+852 2345 6789",
        "加八五二 二三四五 六七八九",
        "+",
    ),
    Rule(r"(?<![\d.-])[48]00[- ]?\d{3}[- ]?\d{4}(?![\d.-])", _dialled, "400-800-1234", "四零零 八零零 幺二三四"),
    Rule(
        rf"(?<![\d.])(?:(?:(?:{_CALLED})\d{{3,8}}|{_ASKED}{_SERVICE})(?!\d|[.,]\d|\s?(?:{MEASURE}|{_STRUCK}))"
        rf"|\d{{3,8}}{_AFTER_CALL}|(?<!第)(?:11[09]|12[02]){_COMES})",
        _dialled,
        "拨打110",
        "拨打幺幺零",
    ),
    Rule(
        r"(?<![\d.$¥￥€£₩])(?:12306|12315|12320|12348|12358|12377|10086|10010|95588|95533|95555|95599|95566)"
        rf"(?!\d|[.,]\d|\s?{MEASURE})",
        _dialled,
        "12306网站",
        "幺二三零六网站",
    ),
    # numbers of documents, rooms, vehicles
    Rule(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", _dialled, "110101199003071234", "幺幺零幺零幺幺九九零零三零七幺二三四"),
    Rule(
        rf"({_NUMBERED}{_SET}[是为：:]?\s?(?:[A-Za-z]{{1,3}}-?)?)(\d{{3,}})(?!\d|[.,]\d|\s?{MEASURE}|\s?[A-Za-z])",
        lambda m: m[1] + by_figure_zh(m[2], "幺"),
        "邮编100080",
        "邮编幺零零零八零",
    ),
    Rule(
        rf"([{_PLATE}])([A-Z])[·\s-]?([A-Z0-9]{{5,6}})(?![A-Za-z0-9])",
        lambda m: m[1] + m[2] + by_figure_zh(m[3], "幺"),
        "京A12345",
        "京A幺二三四五",
    ),
    Rule(
        r"(?<![A-Za-z])([GDCKTZ])(\d{3,4})(?!\d|[.]\d)(?!处理|芯片|系列|型号|大?飞机|客机)",
        lambda m: m[1] + by_figure_zh(m[2], "幺"),
        "G1234次",
        "G幺二三四次",
    ),
    Rule(
        r"(?<![A-Za-z0-9])(CA|MU|CZ|HU|ZH|MF|3U|FM|HO|SC|KN|JD|GS|[A-Z]{2}(?=\d{3,4}次?航班))(\d{3,4})(?!\d|\.\d)",
        lambda m: by_figure_zh(m[1] + m[2], "幺"),
        "CA1831",
        "C A幺八三幺",
    ),
    Rule(r"(?<=[A-Z])\d{3,4}(?=次列?车?|航班)", _dialled, "K101次", "K幺零幺次"),
    Rule(r"(?<![\dA-Za-z.])\d{3,4}(?=次(?:列车|航班|高铁|动车|特快))", _dialled, "1461次列车", "幺四六幺次列车", "次"),
    Rule(r"(?<!\d)(\d{3})(?=国道|省道|县道|高速)", _dialled, "107国道", "幺零七国道"),
    Rule(r"(?<![\d.])\d{3,4}(?=路(?!程|段|口)|线(?:公交|巴士|车))", _dialled, "101路", "幺零幺路"),
    Rule(
        r"(?<=[栋幢座楼元号])(?<!编号)(?<!型号)\d{3,4}(?:-\d{1,4})?(?!\d|[年月.])|"
        r"(?<![\d.-])\d{3,4}(?=(?:号(?:房|室|会议室|包厢|病房|病床|教室)|室(?!内|外|友)|房间?(?!价|子)|教室|会议室|包厢|包间|病房|宿舍|寝室|客房|单元房))",
        _room,
        "18号楼2单元301",
        "十八号楼二单元三零幺",
    ),
    Rule(
        r"(?<![\d-])\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])",
        lambda m: "杠".join(
            by_figure_zh(part, "幺") if len(part) > 2 else cardinal_zh(int(part)) for part in m[0].split("-")
        ),
        "18-2-301",
        "十八杠二杠三零幺",
    ),
    Rule(
        r"(?<![\d-])\d[-–]\d[-–]\d(?:[-–]\d)?(?![\d–-]|\s?=)",
        _figures,
        "换成4-4-2",
        "换成四四二",
    ),
    Rule(
        r"(?<![\d.-])(1[0-2])-(1[0-2])-([5-7])(?![\d.-]|\s?=)",
        lambda m: " ".join(cardinal_zh(int(part)) for part in m.groups()),
        "11-11-6",
        "十一 十一 六",
    ),
    Rule(
        r"(?<![\d.])(\d{3,4})\s?[×xX*]\s?(\d{3,4})(?![\d.A-Za-z]|[一-鿿]*米)",
        lambda m: f"{by_figure_zh(m[1])}乘{by_figure_zh(m[2])}",
        "1920x1080",
        "一九二零乘一零八零",
    ),
    # brands with numbers, events named by dates
    Rule(r"985\s?[/、]\s?211", "九八五、二一一", "985/211", "九八五、二一一", "985"),
    Rule(
        r"(?<!\d)(?:4399|17173|3721|1688(?=网|平台|采购|上)|58(?=同城|到家|赶集)|51(?=社保|信用卡))(?!\d)",
        _figures,
        "58同城",
        "五八同城",
    ),
    Rule(r"(?<!\d)\d{3,4}(?=医院|部队|研究所|专列|高地|阵地)", _dialled, "301医院", "三零幺医院"),
    Rule(r"(?<!\d)\d{3,4}(?=艺术区|创意园|文创园|大厦|工程)", _figures, "798艺术区", "七九八艺术区"),
    Rule(
        rf"(?<=骁龙|天玑|麒麟|酷睿|锐龙|小米|华为|荣耀|红米|奔驰|宝马|奥迪|诺基亚|标致|蓝鸟)\s?\d{{3,4}}(?![\d.万亿年]|\s?{MEASURE})".replace(
            "诺基亚|", ""
        ),
        _figures,
        "骁龙888",
        "骁龙八八八",
    ),
    Rule(r"(?<=是个|就个|真个)250(?=[，。！？]|$)", "二百五", "他是个250", "他是个二百五", "250"),
    Rule(
        rf"(?<![\d.,$¥￥€£第共约近超达])(?:6{{3,}}|8{{3,}}|9{{3,}}|23{{2,}})(?![\d,%‰]|\.\d|\s?(?:{MEASURE}|[A-Za-z/年月日号])|{TO}\d)",
        _figures,
        "刷666",
        "刷六六六",
    ),
    Rule(
        r"(?<!\d)1([0-5])[·•.]5(?=规划|期间|计划|时期)",
        lambda m: cardinal_zh(10 + int(m[1])) + "五",
        "13·5规划",
        "十三五规划",
        "5",
    ),
    Rule(
        rf"(?<![\dA-Za-z.,/:$¥￥€£第约近超达共有到])(?:985|211|996|007|618|315|360|404|520|798|1024(?=程序员|节)|1314|955|965|715|101)"
        rf"(?![\dA-Za-z,%‰℃°/:]|\.\d|\s?{MEASURE}|{TO}\d|[号路室房层楼斤吨期])",
        _figures,
        "985高校",
        "九八五高校",
    ),
    Rule(
        r"(?<![\d.])\d{1,2}[·•]\d{1,2}(?!\d)",
        _figures,
        "3·15晚会",
        "三一五晚会",
    ),
    Rule(
        r"(?<!\d)(?:3\.15|5\.12|9\.11|7\.20|6\.18)(?=晚会|地震|事件|特大|暴雨|大促)"
        r"|(?<![\d.])(?!10)\d{1,2}\.\d{1,2}(?=事变|惨案|(?:爱国)?运动(?![会员鞋量])|(?:妇女|青年|建军|儿童)节)|(?<![\d.])3\.8(?=节(?!课))",
        _figures,
        "5.12地震",
        "五一二地震",
    ),
    Rule(r"(?<!\d)5\.1(?=假|黄金周|劳动节|节|小长假|档|期间)", "五一", "5.1假期", "五一假期", "5.1"),
    Rule(r"(?<!\d)10\.1(?=假|黄金周|国庆|长假|档|期间)", "十一", "10.1黄金周", "十一黄金周", "10.1"),
    Rule(r"(?<![\d-])7-11(?![\d-]|[岁年月日天个人点周])", "七 十一", "7-11便利店", "七 十一便利店", "7-11"),
    Rule(
        r"(?<=Office)\s?365(?!\d)|(?<![A-JL-Za-z]N)(?<=N)9[59](?!\d)|(?<=IP)(?:5[4-8]|6[5-9])(?!\d)",
        _figures,
        "N95",
        "N九五",
    ),
    Rule(
        r"(?<![A-Za-z第])[Ss]0?(\d{1,2})[Ee]0?(\d{1,3})(?![\dA-Za-z.])",
        lambda m: f"第{cardinal_zh(int(m[1]))}季第{cardinal_zh(int(m[2]))}集",
        "S2E3",
        "第二季第三集",
    ),
    Rule(
        r"(?<![A-Za-z\d.])2([BCG])(?=(?:端|类)?的?(?:业务|市场|公司|企业|产品|客户|生意|模式|领域|行业|创业|赛道|服务|项目|销售|平台))"
        r"|(?<=做|转|从|[是向到])2([BCG])(?![A-Za-z\d]|铅笔|[的]?笔)",
        lambda m: f"to {m[1] or m[2]}",
        "做2B业务",
        "做to B业务",
        "2",
    ),
    Rule(r"(?<![A-Za-z\d])([A-Z])(\d{1,2})\s?[-–—~～]\s?(?=\1\d{1,2}(?![\d.]))", r"\1\2到", "P5-P7", "P五到P七"),
    Rule(r"(?<![\d/])24/7(?![\d/])", "二十四 七", "24/7", "二十四 七", "24/7"),
    Rule(
        r"(?<!\d)(7|5)\s?[×xX*]\s?(24|8)(h(?![A-Za-z\d]))?(?!\d)",
        lambda m: f"{number_zh(m[1])}乘{number_zh(m[2])}{'小时' if m[3] else ''}",
        "7x24小时",
        "七乘二十四小时",
    ),
    Rule(r"(?i)(?<![a-z])wi-?fi(?![a-z])", "WiFi", "Wi-Fi", "WiFi"),
    Rule(r"(?<![A-Za-z0-9])([BCGOPM])(2)([BCGOPM])(?![A-Za-z0-9])", r"\1 to \3", "B2B", "B to B", "2"),
    Rule(
        r"(?<![\d.])(\d{1,2})\s?[vV][sS]?\.?\s?(\d{1,2})(?![\d.])",
        lambda m: f"{cardinal_zh(int(m[1]))}对{cardinal_zh(int(m[2]))}",
        "1v1",
        "一对一",
    ),
)

MODELS: tuple[Rule, ...] = (
    Rule(
        r"(?<=[A-Z]|[A-Z])\s?\d{3,5}[-—](?:19|20)\d\d(?!\d)",
        lambda m: " " + by_figure_zh(m[0].strip().replace("—", "-").replace("-", " ")),
        "GB/T 7714-2015",
        "G B T 七七一四 二零一五",
    ),
    Rule(r"(?<=[A-Za-z]\d)-(?=\d{3,}[A-Z]?)", " ", "i7-12700K", "i七 一二七零零K", "-"),
    Rule(r"(?<=[民刑行执知赔][初终再申监特辖复])\d+(?=号)", _figures, "民终1234号", "民终一二三四号", "号"),
    Rule(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])", _version, "v1.2.3", "v一点二点三", "."),
    Rule(r"(?<=[A-Za-z])[.·](\d{3,})", lambda m: "点" + by_figure_zh(m[1]), "H.264", "H点二六四"),
    Rule(r"(?<![A-Za-z])([TN])-(?=\d(?!\d))", r"\1减", "T-1", "T减一", "-"),
    Rule(r"(?<![A-Za-z0-9])\.(?=[A-Z]{2,}\b|[a-z]{2,4}(?=文件|格式|后缀))", "点", ".NET", "点N E T", "."),
    Rule(
        r"(?<![A-Za-z0-9])([xX])86(?:_64)?(?!\d)",
        lambda m: m[1] + "八六" + (" 六四" if "_" in m[0] else ""),
        "X86",
        "X八六",
        "86",
    ),
    Rule(r"(?<=\de)-(?=\d)", "负", "1e-4", "一e负四", "e-"),
    Rule(r"(?<=[A-Za-z])[-–](?=\d)", " ", "GPT-4", "G P T 四"),
    Rule(
        r"(?<=[歼轰运直强图伊号星龙艇级型箭轮雷红鹰])[-–—](\d{1,4})(?![\d.])|(?<=波音|空客|东风|长征|神舟|嫦娥|天宫|巨浪|麦道)[-–—\s]?(\d{1,4})(?![\d.]|\s?MEASURE)".replace(
            "MEASURE", MEASURE
        ),
        lambda m: _named(m[1] or m[2]),
        "歼-20",
        "歼二十",
    ),
    Rule(
        rf"(?<=[A-Z][A-Z])\s(?:\d{{3,4}})(?![\d.,%]|(?!Ti(?![a-z]))[A-Za-z]|\s?{MEASURE}|{TO}\d|[年月])",
        lambda m: " " + by_figure_zh(m[0].strip()),
        "RTX 4090",
        "R T X 四零九零",
    ),
    Rule(r"(?<=[A-Za-z])\d+(?:\.\d+)?", _model, "A380", "A三八零"),
    Rule(
        r"(?<![\d.])(?:\d{3,5})(?=[PpiKX](?![A-Za-z]))|(?<![\d.])\d{4,5}(?=H(?![A-Za-z]))",
        _figures,
        "1080P",
        "一零八零P",
    ),
)


def _ordinal(found: re.Match[str]) -> str:
    return "第" + cardinal_zh(int(found[1]))


def _chapter(found: re.Match[str]) -> str:
    kind = {"vol": "卷", "ch": "章", "chap": "章", "p": "页", "pp": "页", "ep": "集", "sec": "节", "fig": "图"}[
        found[1].lower()
    ]
    number = cardinal_zh(int(found[2]))
    if kind == "图":
        return f"图{number}"
    return f"第{number}{kind}"


def _roman_value(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    numbers = [values[letter] for letter in text]
    return sum(-one if one < max(numbers[i:]) else one for i, one in enumerate(numbers))


def _roman(found: re.Match[str]) -> str:
    return cardinal_zh(_roman_value(found[0].strip()))


_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3})|X{1,2}V?|V)"
#: Roman numbers to 39 without V, X and XX, which are letters as often.
_NUMERALS = frozenset(
    tens + ones for tens in ("", "X", "XX", "XXX") for ones in "I II III IV VI VII VIII IX".split()
) | {"XV", "XXV"}
#: After these names IV and VI are numbers; elsewhere they are abbreviations.
_KINGS = ("路易", "亨利", "查理", "乔治", "保罗", "威廉", "爱德华", "腓特烈", "亚历山大", "文明", "幻想", "星球大战")


def _roman_kind(found: re.Match[str]) -> str:
    """II型 as 二型."""
    return _roman(found) if found[0] in _NUMERALS else found[0]


def _roman_name(found: re.Match[str]) -> str:
    """路易XIV as 路易十四; IV and VI only behind names of kings and games."""
    if found[0] in ("IV", "VI") and not found.string.endswith(_KINGS, 0, found.start()):
        return found[0]
    return _roman_kind(found)


ORDINALS: tuple[Rule, ...] = (
    Rule(
        rf"第(\d{{1,4}}){TO}(?:第)?(\d{{1,4}})",
        lambda m: f"第{cardinal_zh(int(m[1]))}到{cardinal_zh(int(m[2]))}",
        "第5-8章",
        "第五到八章",
        "第",
    ),
    Rule(r"第\s?(\d{1,8})(?![\d.])(?!/)", lambda m: "第" + cardinal_zh(int(m[1])), "第2天", "第二天", "第"),
    Rule(r"(?<![A-Za-z])(?:N[Oo]\.\s?|No\s?|no\.\s?|№\s?)([1-9]\d{0,3})(?![\d.])", _ordinal, "No.1", "第一"),
    Rule(r"(?i)(?<![a-z])(vol|chap|ch|pp|p|ep|sec|fig)\.\s?(\d{1,4})(?![\d.])", _chapter, "Vol.3", "第三卷", "."),
    Rule(
        r"(?i)(?<![a-z])(ep(?=0)|vol\s?)(\d{1,3})(?![\d.])",
        lambda m: f"第{cardinal_zh(int(m[2]))}{'集' if m[1][0] in 'eE' else '卷'}",
        "EP01",
        "第一集",
    ),
    Rule(r"(?<![\d.])(\d{1,4})(?:st|nd|rd|th)(?![A-Za-z])", _ordinal, "2nd", "第二"),
    Rule(r"(?i)(?<![a-z])(top)\s?(\d{1,4})(?![\d.])", lambda m: f"{m[1]} {cardinal_zh(int(m[2]))}", "Top10", "Top 十"),
    Rule(
        rf"([IVX](?<![A-Za-z0-9].)[IVX]{{0,4}})\s?[-–—~～]\s?(?={_ROMAN}[期级类度型章])",
        lambda m: f"{cardinal_zh(_roman_value(m[1]))}到",
        "I-III期",
        "一到三期",
    ),
    Rule(rf"(?<=第){_ROMAN}(?![A-Za-z])", _roman, "第III章", "第三章", "第"),
    Rule(
        r"[IVX](?<![A-Za-z0-9].)[IVX]*(?=[型期级类度世])",
        _roman_kind,
        "II型",
        "二型",
    ),
    Rule(r"[IVX](?<=[一-鿿].)[IVX]+(?![A-Za-z0-9])", _roman_name, "路易XIV", "路易十四"),
    Rule(r"(?<=[A-Za-z]{3}\s)(?:I{2,3}|VI{1,3}|IX)(?![A-Za-z])", _roman, "Phase III", "Phase 三"),
    Rule(
        r"(?m)^(\s*)[(（](\d{1,2})[)）](?=\s?\S)", lambda m: f"{m[1]}{cardinal_zh(int(m[2]))}、", "(1)开始", "一、开始"
    ),
    Rule(
        r"(?m)^(\s*)(\d{1,2})(?:[.)）](?=\s|[^\s\d])|\.\s)",
        lambda m: f"{m[1]}{cardinal_zh(int(m[2]))}、",
        "1. 开始",
        "一、 开始",
    ),
    Rule(r"(?<=[高初大])([1-6])(?=[^\d个小于到至半.,万年月块%/]|$)", lambda m: cardinal_zh(int(m[1])), "高1", "高一"),
    Rule(r"[(（](\d{1,2})[)）](?=班)", lambda m: cardinal_zh(int(m[1])), "高2(3)班", "高二三班", "班"),
    Rule(
        rf"(?<![\d.])(?:(\d{{1,2}}){TO})?(\d{{1,2}})(?=(?:[号楼班环线级代胎期路维院区]|等(?!于)|年级|单元|把手|次元|人转)(?!个|人))",
        lambda m: "到".join(cardinal_zh(int(number)) for number in m.groups() if number),
        "1-3年级",
        "一到三年级",
    ),
    Rule(
        r"[〔\[（(](\d{4})[〕\]）)](?=第?\d+号)",
        lambda m: f"〔{by_figure_zh(m[1])}〕",
        "国发〔2015〕8号",
        "国发〔二零一五〕八号",
        "号",
    ),
)
