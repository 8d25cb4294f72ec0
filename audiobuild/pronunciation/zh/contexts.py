"""Polyphones decided by their neighbours, where the phrase dictionary has no word.

Each rule is a pattern that matches only the characters in question, with their syllables; the match becomes a word.
A rule for a single character does not apply inside dictionary words, unless it ends in "!". The readings follow
现代汉语词典.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from audiobuild.pronunciation.zh.characters import strong_rows
from audiobuild.pronunciation.zh.surnames import listed_surnames, surnames, surnames_of
from audiobuild.pronunciation.zh.words import PLACES_BEFORE
from audiobuild.regex import lazy

_NUMBER = "[零一二两三四五六七八九十百千万点几数半]{1,12}"
_STOP = r"[，。！？；：、…—”’）》\s,.!?;:)]|$"
_COUNT = r"[一两二三四五六七八九十几百千万每半数多]"

_RULES: tuple[tuple[str, str], ...] = (
    (
        (
            r"(?<![认成作称视分变改誉化定选列命评被因以身更较颇极尤最广大行设升名])"
            r"为(?=人民|人类|群众|百姓|老百姓|社会|国家|祖国|公众|孩子|父母|家人|读者|听众|观众|患者|病人|学生|员工|农民|市民|居民)"
            r"(?![^，。；！？]{0,8}所)"
        ),
        "wei4!",
    ),
    (r"(?:^|(?<=[，。；！？：“]))会计(?=算(?:错|账|完|好))", "kuai4 ji4!"),
    (r"(?<=[树藤苗秧株])结果(?=[了的，。！？]|$)", "jie1 guo3"),
    (r"卷(?=起(?:来|了|袖|裤|铺盖|千|一阵|被子))", "juan3!"),
    (r"(?<=[板砖石沙草毯泥木])铺(?=[的成着了满就])", "pu1!"),
    (r"[绕围]着?(?![绕围着])[^，。！？；]{1,8}?(转)(?![身变让向移学折告换机基])", "zhuan4"),
    (r"(?<=[很太更最较挺极真沉])重(?![新复申逢叠组启建做写来走返演印版])", "zhong4"),
    (r"(?<=[我你他她们谁在想要敢肯愿没不别该])干(?=[的了过得出这那什活完不起到啥嘛吗]|一[年天辈行番])", "gan4"),
    # 得
    (r"(?<=[吃办受做忍管少干写装拿搬跑走买卖用])得了(?!解)", "de5 liao3"),
    (r"(?<=不)得(?=已|不|了)", "de2"),
    (r"(?<![觉值显记懂舍认说看听想走跑做写变长过活来值])得(?=了(?:第|[冠金银奖病癌肺满分]|一[场个次等笔]))", "de2"),
    (
        r"(?<![觉值显记懂舍认获取])得(?=把|先|去|靠|按|重新|赶|换|花|尽快|尽早|马上|立刻|立即|及时|提前|好好|老老实实|亲自)",
        "dei3",
    ),
    (
        r"(?<![觉值显记懂舍认说看听想走跑做写变长过活来])得(?=出|到|过[一奖冠病]|知|奖|益|以|名|罪|票|分|主|逞|失|病|癌|第[一二三])",
        "de2",
    ),
    (
        (
            r"(?:(?<=[我你您他她它咱谁们都就也还又才只总必可非真先再])|(?<=[今明后每昨]天)"
            r"|(?<=一定|可能|至少|起码|恐怕|必须|大概|首先|自己|大家|人家|今后|以后|同时|有时|肯定|公司|孩子|平时|现在|当然|毕竟)"
            r"|^|(?<=[，。；！？：“]))得(?![到了过出很太非最更以益知奖意罪名体当的年]|起|上)"
        ),
        "dei3",
    ),
    (
        r"(?<=[一-鿿])得(?=像|跟|好|不|很|太|更|最|非常|特别|比较|有点|十分|挺|紧|慌|要命|厉害|快|慢|早|晚|远|近|清|见|起|住|动|完)",
        "de5",
    ),
    # sizes, scores, taxis; the character first, because a pattern that begins with it is searched fastest
    (rf"长(?<=[又能会再没多年月天]长)(?={_NUMBER}[多来]?(?:[厘毫分]?米|公分|寸|尺))", "zhang3!"),
    (
        rf"重(?<![双多几重]重)(?=[约达近有]?{_NUMBER}[多余]?(?:公?斤|[千毫]?克|吨|磅|两|盎司))",
        "zhong4!",
    ),
    (
        (
            rf"长(?<!孩子长)(?<![年月天周才刚可苗毛草树队校部局院市县班船村厂站组店家]长)(?=[约达近有]?{_NUMBER}[多余]?"
            r"(?:[公海英]?里|[千分厘毫]?米|公分|[英公]?尺|[英公]?寸|丈))"
        ),
        "chang2!",
    ),
    (
        rf"得(?<![觉值显记懂舍认说看听想走跑做写变过活来]得)(?=了{_NUMBER}[多来]?(?:分|票|枚|块[金银铜奖]|面|次[冠第奖]|[金银铜]|等奖|项))",
        "de2",
    ),
    (
        (
            r"的士(?:(?:(?<=^的士)|(?<=[坐打乘叫开拦搭等辆，。；！？“、：]的士))(?![兵气官卒])"
            r"|(?=司机|师傅|车|站|费|票|公司|行业|佬|到))"
        ),
        "di1 shi4!",
    ),
    (r"长[的得](?=离谱|要命|吓人|惊人|出奇|可怕|不像话|没边|没完没了)", "chang2 de5"),
    # 还
    (
        (
            rf"还(?={_STOP}|了(?!得)|完|掉|清(?![楚晰醒理洁])|不起|得起|不上|得上|本付|债|贷|款|钱|账|书(?![写籍])|愿|礼|俗|魂"
            rf"|[我你他她您]们?的?(?:[一两几多]?[百千万亿块元笔点些]*)?(?:钱|书|账|债|公道|清白|自由|人情)|[一两]?[点笔些]钱)"
        ),
        "huan2",
    ),
    (
        (
            r"把[^，。；！？]{1,10}(还给)|(?<=[把要会得该能先再没已])(还给)|(?<=尽快|尽早|马上|赶紧|及时|主动|如数)(还给)"
            r"|(还给)(?=图书馆|学校|公司|银行|老师|父母|失主|主人|大家|别人|人家)|(还给)(?=[他她你我您它]们?(?:[，。；！？]|$))"
        ),
        "huan2 gei3",
    ),
    (r"还(?=[一-鿿])(?!给|原|价|击|手|乡|债)", "hai2"),
    # 着 了
    (rf"(?<=[不得])着(?={_STOP}|[一-鿿])(?<!舍得着)", "zhao2"),
    (rf"(?<=[睡猜逮捉])着(?=了|{_STOP}|的|过|之)", "zhao2"),
    (r"着(?=急|火|凉|迷|魔|慌|了[魔火凉迷急])|(?<=[点烧])着(?=了)", "zhao2"),
    (r"(?<=[一-鿿])(?<![沉执衣附胶土无不])着(?![手眼重陆装力落想色实墨笔])", "zhe5"),
    (
        r"(?<=[受忘免少跑吃做办去来干错差改变输赢走停睡学用买卖离忍逃躲装管治当完动死好])不了(?!解|了之)",
        "bu4 liao3",
    ),
    (r"了(?=却|结|断|事(?!情)|如指掌|无|不起|不得|然于)", "liao3"),
    # 长 重 行
    (
        (
            r"(?<=[部局处科厅省市县区镇乡村校院所站厂社会司班排连营团旅师军舰店馆园组队家酋首事书台船机董州])"
            r"长(?![期远久度短城江途处达于安跑沙春寿])"
        ),
        "zhang3",
    ),
    (
        (
            r"(?<![增成生延特擅漫身周全时专加波很细太更])"
            r"长(?=大|高了|成|出|得|满|胖|辈|势|相|孙|女|老|官|个[儿子]?|毛|草|虫|痘|牙|肉|在)"
        ),
        "zhang3",
    ),
    (
        (
            r"(?<![看注侧着偏稳加严沉体并很太更最较轻尊超])"
            r"重(?=[新复做来写走建返启组构叠温申演现逢译修印版拾聚游审登塑造振播提述整置设获拍])"
        ),
        "chong2",
    ),
    (
        (
            r"(?<=[两双二三四五六七八九十几多])重"
            rf"(?=[身保压困障考门关含挑境危标山天阻磨效作因角奏唱打]|意义|任务|{_STOP}|的)"
        ),
        "chong2",
    ),
    (
        (
            rf"(?<=[这那本])行(?![动为走人驶程政不吗吧得了])|(?<=[干爱]一)行(?=[爱恨专]|{_STOP})"
            rf"|(?<={_COUNT})行(?=代码|字|数据|诗|文字|注释|泪|眼泪|树|脚印|小字|大字|程序|日志|热泪)|(?<=第[一二三四五六七八九十几])行"
        ),
        "hang2",
    ),
    (r"(?<=[很真还都就也不太可])行(?=[，。！？吗吧啊呢了]|$)", "xing2"),
    # 数 量 种 只 中 当
    (
        (
            r"(?<![人次多少总个分参指函基倍偶奇])"
            r"数(?=一数|了数|数看|钱|人头|羊|星星|不(?:过来|清|尽|完)|得(?:过来|清|上)|到[一二三四五六七八九十百千])"
        ),
        "shu3",
    ),
    (r"数(?=着)", "shu3!"),
    (r"(?<![大重数质能力流容含产销少])量(?=一量|了量|体温|血压|身高|尺寸|体重|了?一下|了?一遍|身定)", "liang2"),
    (r"(?<=[这那各几某每两二三四五六七八九十多何哪此])种(?!植)", "zhong3!"),
    (
        (
            r"(?<![这那各几某每一两二三四五六七八九十多何哪此品物人火兵数])"
            r"种(?=了|着|过|上|下|菜|花|树|地(?!方)|田|粮|水稻|小麦|玉米|茶|满|点)"
        ),
        "zhong4",
    ),
    (r"(?<=[一两二三四五六七八九十几每这那百千万])只(?![是有能会要好想不剩用需见怕差因顾占花为身])", "zhi1!"),
    (rf"(?<=[猜抽选考押投瞄])中(?=了|的|{_STOP})", "zhong4"),
    (r"(?<=[没会能易又曾都要想难被])中(?=奖|毒|暑|招|弹|计|标(?!准)|彩|签|邪|枪|风(?![险格景]))", "zhong4"),
    (
        (
            r"(?<![担充相适恰正应])"
            r"当(?=成|作(?![家为])|做|真(?![正实的])|一?回事|傻子|傻瓜|家常便饭|耳[旁边]风|饭吃|宝贝|儿戏|笑话|自己人)"
        ),
        "dang4",
    ),
    (
        r"(?<![适恰妥得正相上])当(?=天|晚|日|年|月|时|地|初|下|中|前|今|事|众|面|着|局|代|班|兵|选|上|过|了|老师|医生)",
        "dang1",
    ),
    # others
    (
        r"(?<![摔跌打推])倒(?=是|也|还|真|没|不[是如]|觉得|挺|像|有|很|想|过来|退|影|叙|计时|车|带|流|贴|数|置|立|挂)",
        "dao4",
    ),
    (
        r"(?<![摔跌打推滑病晕])倒(?=了?[一两半几]?[杯碗壶点盆桶]|了?(?:水|茶|酒|垃圾|咖啡|牛奶|出来|掉|进|入|满))",
        "dao4",
    ),
    (r"(?<=[很太更最不较挺还好极])差(?![异距别额错值价遣生役使])", "cha4"),
    (
        r"(?<![误偏时温落反出公])差(?=不多|点|一点|得远|很多|劲|了|一[步些截]|太[多远]|几|多少|[两三四五六七八九十]|不了)",
        "cha4",
    ),
    (
        (
            r"(?<![家高宗佛任执请助主传信指])"
            r"教(?=[我你他她您它咱谁]|书|会(?!议)|给|了|过|得|孩子|人|数学|英语|语文|课|出|起|不)"
        ),
        "jiao1",
    ),
    (
        r"(?<![一密亲热迫关确真殷])切(?=成|开|下|了|块|片|丝|菜|肉|蛋糕|水果|西瓜|换|割|断|分|入|掉|到|洋葱|土豆|得|着)",
        "qie1",
    ),
    (
        (
            r"(?<![关联体维干派院中文理谱星语数物化])"
            r"系(?=上|好|着|紧|了|鞋带|安全带|领带|围裙|扣子|红绳|围巾|带子|蝴蝶结|在(?:腰|身|树|脖|手))"
        ),
        "ji4",
    ),
    (r"(?<![丰茂昌兴旺强繁鼎华])盛(?=了|满|着|饭|汤|水|菜|粥|一?碗|[一两]勺|酒|出|进|米)", "cheng2"),
    (r"(?<![剥瘦])削(?=皮|了?个?苹果|铅笔|水果|尖|了皮|土豆|梨|得|面|竹)", "xiao1"),
    (r"露(?=一手|馅|[了个]?[脸面](?!子)|怯|马脚|了一手|一?小手|两手)", "lou4"),
    (r"(?<![翻好逆扭周])转(?=了?[一两几三四五好][圈转]|圈|悠|来转去|个不停|一转|盘|速)", "zhuan4"),
    (r"(?<!电)钻(?=石|戒|头|井架|机)", "zuan4"),
    (
        r"(?<!违)背(?=着[^他她我人]|了.{0,4}[债包锅袋箱身]|上|起|负|包|债|黑锅|锅|书包|行囊|不动|得动|回家|在身上|了个?[包锅])",
        "bei1",
    ),
    (r"背(?=着[他她我人]|后|景|叛|诵|面|影|书|课文|单词|对|不下|得|了?下来|熟|道)", "bei4"),
    (r"冲(?=着[我你他她它这那钱])", "chong4"),
    (rf"(?<=[一两半整几三])宿(?={_STOP}|[没都的未])", "xiu3"),
    (rf"(?<={_COUNT})石(?=粮|米|谷|大米|稻)", "dan4"),
    (rf"(?<=第[一二三四五六七八九十上中下])卷|(?<=[一两上中下])卷(?=书|本|{_STOP})", "juan4"),
    (rf"(?<=[一两三千几数十半])载(?![人货客重体入有满])(?={_STOP}|[一-鿿])", "zai3"),
    (r"扎(?=辫子|马尾|起?头发|了?[个条]?[马小]?辫|起马尾|腰带|成一捆)", "za1"),
    (r"(?<![好细想])看(?=孩子|娃|店|仓库|场子|大门|瓜|鱼塘)", "kan1"),
    (r"(?<![效利汇频概几税比功速])率(?=[先众军部兵团]|队(?!伍)|领|[一-鿿]{1,2}(?:代表团|球队|大军|兵))", "shuai4"),
    (
        r"落(?=在(?:家里?|车上|教室|办公室|出租车|酒店|地铁|飞机)|下了?(?:功课|课|进度|一大截|任何|你|我|谁|什么))",
        "la4",
    ),
    (
        (
            r"(?<![微上下强协空烹])调(?!到(?:最|了?[一二三四五六七八九十两]|合适|静音))"
            r"(?=到|去|来|回|走|往|离|入|出|动|任|派|岗|[一两几]个?人|兵|货|头)"
        ),
        "diao4",
    ),
    (r"(?<![开出研启引激爆批散分])发(?=型|廊|胶|际线|髻|丝|根|梢|箍)", "fa4"),
    (r"(?<![天高航领太真半司晴夜星凌防])空(?=出|着|缺|白|了[一两几]|地|隙|闲|余|位(?!置)|格)", "kong4"),
    (r"(?<=[有没抽得趁])空(?![间军气调白中洞着出话难])", "kong4"),
    (r"(?<![王明清唐宋元汉今六皇])朝(?=着|[东南西北前后上下左右里外我你他她它]|大海|窗|门口|天空|目标|这|那)", "chao2"),
    (rf"朝阳(?={PLACES_BEFORE})", "chao2 yang2"),
    (r"(?<![西宝三青川卫援进入出驻赴])藏(?![族文语区医药民传佛獒红羚历香袍戏胞])", "cang2"),
    (r"扇(?=自己|他|她|我|你|了|耳光|巴掌|风|翅膀|动)", "shan1"),
    (r"舍(?=入|弃|身|己|命|近|掉|不下|生|我|其)|(?<=[有取])舍", "she3"),
    (r"挑(?![战衅逗拨起灯唆动头大梁])", "tiao1"),
    (r"调(?=音|温|低|高|大|小|整|节|试|亮|暗|色|焦|好|成|慢|快|味|酒|料)", "tiao2"),
    (r"(?<=[在里会来去要帮能我他她始房家])和面(?=[，。的时做了揉]|$)", "huo2 mian4"),
    (r"老子(?=写|说|曰|认为|的思想|的道|《|讲|和孔|与)", "lao3 zi3"),
    (r"(?<=的)大意", "da4 yi4"),
    (
        (
            r"(?<![认成作称视分变改誉化定选列命评被因以身更较颇极尤最广大行设升名])"
            r"为(?=保证|确保|解决|实现|满足|提高|避免|防止|适应|争取|推动|促进|加强|方便|帮助|支持|保护|纪念|庆祝|表彰|响应|配合|迎接|应对"
            r"|降低|减少|改善|[我你他她它咱]|您|大家|客户|用户|企业)"
        ),
        "wei4",
    ),
    (r"参(?=须|茸|汤|片)", "shen1"),
    (r"(?<![店商当药肉饭])铺(?=着|满|开|了|上|好|设|路|床|一层|就|垫|成|在)", "pu1"),
    (
        r"(?<=[然慢快细真力心静烈极意动速步大断渐显明确实好多少样性])地(?=[说讲看走跑做干想问听吃笑哭学写用去来感发提完推解进增减改变跳唱飞把将对向在为被让给告握点摇抬打开])",
        "de5",
    ),
)


#: How much of a pattern names its rule: enough to find it, short enough for a line.
_SHOWN = 40


class Decided(NamedTuple):
    """The syllables decided for one or more characters, and by which rule.

    `strong` says that no dictionary word may extend across them.
    """

    said: tuple[str, ...]
    strong: bool
    source: str


#: What is looked at around a match but is no part of it; a group in it holds no further group.
_AROUND = lazy(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_HAN = lazy("[\u4e00-\u9fff]")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, frozenset[str]], ...]:
    """Patterns, their syllables, and characters of which a match has one: most patterns need never be compiled."""
    return tuple(
        (lazy(pattern), syllables, frozenset(_HAN.findall(_AROUND.sub("", pattern)))) for pattern, syllables in _RULES
    )


def in_context(sentence: str, names: Sequence[str] = ()) -> dict[int, Decided]:
    """The decisions of the rules, by the index of the first character of a match or its group; the first rule wins.

    The surnames of people's `names` come before all others.
    """
    found, taken = _in_tables(sentence, names)
    characters = set(sentence)
    for pattern, syllables, some in _patterns():
        if characters.isdisjoint(some):
            continue
        for match in pattern.finditer(sentence):
            start, end = match.span(match.lastindex or 0)
            places = set(range(start, end))
            if taken.isdisjoint(places):
                taken |= places
                said = tuple(syllables.rstrip("!").split())
                strong = syllables.endswith("!") or end - start > 1
                found[start] = Decided(said, strong, f"context rule {pattern.pattern[:_SHOWN]}")
    return found


def _in_tables(sentence: str, people: Sequence[str]) -> tuple[dict[int, Decided], set[int]]:
    """The decisions of the tables of characters and surnames, and the places they are about."""
    rows = strong_rows(sentence)
    found = {place: Decided(tuple(row.reading.split()), True, row.source) for place, row in rows.items()}
    words = ((place, len(row.written)) for place, row in rows.items() if len(row.written) > 1)
    in_words = {place for start, length in words for place in range(start, start + length)}
    likely = surnames(sentence) | listed_surnames(sentence)
    names = {place: said for place, said in likely.items() if place not in in_words} | surnames_of(people, sentence)
    found |= {place: Decided((said,), True, "rule for surnames") for place, said in names.items()}
    return found, in_words | set(found)
