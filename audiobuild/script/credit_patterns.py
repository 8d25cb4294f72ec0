"""Patterns of credits: authors, dates and places above the first turn and after the last one, which are not spoken."""

from __future__ import annotations

from audiobuild.script.patterns import Table

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
# A name after “By”, or the address used for it: a word with a capital that does not begin a clause.
_NAME = (
    r"(?:[A-Z@][\w.'’\-]{0,20}|the (?:[a-z]{1,12} )?(?:staff|editors?|team))(?=[\s,.&)\]]|$)"
    r"(?![^,.]{0,80}\b(?:was|were|is|are|had|has|have|did|would|could)\b)"
)
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

AT_THE_TOP: Table = (
    (  # the header of a mail
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
        (r"^[（(【]?[^\s。！？，：:]{2,14}(?:记者|記者|通讯员|特派员|特派員)(?:[\s\u3000]+[^。！？：:]{1,30})?$"),
    ),
    (
        "byline",
        (
            rf"^(?:(?-i:By(?=\s+{_NAME}))|As told to|Interview(?:ed)? by|Words by|Text by|Written by|Story by|"
            r"Photos? by|Photograph(?:s|y|ed)? by|Translated by|Edited by|Transcribed by|Posted by|Recorded by)"
            r"\b[^.!?]{0,100}\.?$"
        ),
    ),
    ("metadata", (rf"^[（(【\[]?[^。！？]{{0,24}}?{_DATE}[^。！？]{{0,60}}$")),
    ("metadata", (rf"^[^.!?]{{0,40}}?{_DATE_EN}[^.!?]{{0,40}}$")),
    (
        "metadata",
        (
            r"^[（(【\[]?(?:主办|主辦|承办|承辦|协办|協辦|主管|指导单位|主办单位|支持单位|会场|會場|来源|來源|稿源|出处|出處|发布|發布|发表|发表于|发布于|发布时间|更新时间|日期|"
            r"时间|時間|采访时间|採訪時間|访谈时间|录制日期|录制时间|錄製日期|录音时间|刊期|地点|地點|"
            r"采访地点|訪談地點|访谈地点|采访方式|形式|字数|字數|全文|正文|阅读时间|閱讀時間|阅读|閱讀|"
            r"阅读量|浏览|预计阅读|标签|標籤|分类|分類|关键词|關鍵詞|原文|原文链接|原文链接|原文标题|"
            r"原标题|原題|栏目|欄目|期数|期號|音频|時長|时长|收听|天气|版本|语言|人数|公開日|更新日|掲載|"
            r"場所|日時|収録|Date|Source|Location|Place|Time|Length|Duration|Recorded|Tags?|Category|"
            r"Categories|Reading time|Words?|Word count|Published|Posted|Updated|Last updated|Filed under|"
            r"Keywords|Language|Episode(?!\s?\d{1,4}[:：]?\s+[A-Za-z])|Transcript|文字记录|文字記錄|会议时间|会议主题|主题词|文字稿|"
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
    (  # 用户登录投稿, 首页 > 访谈 > 正文
        "metadata",
        (
            r"^(?:[\s\u3000>＞|｜/／»›·-]|用户|登[录錄陆陸]|注[册冊]|投稿|首[页頁]|返回|搜索|搜尋|菜单|選單|导航|導航|[订訂][阅閱]|收藏|"
            r"分享|打印|列印|字[号號体體]|大|中|小|退出|[写說说][点點]什[么麼]|[关關][闭閉]|[当當]前位置[:：]?|您的位置[:：]?|您?[现現]在的?位置[:：]?|"
            r"Home|Menu|Search|Log ?in|Sign ?in|Sign ?up|Register|Subscribe|Skip to (?:main )?content|Share|Print|"
            r"Close)+$"
        ),
    ),
    ("metadata", (r"^[^\s。！？，：:]{2,20}(?:主管|主办|主辦|承办|承辦|协办|協辦)$")),
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
# `小满 / 文`, `闻樱 | 作者`: names with their function; as the first line of a file it is rather the title.
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
            rf"^[（(【\[—\-\s]*(?:{_WRITERS_HAN}|来源|來源|出处|原文|原载|原載|本文由|"
            rf"本文来自|本文來自|本文系|本文转自|本文轉自|鸣谢|致谢|特别感谢|录制|采访时间|访谈时间|发布|"
            rf"日期|地点)(?:[/／、&和・及]\S{{1,6}})?\s*(?:[：:/／丨|｜=＝]|\s|by\s)"
            rf"\s*[^。！？]{{1,120}}[）)】\]]?$"
        ),
    ),
    (  # Music by Ann Lee; “By the time” and “Music was all I had” are speech
        "credits",
        (
            rf"^[（(【\[—\-\s]*(?:{_WRITERS_LATIN}|via|Source|Interview(?:ed)?|Photographed|Translated|Transcribed|"
            rf"Written|Music|By)(?: (?:and|&) \w{{1,12}})?"
            rf"(?:\s*[：:/／丨|｜=＝]|(?: by)?(?-i:(?=\s{{1,4}}{_NAME})))"
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
            r"^[（(【\[※*]?\s*(?:本文|本稿|本篇|本刊|本次|本期|本[访訪][谈談]|本[采採][访訪]|本[节節]目|本[栏欄]目|本[专專][栏欄题題]|"
            r"本系列|本[组組]稿|本[报報][道導]|本[对對][话話]|本活[动動]|"
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
            r"^.{0,60}(?:[無无](?:断|斷)(?:転載|轉載|複製|引用)|(?:禁止|谢绝|謝絕|[请請]勿)[转轉][载載]|転載(?:を)?禁[じ止]|[转轉][载載][请請必须須]|"
            r"[仅僅]供[参參]考|自[动動](?:[转轉][写寫]|生成|[识識][别別])|[许許]可[协協][议議]|"
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
# A line at the end that opens an unspoken block: (reason of the block, pattern of its first line).
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
            r"推荐文章|推薦文章|推荐收听|传送门|傳送門|编辑推荐|編輯推薦|工作机会|招聘信息|加入我们|联系我们|聯繫我們|关注我们|"
            r"相关推荐|相關推薦|[你您]可能[还還也]?[会會]?(?:喜[欢歡]|感[兴興]趣|[错錯][过過])|今日话题|文末福利|互动话题|"
            r"Recommended(?: (?:reading|for you|posts|articles|links))?|Recent posts|"
            r"関連リンク|次の記事|前の記事|(?:近期|本[周週月期]|精彩|最新|精[选選])[推相][荐薦关關][阅閱][读讀]|"
            r"Related (?:articles?|posts?|reading|links?|content|stories|episodes?)|Read more|More from|"
            r"You (?:might|may) also (?:like|enjoy)|See also|Further reading|関連記事|"
            r"おすすめ)(?:[^。，,！!？?]{0,20})$|"
            r"^[【\[#*★☆—\-\s]*(?:评论区?|留言[区板]?|Comments?|Related|Recommended|译者的话|譯者的話|译后记|譯後記)"
            r"\s?[】\]（()）\d：:]{0,8}$"
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
            r"本期制作|感[谢謝]以下[^。]{0,30}|[致鸣鳴][谢謝]|Thanks to[^.]{0,40}|"
            r"Acknowledge?ments|Credits|Show notes|About (?:the )?(?:author|interviewer|interviewee|writer|"
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
