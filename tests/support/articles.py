"""Saved pages as the editor of WeChat articles makes them: nested sections, pictures by data-src, cards, areas below."""

from __future__ import annotations

from pathlib import Path
from string import Template

_PAGE = Template((Path(__file__).parent / "article.html").read_text("utf-8"))
_QUESTION = (
    '<section style="margin: 10px 0;"><section style="display: inline-block;"><p><strong>'
    '<span style="color: rgb(61, 167, 66);" data-brushtype="text">{}</span></strong></p></section></section>'
)
_ANSWER = '<section style="line-height: 1.75em;"><span style="font-size: 15px;" leaf="">{}</span></section>'
_LABELLED = '<p><strong><span leaf="">{}：</span></strong><span leaf="">{}</span></p><p><br></p>'
_BESIDE = '<section style="display:flex"><section style="width:24px">{}</section><section><p>{}</p></section></section>'
_PICTURE = (
    '<section nodeleaf=""><img class="rich_pages wxw-img" data-ratio="0.66" data-type="jpeg" data-w="1080" '
    'data-src="https://mmbiz.example.org/1/640?wx_fmt=jpeg" src="data:image/gif;base64,iVBOR"></section>'
    '<p style="text-align: center;"><span style="font-size: 12px;">▲ 黄石滩的水尺（摄影：李木）</span></p>'
)
_CARD = (
    '<section class="mp_profile_iframe_wrp"><mp-common-profile class="js_uneditable mp_profile_iframe" '
    'data-pluginname="mpprofile" data-nickname="河岸周刊" data-signature="河边的人和事"></mp-common-profile></section>'
)
_FOLLOW = "<section><p><span>点击上方<strong>蓝字</strong>关注我们</span></p></section>"
_VIDEO = '<section class="channels_iframe_wrp"><mp-common-videosnap data-nickname="河岸视频"></mp-common-videosnap></section>'

RIVER = (
    ("您每天几点测水位？", "八点，雷打不动。汛期每小时一次，夜里也一样。"),
    ("今年的洪峰您提前多久知道的？", "十一个小时。上游的老周打电话来，只说了三个字：“涨疯了。”"),
    ("下游的人相信您吗？", "现在相信了。以前不相信，以前要敲锣。"),
)
NOODLES = (
    ("您做面多少年了？", "三十一年。从十六岁开始，跟着我师傅。"),
    ("最难的是什么？", "和面。水多一两，面就软一分。"),
    ("想过不做吗？", "想过。第二天早上四点，人又站在案板前面了。"),
)
HOUSE = (
    ("为什么来大理？", "因为天晴。"),
    ("第一年难吗？", "难。房子漏雨，我在屋里打伞。"),
    ("现在呢？", "现在不漏了，雨也少了。"),
)


def _page(title: str, author: str, date: str, body: str) -> str:
    return _PAGE.substitute(title=title, author=author, account="河岸周刊", date=date, body=body)


def bold_questions() -> str:
    """Questions in bold and green, each in two sections; a card above, a picture after the first answer."""
    parts = [_FOLLOW, _CARD, _ANSWER.format("贺兰舟在黄石滩水文站工作了二十二年。他说，河会记仇。")]
    for place, (question, answer) in enumerate(RIVER):
        parts += [_QUESTION.format(question), _ANSWER.format(answer), _PICTURE if place == 0 else ""]
    parts.append("<section>- END -</section><p><span>编辑 | 尤可</span></p><p>图片由受访者提供</p>")
    return _page("河会记仇", "林木", "2024-05-01 08:00", "".join(parts))


def labels_in_bold() -> str:
    """Names in bold; credits and a QR code below."""
    parts = []
    for question, answer in NOODLES:
        parts += [_LABELLED.format("河岸周刊", question), _LABELLED.format("钟离秋", f"{answer}（笑）")]
    parts.append(f"{_VIDEO}<p>（本文经受访者审阅）</p><p>撰文：木木</p><p>本文首发于河岸周刊，转载请联系授权</p>")
    parts.append('<section>长按识别二维码关注</section><section><img data-src="https://mmbiz.example.org/q"></section>')
    return _page("专访面馆老板钟离秋", "木木", "2024年6月2日 07:30", "".join(parts))


def letters_beside() -> str:
    """Q and A in a narrow box beside the text; a guest in a quotation above."""
    parts = ['<blockquote class="js_blockquote_wrap"><section>本期嘉宾：郁金，民宿主人。</section></blockquote>']
    for question, answer in HOUSE:
        parts += [_BESIDE.format("Q", question), _BESIDE.format("A", answer)]
    parts.append("<p>商务合作请加微信：heanshangwu</p>")
    return _page("对话郁金：在大理修房子", "", "昨天", "".join(parts))


ARTICLES = {
    "bold": (bold_questions, RIVER),
    "labels": (labels_in_bold, NOODLES),
    "beside": (letters_beside, HOUSE),
}
