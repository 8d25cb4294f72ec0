"""Rows that are the furniture of a page: page breaks, captions, credits, advertisements, repeats, metadata.

Patterns are tables of (reason, pattern) that match a whole row. EVERYWHERE holds in any place, AT_THE_TOP before the
first turn, AT_THE_END behind the last labelled row; a row that carries a label is never furniture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from audiobuild.model import Dropped
from audiobuild.script.people import role_of_word
from audiobuild.script.rows import BOLD, BOLD_END, Kind, Row, ends_sentence, fold, plain

Table = tuple[tuple[str, str], ...]

MAX_PULL_QUOTE = 60
MAX_FURNITURE = 240  # characters; a longer row is text
_DATE = (
    r"(?:(?:19|20)\d{2}\s?[-./年]\s?\d{1,2}(?:\s?[-./月]\s?\d{1,2}\s?日?|\s?月)|\d{1,2}/\d{1,2}/(?:19|"
    r"20)?\d{2}|(?:19|20|二〇|一九)"
    r"[\d〇○零一二三四五六七八九]{2}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?)"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE_EN = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}}|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+{_MONTH},?\s+(?:19|20)\d{{2}}|{_MONTH}\s+(?:19|20)\d{{2}})"
)
_SEPARATOR = r"\s*[：:/／丨|｜=＝]\s*"
_WRITERS_HAN = (
    "文|图|圖|文字|图文|文图|撰文|撰稿|采写|采訪|採寫|采访|採訪|采编|采写整理|作者|原作者|整理|文字整理|"
    "编译|編譯|翻译|翻譯|译者|譯者|译|译文|记者|記者|摄影|攝影|摄|供图|配图|口述|编辑|編輯|"
    "责任编辑|責任編輯|责编|責編|本文编辑|值班编辑|实习编辑|主编|校对|校對|审校|校审|審校|审核|審核|编审|"
    "編審|终审|排版|监制|監製|设计|設計|制图|制作|製作|出品|运营|策划|策劃|统筹|录音|錄音|剪辑|"
    "后期|题图|封面|插画|插图|選題|选题|執筆|取材|構成|撮影|写真|文責|聞き手|インタビュー"
)
_WRITERS_LATIN = (
    "Text|Words|Photos?|Photography|Photographs?|Interviewer|Editor|Edited|Author|Writer|"
    "Illustrations?|Transcription|Translation|Translator|Produced|Producer"
)

_CONTINUED_ON = re.compile(r"下[转轉接]|[转轉](?:第|下)|continued on|次ページ", re.IGNORECASE)
_CONTINUED_FROM = re.compile(r"上接|接(?:第|上)|[续續](?:前|第)|continued from|前ページ", re.IGNORECASE)

_ASIDE = re.compile(r"^[（(\[［〔][^（）()\[\]［］〔〕。！？!?：:]{1,24}[）)\]］〕]$")

EVERYWHERE: Table = (
    (
        "page-break",
        (
            r"^(?:[<>＜＞《》〈〉«»]{4,}|[-—–_=~*·.…#+─━═※－＿]{3,}|(?:[-*_=·•─—]\s+){2,}[-*_=·•─—]|"
            r"[*＊✻❖⁂§~～✦✧※]{1,5}(?:\s*[*＊✻❖~～✦✧※]){0,9})$"
        ),
    ),
    (
        "page-break",
        (
            r"^[-–—―·•\[(（【<〈《~～|─]{1,3}\s*(?:第\s*)?[\divxlIVXL]{1,4}(?:\s*[/／]\s*\d{1,4})?\s*[页頁]?\s*[-–—―·•\])）】>〉》~～|─]{1,3}$"
        ),
    ),
    (
        "page-break",
        (
            r"^(?:第\s*[\d一二三四五六七八九十百]{1,4}\s*[页頁](?:\s*[/／,，]?\s*共\s*\d{1,4}\s*[页頁])?|"
            r"(?:page|p\.|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*(?:[/／]|of)\s*\d{1,4})$"
        ),
    ),
    (
        "page-break",
        (
            r"^[（(【\[<〈▶►→\s]*(?:下转|下轉|上接|转自|轉自|续自|接上页|接上頁|转下页|轉下頁|下接|接第|"
            r"续前|續前|(?:continued|cont'd|cont\.)\s+(?:on|from)|次ページ|前ページ)"
            r"[^。]{0,24}[）)】\]>〉◀→\s]*$"
        ),
    ),
    (  # a page header or footer: words and a page number, far apart
        "page-break",
        (
            r"^(?:[^。！？]{1,50}?(?:\u3000{2,}|[ \t]{4,})\d{1,4}|\d{1,4}(?:\u3000{2,}|[ \t]{4,})"
            r"[^。！？\d][^。！？]{0,49})$"
        ),
    ),
    (
        "page-break",
        (
            r"^[^。！？.!?]{2,60}[-–—|·•,，\s](?:(?:Page|p\.|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|"
            r"第\s*\d{1,4}\s*[页頁])$"
        ),
    ),
    ("metadata", (r"^#[^#\s]{1,30}#?(?:\s+#[^#\s]{1,30}#?){0,20}$")),
    ("page-break", (r"^[（(【\[]\s*(?:未完待续|未完待續|续|續|待续|to be continued)\s*[）)】\]]$")),
    (
        "caption",
        (
            r"^[（(\[【［〔]\s*(?:图|圖|图片|圖片|图注|图说|图为|上图|下图|左图|右图|照片|配图|題圖|题图|"
            r"摄影|攝影|供图|写真|撮影|画像|Photo(?:graph)?s?|Image|Picture|Figure|Fig\.|Caption|"
            r"Illustration)[^（）()]{0,160}[）)\]】］〕]$"
        ),
    ),
    (
        "caption",
        (
            r"^(?:图|圖|图片|圖片|图注|图说|照片|配图|题图|題圖|图源|图片来源|图片來源|图片说明|摄影|攝影|"
            r"供图|写真|写真提供|撮影|画像|Photo(?:graph)?s?(?: (?:by|credit|courtesy of))?|"
            r"Image(?: credit)?|Picture|Caption|Photo credit|Photos? courtesy)"
            r"\s*(?:\d{0,2}(?:[-.－]\d{1,2})?)\s*[：:=＝／/|｜丨]\s*[^。]{0,120}$"
        ),
    ),
    (
        "caption",
        (r"^(?:图|圖|Figure|Fig\.)\s*\d{1,2}(?:[-.－]\d{1,2})?[\s\u3000.：:]{1,2}[^。？！]{0,80}$"),
    ),
    (  # ［写真］仕事台, 【图】渡口
        "caption",
        (
            r"^[（(\[【［〔]\s*(?:图|圖|图片|圖片|照片|配图|题图|題圖|写真|画像|図|摄影|攝影|Photo|Image|"
            r"Picture|Figure)\s?\d{0,2}\s*[）)\]】］〕][^。]{0,100}$"
        ),
    ),
    (  # （本文照片由云顶小学提供）
        "caption",
        (
            r"^[（(\[【※*]?\s*(?:本文|文中|以上|所有|封面|本期|全部|除注明外)?(?:照片|图片|圖片|配图|插图|"
            r"插圖|題圖|题图|图|圖|写真|画像)"
            r"(?:均|皆|都)?[由为為は、／/：:\s]?[^。！？]{0,40}(?:提供|拍摄|拍攝|所摄|供图|授权|授權|攝|"
            r"摄|撮影|資料)[。）)\]】]{0,2}$"
        ),
    ),
    ("caption", (r"^(?:上图|下图|左图|右图|图)为[^。]{1,60}[。]?$")),
    ("caption", (r"^[▲▼◣◤↑↓⬆⬇👆👇△]\s*.{0,120}$")),
    ("caption", (r"^[★☆◀][\s\u3000]*[^。！？!?★☆]{2,80}$")),
    ("caption", (r"^Photo(?:graph)?s?:\s.{1,80}$")),
    (  # a note of the editor or the translator; 编者按 is a lede and is spoken
        "footnote",
        (
            r"^[（(\[【*＊※]?\s*(?:(?:编者|編者|编辑|編輯|译者|譯者|译|譯|编|編|校者|整理者|校|记者|記者|"
            r"本刊|小编|小編)"
            r"(?:注|註|备注|備註|補注)|訳注|訳者注|編集部注|編注|編集注|Translator['’]?s?['’]? note|"
            r"Transcriber['’]?s? note|Ed\.|Tr\.)\s*[：:】\])）]"
        ),
    ),
    (
        "ad",
        (
            r"^[【（(\[★☆▼↓👇👉—\-\s|]*(?:扫码|掃碼|扫描(?:下方|上方|以下|文末|左侧|"
            r"右侧)?[^。]{0,6}?[二維维]{1,2}[码碼]|长按|長按|识别二维码|点击|點擊|戳|点这里|欢迎(?:关注|"
            r"訂閱|订阅|转发|轉發|扫码|分享|投稿|加入)|歡迎(?:關注|訂閱|轉發|掃碼)|关注(?:我们|公众号|"
            r"公號|本刊|微信|“|「|【)|關注|微信(?:公众号|公號|搜索)|公众号|公眾號|搜索并关注|阅读原文|"
            r"閱讀原文|更多精彩|更多内容请|推荐阅读|推薦閱讀|相关阅读|相關閱讀|延伸阅读|延伸閱讀|"
            r"往期(?:回顾|精选|推荐|精彩)|扩展阅读|分享到|分享至|转发到|喜欢(?:就|请)点|点个(?:赞|在看)|"
            r"点赞|在看|投稿(?:请|邮箱)|商务合作|加入(?:读者群|交流群|社群)|下载(?:APP|app|客户端)|广告|"
            r"廣告|AD\b|本文首发于|本文首發於|首发于|Subscribe|Follow us|Sign up|Share (?:this|on|to)|"
            r"Click here|Read more|Related (?:articles|posts|reading)|Advertisement|Sponsored|Listen on|"
            r"Download our)[^。]{0,80}[。！!]?[】）)\]]?$"
        ),
    ),
    (
        "ad",
        (r"^[【\[].{0,24}(?:点击|關注|关注|扫码|掃碼|二维码|订阅|訂閱|公众号|公眾號|下载|广告).{0,60}[】\]]$"),
    ),
    (
        "credits",
        (
            r"^[（(【\[—\-–=*~\s]*(?:完|全文完|全文完毕|全文结束|本文完|正文完|采访完|未完|終|终|了|"
            r"おわり|終わり|END|THE END|FIN|EOF|-30-|###)[）)】\]—\-–=*~。\s]*$"
        ),
    ),
    (
        "credits",
        (
            r"^[（(【\[]?\s*(?:责任编辑|責任編輯|责编|責編|本文编辑|值班编辑|实习编辑|校对|校對|审校|排版|"
            r"监制|監製)(?:[/／、]\S{1,6})?" + _SEPARATOR + r"[^。！？]{1,40}[）)】\]]?$"
        ),
    ),
    (
        "credits",
        (
            r"^[（(【\[]?(?:.{0,24}(?:版权所有|版權所有|版权声明|版權聲明|版权归|版權歸|著作权|著作權)|"
            r"未经(?:授权|许可|允许)|未經(?:授權|許可)|"
            r"转载请|轉載請|禁止转载|Copyright|©|All rights reserved|無断転載).{0,120}$"
        ),
    ),
)
AT_THE_TOP: Table = (
    (  # the head of a mail
        "metadata",
        (
            r"^(?:From|To|Cc|Bcc|Subject|Sent|Reply-To|Message-ID|发件人|收件人|抄送|主题|發件人|收件人|主旨)\s*[：:]\s*.{0,160}$"
        ),
    ),
    (
        "byline",
        (
            rf"^[（(【\[—\-\s]*(?:(?:{_WRITERS_HAN})(?:(?:[/／、&和・及·]|与)"
            rf"\S{{1,6}})?(?:[：:/／丨|｜=＝]|[\s\u3000]{{1,4}})|(?:{_WRITERS_LATIN})(?: (?:and|&)"
            rf" \w{{1,12}})?\s?(?:[：:/／丨|｜=＝]|by\s))\s*[^。！？!?]{{1,60}}[）)】\]]?$"
        ),
    ),
    (
        "byline",
        (
            r"^[（(【]?(?:本[报報刊网網台社]|特约|特約|见习|實習|实习|首席|驻\S{1,6})?(?:记者|記者|通讯员|"
            r"通訊員|特约撰稿人?|撰稿人?|作者)[\s\u3000]+[^。！？：:]{1,40}$"
        ),
    ),
    (
        "byline",
        (r"^[（(【]?[^\s。！？，：:]{2,14}(?:记者|記者|通讯员|特派员|特派員)[\s\u3000]+[^。！？：:]{1,30}$"),
    ),
    (
        "byline",
        (
            r"^(?:By|As told to|Interview(?:ed)? by|Words by|Text by|Written by|Story by|Photos? by|"
            r"Photograph(?:s|y|ed)? by|Translated by|Edited by|Transcribed by|Posted by|Recorded by)"
            r"\b[^.!?]{0,100}\.?$"
        ),
    ),
    ("metadata", (rf"^[（(【\[]?[^。！？]{{0,24}}?{_DATE}[^。！？]{{0,60}}$")),
    ("metadata", (rf"^[^.!?]{{0,40}}?{_DATE_EN}[^.!?]{{0,40}}$")),
    (
        "metadata",
        (
            r"^[（(【\[]?(?:来源|來源|稿源|出处|出處|发布|發布|发表|发表于|发布于|发布时间|更新时间|日期|"
            r"时间|時間|采访时间|採訪時間|访谈时间|录制日期|录制时间|錄製日期|录音时间|刊期|地点|地點|"
            r"采访地点|訪談地點|访谈地点|采访方式|形式|字数|字數|全文|正文|阅读时间|閱讀時間|阅读|閱讀|"
            r"阅读量|浏览|预计阅读|标签|標籤|分类|分類|关键词|關鍵詞|原文|原文链接|原文链接|原文标题|"
            r"原标题|原題|栏目|欄目|期数|期號|音频|時長|时长|收听|天气|版本|语言|人数|公開日|更新日|掲載|"
            r"場所|日時|収録|Date|Source|Location|Place|Time|Length|Duration|Recorded|Tags?|Category|"
            r"Categories|Reading time|Words?|Word count|Published|Posted|Updated|Last updated|Filed under|"
            r"Keywords|Language|Episode|Transcript|文字记录|文字記錄|会议时间|会议主题|主题词|文字稿|"
            r"音频文件|录音文件|创建时间|生成时间)(?:\s*[：:丨|｜=＝]|\s+(?=\d)|\s?/\s?|$)"
            r"\s*[^。！？]{0,120}$"
        ),
    ),
    (
        "metadata",
        (
            r"^[（(]?(?:约|共|全文共?|本文共?|总计)?\s*[\d,，.]{1,8}\s*(?:万)?(?:字|words)(?:\b|[^a-z])"
            r".{0,30}$|^.{0,16}\d{1,3}\s*(?:分钟|分鐘|min(?:ute)?s?)\s*(?:阅读|閱讀|read|读完)?.{0,12}$"
        ),
    ),
    (
        "metadata",
        (r"^(?:阅读|閱讀|浏览|评论|評論|点赞|分享|收藏|转发)\s*[\d.,万wk+]{1,8}(?:\s+\S{1,12}){0,6}$"),
    ),
    ("metadata", (r"^#[^#\s]{1,30}#?(?:\s+#[^#\s]{1,30}#?){0,20}$")),
    (
        "ad",
        (
            r"^(?:分享到|分享|收藏|转发|微博|微信|QQ空间|Facebook|Twitter|LinkedIn|Email|Print|Share|"
            r"Tweet)(?:[\s|·/、]+(?:微博|微信|QQ空间|QQ|豆瓣|知乎|Facebook|Twitter|X|LinkedIn|Email|Print|"
            r"Share|Tweet|复制链接|收藏)){0,10}$"
        ),
    ),
)
# `小满 / 文`, `闻樱 | 作者`: names beside what they did; the first line of a file is rather its title.
NAMES_BESIDE: Table = (
    (
        "byline",
        r"^[^\s。！？，]{1,12}\s*[/／|｜]\s*[^\s。！？，]{1,8}(?:\s+[^\s。！？，]{1,12}\s*[/／|｜]\s*[^\s。！？，]{1,8}){0,3}$",
    ),
)
AT_THE_END: Table = (
    (
        "byline",
        (
            r"^[（(【\[〔][^。！？]{0,40}(?:记者|記者|摄影|攝影|撰文|采写|採寫|采访|採訪|整理|编译|翻译|"
            r"文/|图/|文：|报道|報道|報導|通讯员|作者|取材|構成|聞き手|文・|写真|文责|文責|编辑|編輯|録音|录音|"
            r"錄音|转写|轉寫|删节|刪節|協力|校对|校對|Interview|Photo|By|Transcri|Edited|Condensed)"
            r"[^。！？]{0,60}[）)】\]〕]$"
        ),
    ),
    ("byline", (r"^——?\s*[^。！？]{0,10}(?:记者|整理|采访|文).{0,30}$")),
    (
        "credits",
        (
            rf"^[（(【\[—\-\s]*(?:{_WRITERS_HAN}|{_WRITERS_LATIN}|来源|來源|出处|via|原文|原载|原載|本文由|"
            rf"本文来自|本文來自|本文系|本文转自|本文轉自|鸣谢|致谢|特别感谢|录制|采访时间|访谈时间|发布|"
            rf"日期|地点|Source|Interview(?:ed)? by|Photographed by|Translated by|Transcribed by|"
            rf"Written by|By|Music)(?:[/／、&和・及]\S{{1,6}})?\s*(?:[：:/／丨|｜=＝]|\s|by\s)"
            rf"\s*[^。！？]{{1,120}}[）)】\]]?$"
        ),
    ),
    (
        "credits",
        (
            r"^(?:本文由|本文来自|本文來自|本文系|本文转自|本文轉自|本文原载|本文授权|原文发表于|原载于|"
            r"原载|本稿件|This interview (?:was|has been)|This (?:conversation|interview|transcript|"
            r"article)|Originally published|First published|Reprinted|本記事は|※本記事).{0,160}$"
        ),
    ),
    (  # 本文采用……许可协议，本文经受访者审阅
        "credits",
        (
            r"^[（(【\[※*]?\s*(?:本文|本稿|本篇|本刊|本次|本[访訪][谈談]|本采访|本採訪|本节目|本節目|"
            r"本記事|本インタビュー|以上内容)"
            r"[^。！？]{0,20}(?:[采採]用|经|經|由|系|首发|首發|刊[于於]|刊[载載登]|原[载載]|[来來]自|"
            r"[选選]自|摘自|[转轉]自|授[权權]|"
            r"[发發]表|根据|根據|整理|有删|有刪|は|未经|未經).{0,160}$"
        ),
    ),
    (  # （由“听见”自动转写）, （根据录音整理，有删节）
        "credits",
        (
            r"^[（(【\[※*]?\s*(?:由|据|據|根据|根據|依)[^。！？]{1,40}(?:整理|[转轉][写寫录錄]|生成|翻译|"
            r"翻譯|[编編][译譯]|提供|[识識][别別]|"
            r"[记記][录錄])[^。！？]{0,30}[。）)】\]]{0,2}$"
        ),
    ),
    (
        "credits",
        (
            r"^.{0,60}(?:[仅僅]供[参參]考|自[动動](?:[转轉][写寫]|生成|[识識][别別])|[许許]可[协協][议議]|"
            r"授[权權][条條]款|CC[ -]BY|"
            r"Creative Commons|All rights reserved|auto-?generated|lightly edited|edited for (?:length|"
            r"clarity)).{0,120}$"
        ),
    ),
    (
        "ad",
        (
            r"^[【\[（(]?\s*(?:下[期集回周週](?:[预預]告)?|[预預]告|上[期集回](?:回[顾顧])?|往期回[顾顧]|"
            r"Next (?:time|week|episode|up)|"
            r"Coming (?:up|next|soon)|次回(?:予告)?|前回)\s*[】\]）)]?\s*[：:|｜].{0,120}$"
        ),
    ),
    (
        "ad",
        (
            r"^.{0,120}(?:Unsubscribe|receiving this (?:e-?mail|message)|View (?:this )?(?:e-?mail|"
            r"in (?:your )?browser)|"
            r"Privacy policy|Manage (?:your )?(?:e-?mail )?preferences|Forwarded this|Rate and review|"
            r"Leave a (?:comment|review)|"
            r"配信停止|お問い合わせ|チャンネル登録|購読はこちら|フォローは).{0,120}$"
        ),
    ),
    ("metadata", (rf"^[（(【\[]?[^。！？]{{0,12}}?{_DATE}[^。！？]{{0,24}}$")),
    (
        "metadata",
        (r"^(?:标签|標籤|分类|关键词|Tags?|Filed under|Keywords|阅读|閱讀|浏览|评论|点赞)\s*[：:\d].{0,80}$"),
    ),
    (
        "ad",
        (
            r"^.{0,24}(?:扫码|掃碼|二维码|二維碼|公众号|公眾號|阅读原文|閱讀原文|点击关注|長按|长按|"
            r"欢迎关注|欢迎订阅|欢迎转发|歡迎訂閱|点个在看|点赞|转发|分享给|朋友圈|投稿|招聘|下载APP|"
            r"追蹤我們|追踪我们|按讚|粉絲專頁|訂閱|搜索[^。]{1,20}(?:订阅|收听|关注)|播客平台|小宇宙|喜马拉雅|"
            r"订阅我们|Subscribe|newsletter|Follow us)(?:[^。]{0,60})[。！!]?$"
        ),
    ),
)
# A line at the end that opens a block which is not spoken at all: (reason of the block, pattern of its first line).
CLOSING_BLOCKS: Table = (
    (
        "metadata",
        (
            r"^[【\[#*—\-\s]*(?:时间轴|時間軸|时间线|时间戳|节目大纲|本期大纲|内容提要|"
            r"Timeline|Timestamps|Time ?codes|Chapters|"
            r"Outline|目次|タイムスタンプ)[】\]]?\s*[：:]?$"
        ),
    ),
    (
        "ad",
        (
            r"^[【\[#*★☆—\-\s]*(?:推荐阅读|推薦閱讀|相关阅读|相關閱讀|相关文章|相關文章|相关链接|延伸阅读|"
            r"延伸閱讀|扩展阅读|往期[^。]{0,6}|更多(?:文章|精彩|阅读|閱讀)|猜你喜欢|热门文章|熱門文章|上一篇|下一篇|"
            r"推荐文章|推薦文章|推荐收听|相关推荐|相關推薦|[你您]可能|今日话题|文末福利|互动话题|"
            r"Recommended|Recent posts|"
            r"Comments?$|関連リンク|次の記事|前の記事|"
            r"评论区?|留言|Related\b|Read more|More from|You might also|See also|Further reading|関連記事|"
            r"おすすめ)[^。]{0,20}$"
        ),
    ),
    (
        "credits",
        (
            r"^[（(【\[—\-–=*~\s]*(?:完|全文完|全文完毕|本文完|正文完|采访完|終|终|END|THE END|FIN|おわり)"
            r"[）)】\]—\-–=*~\s]*$"
        ),
    ),
    (
        "credits",
        (
            r"^[【\[#*—\-\s]*(?:作者简介|作者介绍|关于作者|關於作者|译者简介|譯者簡介|关于译者|受访者简介|"
            r"受訪者簡介|嘉宾简介|嘉賓簡介|采访者简介|关于受访者|关于本刊|关于我们|工作人员|制作团队|"
            r"本期制作|Credits|Show notes|About (?:the )?(?:author|interviewer|interviewee|writer|"
            r"photographer|us)|プロフィール|著者|制作)[】\]]?\s*(?:[：:|｜].{0,200})?$"
        ),
    ),
    (
        "footnote",
        (
            r"^[【\[#*—\-\s]*(?:注释|註釋|注解|註解|脚注|腳註|尾注|注|註|参考文献|參考文獻|参考资料|"
            r"參考資料|参考|资料来源|引用|参考链接|Notes?|Footnotes?|References?|Sources?|注釈)"
            r"[】\]]?\s*[：:]?$"
        ),
    ),
)


def reason_of(row: Row, table: Table) -> str | None:
    """The reason of the first pattern that matches the whole row."""
    text = f"{row.marker} {plain(row.text).strip()}".strip() if row.marker else plain(row.text).strip()
    match = _as_one(table).match(text) if len(text) <= MAX_FURNITURE else None
    return table[int(match.lastgroup[1:])][0] if match and match.lastgroup else None


@cache
def _as_one(table: Table) -> re.Pattern[str]:
    """All patterns of a table as one; the group that matched is the place in the table."""
    return re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(table)), re.IGNORECASE)


def furniture(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The rows without what is furniture in any place; the row behind a page break is marked `broken`."""
    paired = _paired_symbols(rows)
    running = _running_heads(rows) | _between_pages(rows)
    kept: list[Row] = []
    dropped: list[Dropped] = []
    broken = False
    for index, row in enumerate(rows):
        reason = None if plain(row.text)[:1] in paired else reason_of(row, EVERYWHERE)
        if reason is None and (index in running or _is_page_number(rows, index) or _is_marks(row)):
            reason = "page-break"
        if reason:
            dropped.append(Dropped(row.line, f"{row.marker} {plain(row.text)}".strip(), reason))
            broken = broken or row.broken or reason in ("page-break", "caption", "ad")
            continue
        kept.append(replace(row, broken=True) if broken else row)
        broken = False
    return kept, dropped


def _paired_symbols(rows: list[Row]) -> str:
    """The symbols that come as question and answer; any other symbol of this kind stands before a caption."""
    symbols = Counter(plain(row.text)[:1] for row in rows)
    return "".join(pair for pair in ("▲△", "★☆", "▼▽") if all(symbols[c] >= 2 for c in pair))


def _between_pages(rows: list[Row]) -> set[int]:
    """Short lines between "continued on" and "continued from": what stood at the edge of the page."""
    found: set[int] = set()
    left: int | None = None
    for index, row in enumerate(rows):
        text = plain(row.text)
        if _CONTINUED_ON.search(text) and len(text) <= 40:
            left = index
        elif left is not None and _CONTINUED_FROM.search(text) and len(text) <= 40:
            if index - left <= 5 and not any(ends_sentence(r.text) for r in rows[left + 1 : index]):
                found.update(range(left + 1, index))
            left = None
    return found


def _is_marks(row: Row) -> bool:
    """A line without a single letter or digit."""
    return not any(map(str.isalnum, row.text))


def _running_heads(rows: list[Row]) -> set[int]:
    """Page headers: a short line that returns (but for its page number), mostly in the middle of a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if len(row.text) <= 60 and not ends_sentence(row.text):
            places[re.sub(r"\d+", "", fold(row.text))].append(index)
    found: set[int] = set()
    for text, indexes in places.items():
        if len(text) >= 3 and len(indexes) >= 2:
            own = set(indexes)
            inside = [
                i
                for i in indexes
                if i > 1 and i - 1 not in own and not ends_sentence(rows[i - 1].text) and len(rows[i - 1].text) > 12
            ]
            if len(inside) * 2 >= len(indexes) and role_of_word(text) is None:
                found.update(indexes)
    return found


def _is_page_number(rows: list[Row], index: int) -> bool:
    """A bare number in the middle of a sentence."""
    text = plain(rows[index].text)
    return text.isdecimal() and len(text) <= 4 and index > 0 and not ends_sentence(rows[index - 1].text)


def asides(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The rows among `spoken` that are only a short bracket without a sentence: what happens, not what is said."""
    return {
        i
        for i in spoken
        if rows[i].kind is Kind.TEXT
        and _ASIDE.match(plain(rows[i].text).strip())
        and reason_of(rows[i], AT_THE_END) is None
    }


def repeats(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The rows among `spoken` that say again what stands elsewhere (rule 10).

    A quote, a bold line and a line alone between blank lines are pull quotes wherever the text stands; any other line
    only when it already stood before.
    """
    folded = [fold(row.text) for row in rows]
    candidates = [
        i for i in spoken if len(folded[i]) >= (6 if rows[i].quote else 10) and rows[i].kind is not Kind.HEADING
    ]
    within = _first_within(folded, dict.fromkeys(folded[i] for i in candidates))
    first: dict[str, int] = {}
    for i, text in enumerate(folded):
        if text not in first or (rows[first[text]].quote and not rows[i].quote):
            first[text] = i
    return {
        i
        for i in candidates
        if first[folded[i]] != i or (folded[i] in within and (_stands_apart(rows, i) or within[folded[i]] < i))
    }


def _stands_apart(rows: list[Row], i: int) -> bool:
    """Whether a row is set apart from the text around it, as pull quotes are."""
    row = rows[i]
    alone = row.gap and (i + 1 == len(rows) or rows[i + 1].gap) and len(row.text) <= MAX_PULL_QUOTE
    return bool(row.quote) or alone or (row.text.startswith(BOLD) and row.text.endswith(BOLD_END))


def _first_within(folded: list[str], wanted: Iterable[str]) -> dict[str, int]:
    """For each wanted text that is part of a longer row, the first such row; linear in the length of the rows."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for text in wanted:
        if len(by_start[text[:6]]) < 40:
            by_start[text[:6]].append(text)
    within: dict[str, int] = {}
    for index, text in enumerate(folded) if by_start else ():
        for start in range(len(text) - 5):
            for other in by_start.get(text[start : start + 6], ()):
                if other not in within and len(other) < len(text) and text.startswith(other, start):
                    within[other] = index
    return within
