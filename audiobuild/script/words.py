"""The words that mark hosts, guests and unspoken text: tables without behaviour.

Every word is in the form that `lines.fold` returns: half width, lower case, without blanks.
"""

from __future__ import annotations

ASKS = frozenset(
    # Chinese, simplified and traditional; Japanese; English
    """
    问 問 提问 提問 问题 問題 提问者 提問者 发问 發問 记者 記者 本报记者 本報記者 本刊记者 本刊記者 本网记者 本網記者
    实习记者 特约记者 特約記者 主持人 主持 主播 本刊 本报 本報 本台 本网 本網 编辑部 編輯部 采访者 採訪者 采访人
    採訪人 采访 採訪 采访方 访问者 訪問者 访问人 訪問人 访谈者 訪談者 访谈人 访者 訪者 访员 訪員 提问人 提問人 发问者
    笔者 筆者 小编 小編 编者 編者 编辑 編輯 责编 責編 观众提问 觀眾提問 读者提问 讀者提問 听众提问 聽眾提問 现场提问
    现场观众 問者 问者 追问 追問
    司会 司会者 聞き手 聞手 ききて インタビュアー 質問 質問者 取材者 編集部 編集者 編集 ホスト パーソナリティ
    ナビゲーター 調査者 調查者 调查者 聴き手 問い手
    q question questions questioner interviewer theinterviewer host cohost moderator reporter correspondent
    journalist editor editors int anchor presenter emcee mc
    """.split()
)
# Those of these words that also occur before a colon in prose: a single one is no label.
SOFT = frozenset(
    """
    问题 問題 编辑 編輯 责编 責編 编者 編者 笔者 筆者 小编 小編 采访 採訪 追问 追問 嘉宾 嘉賓 来宾 來賓 专家
    專家 答案 回答 答复 答覆 解答 先生 口述 讲述人 提问 提問 发问 發問 受访 受訪 question questions host editor
    editors expert subject answers answer correspondent journalist anchor presenter respondent guest 質問 編集
    答え 回答 先生 語り ホスト 本报 本報 本台 本网 本網 本刊
    """.split()
)
ANSWERS = frozenset(
    """
    話者 インフォーマント 受講者
    答 答案 回答 答复 答覆 解答 答者 回答者 答主 受访者 受訪者 受访人 受訪人 受访 受訪 被访者 被訪者 被访人 被采访者
    被採訪者 被采访人 被采访对象 采访对象 採訪對象 受访对象 受访嘉宾 访谈嘉宾 訪談嘉賓 访谈对象 訪談對象 嘉宾
    嘉賓 来宾 來賓 主讲人 主講人 讲述人 講述人 口述 口述者 讲者 講者 专家 專家 ゲスト 回答 答え 回答者 話し手
    語り手 語り 先生 a answer answers guest theguest interviewee respondent expert subject
    """.split()
)
# The narrator's own labels.
NARRATES = frozenset(
    """
    旁白 画外音 畫外音 解说 解說 解说词 叙述 讲述 narrator narration voiceover vo ナレーション ナレーター 語り ナレ
    """.split()
)
# Words before a list of people at the top (declarations), with the role of those people.
DECLARES_ASKS = (
    ASKS
    | frozenset(
        """
    采写 采訪 采访整理 采访记者 採訪記者 文字记者 主持嘉宾 主持人员 主播们 提问嘉宾 访问 訪問 访谈主持 对话人
    對話人 聞き手・構成 聞き手構成 聞き手文 インタビュー interviewers hosts interviewby interviewedby hostedby
    moderators
    """.split()
    )
) - frozenset(
    """
    编辑 編輯 责编 責編 编者 編者 笔者 筆者 小编 小編 editor editors 編集 編集者 采写 问题 問題 questions
    question
    """.split()
)
DECLARES_ANSWERS = ANSWERS | frozenset(
    """
    本期嘉宾 本期嘉賓 特邀嘉宾 特邀嘉賓 对话嘉宾 對話嘉賓 嘉宾们 出场嘉宾 本场嘉宾 对谈嘉宾 受访专家 采访嘉宾
    分享嘉宾 主讲 讲述 主人公 被采访 guests guestspeaker speakers interviewees panelists panellists panel 出演
    出演者 語り手 話し手 ゲスト 回答者 お話 話
    """.split()
)
# They name people, but not their role.
DECLARES_PEOPLE = frozenset(
    """
    对谈 對談 对谈者 對談者 对谈人 對談人 对话者 對話者 参与者 參與者 参与人 參與人 参加者 參加者 与会者 與會者
    出席者 出席 与谈人 與談人 人物 发言人 發言人 讨论者 登場人物 参加 participants people inconversation cast
    speakers 圆桌嘉宾 present attendees inattendance
    """.split()
)
# Endings that mark an outlet, a magazine or a community (folded; the longest label has 16 characters).
OUTLET_ENDINGS = tuple(
    """
    周刊 週刊 周报 週報 月刊 半月刊 双周刊 雙週刊 季刊 学刊 杂志 雜誌 社区 社區 日报 日報 晚报 晚報 早报 早報
    晨报 晨報 时报 時報 商报 商報 学报 學報 快报 快報 导报 導報 邮报 郵報 青年报 都市报 文摘 画报 画報 新闻 新聞
    新闻网 传媒 傳媒 媒体 媒體 电视台 電視台 电台 電台 卫视 衛視 广播 廣播 频道 頻道 播客 编辑部 編輯部 通讯社
    通訊社 出版社 书店 書店 财经 財經 观察 觀察 评论 評論 书评 書評 公众号 公眾號 网 網 网站 網站 论坛 論壇 中国
    周末 週末 在线 線上 译文 编辑 編輯 研究院 俱乐部 沙龙 读书会 讀書會 工作室 编辑組 编辑组 新聞社 新聞 編集部
    通信 マガジン ラジオ magazine weekly daily times journal news podcast radio review tribune post gazette
    herald blog wire media press
    """.split()
)
OUTLETS = frozenset(
    """
    infoq csdn lctt 36氪 36kr 虎嗅 钛媒体 澎湃 界面 财新 三联 南方周末 新京报 机器之心 量子位 极客公园 极客邦
    开源中国 oschina linux中国 segmentfault 掘金 少数派 cnbeta 雷锋网 亿邦动力 品玩 pingwest 爱范儿 ifanr donews
    晚点 晚点latepost latepost 一席 十点读书 单读 理想国 看理想 果壳 知乎 豆瓣 简书 思否 51cto itpub dbaplus cnn
    bbc npr dw 德国之声 美国之音 nyt wired theverge techcrunch 好奇心日报 端传媒 端傳媒 报导者 報導者 天下
    联合报 聯合報 自由时报 风传媒 鏡週刊 南都 谷雨 人物 极昼 正午 故事硬核 真实故事计划 新浪 腾讯 搜狐 网易
    凤凰网 优酷 喜马拉雅 小宇宙 日经 nhk 朝日新聞
    """.split()
)
# Surnames: a Chinese label of two to four characters that begins with one looks like a name.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟"
    "安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄"
    "项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫佟慕穆蒲应宗宣米池阎褚娄荣糜"
    "蔺晏苑冷郎谌敖荆臧滕骆乐简喻仇沙麦麻尚艾苟党鹿巩雷卓阚湛郁江桑燕屠蓝楚商佘狄瞿明冀戚元卞竺張劉陳楊趙黃吳孫馬"
    "羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭顏嚴溫蘆魯韋畢聶叢莊塗時關紀歐項陽衛鮑單寧閔"
    "華車應榮婁駱樂簡麥黨鞏闞藍狄樸朴司卫鄢"
)
COMPOUND_SURNAMES = """
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 独孤 南宫 南宮 慕容 夏侯 尉迟 公孙 公孫 长孙 長孫 宇文
    皇甫 端木 百里 令狐 钟离 轩辕 呼延 申屠 太史 西门 闻人 濮阳 淳于 单于
    """.split()
NAME_ENDINGS = tuple(
    """
    老师 老師 先生 女士 小姐 教授 博士 医生 醫生 大夫 院士 导演 導演 师傅 師傅 律师 律師 总 總 同学 同學 校长
    校長 院长 所长 馆长 站长 经理 主任 工 哥 姐 叔 爷爷 奶奶 さん 氏 様 先生 くん ちゃん 教授
    """.split()
)
# Frequent words before a colon that are no speaker, however often they occur.
NOT_LABELS = frozenset(
    """
    注意 提示 说明 說明 步骤 步驟 方法 优点 優點 缺点 缺點 优势 劣势 名称 名稱 网址 網址 地址 时间 時間 地点
    地點 日期 结论 結論 总结 總結 小结 例如 比如 譬如 例子 示例 举例 原因 结果 結果 目标 目的 首先 其次 再次
    最后 最後 第一 第二 第三 第四 第五 第一步 第二步 第三步 一是 二是 三是 其一 其二 其三 另外 此外 备注 備註
    附注 附 附录 链接 鏈接 参考 參考 资料 参见 图 圖 图片 图注 表 来源 來源 出处 原文 译文 校对
    编译 责编 标题 標題 标签 关键词 關鍵詞 摘要 导语 导读 编者按 编按 按 前言 引言 背景 简介 介绍 电话 邮箱 微信
    微博 价格 数量 单位 材料 配料 做法 版本 功能 用途 特点 特點 好处 坏处 问题是 答案是 我说 他说 她说 我问
    他问 她问 我答 他答 她答 也就是说 换句话说 换言之 总之 简单说 一句话 其实 事实上 所以 因此 但是 不过 然后
    还有 包括 分别是 如下 如图 声明 版权 版权声明 免责声明 记住 切记 重点 要点 关键 核心 建议 推荐 预告 下期预告
    上期回顾 字数 阅读 语言 类型 状态 规则 原则 正方 反方 甲方 乙方 内容 主题 题目 题记 后记 补充 更正 更新 编注
    译注 注 note notes warning tip tips hint step steps example examples pros cons name url http https ftp
    mailto time date place title summary abstract source sources photo photos image credit credits tags category
    categories keywords author translator result results conclusion first second third finally remember update
    updates ps nb address phone email price version usage input output description subject to from cc re 注意点
    请参见 还请参见 請參見 参阅 请参阅 另见 另请参阅 seealso readmore
    例 備考 まとめ 結論 補足 参考 出典 写真 図 日時 場所 住所 電話 料金 手順 ポイント
    """.split()
)
# Common words that begin like a surname: alone before a colon they are terms, not people.
TERMS = frozenset(
    """
    网友 網友 读者 讀者 听众 聽眾 观众 觀眾 有人 大家 众人 眾人 路人 旁人 别人 某人 留言 评论 評論
    安全 成本 时间 方便 严格 高效 平台 关键 和平 常见 单价 房价 车型 金额 水平 石材 白天 万一 江湖 池塘 花费
    项目 计划 管理 应用 应该 能力 成果 成功 温度 高度 程度 方向 方式 方案 文化 文件 文字 经济 经验 历史 季节
    时长 时机 时代 余额 余地 严重 高手 高峰 高端 金融 金属 白色 黄色 黄金 蓝色 蓝图 水分 水质 水电 石头 田地
    林业 江南 河流 花色 花样 花期 叶子 谷物 麦子 米饭 车辆 车速 房子 房间 房租 单元 单词 平均 平衡 平时 常识
    常用 易用 易错 强度 强项 强调 任务 任何 司机 司法 管道 管控 计算 计费 计量 成熟 成长 成员 成分 成品 于是
    向上 向下 向前 空间 解决 解读 通过 通常 通知 全部 全局 全面 全文 边界 边缘 党员 党章 甘甜 苦涩 古代 古人
    现在 明天 明年 昨天 今天 后来 后果 后勤 路线 路程 路况 包装 包邮 盛况 盛世 景点 景色 景气 乐趣 乐器 祝福
    祝贺 喻体 封面 封底 台词 台本 台风 别人 别名 别的 充电 充分 方言 方面 方位 施工 施肥 陈述 陈列 张力 章节
    章程 章法 連結 連接 質量 質地 速度 效率 性能 架构 数据 用户 产品 市场 服务 费用 外观 手感 口感 味道 颜色
    大小 小结 大概 大多 大家 小心 老实说 阿里
    """.split()
)
# Blocks with a label that nobody speaks (Changelog: 88 % of the files).
SPONSORS = frozenset(
    """
    sponsor sponsors sponsorship sponsorbreak ad ads advert advertisement midroll preroll postroll promo commercial
    广告 廣告 口播 口播广告 赞助 赞助商 贊助商 スポンサー cm
    """.split()
)
PSEUDO_SPEAKERS = SPONSORS | frozenset(
    """
    break breaks jingle outro intro sponsor sponsors sponsorbreak sponsorship ad ads adbreak advertisement
    midroll preroll postroll music thememusic intromusic outromusic transition commercial commercialbreak promo
    广告 廣告 片头 片頭 片尾 片头曲 片尾曲 口播 口播广告 音乐 音樂 间奏 過場 过场 转场 插播 插曲 赞助商 贊助商
    jingles cm
    """.split()
)
# Interjections of a listener; alone on a line they are nobody's name.
INTERJECTIONS = frozenset(
    """
    对 對 嗯 啊 是 是的 哈哈 对对 對對 对对对 當然 当然 没错 沒錯 好 好的 不是 不 哦 噢 呃 有 没有 沒有 可以 是啊 对啊
    はい ええ そうですね うん いいえ なるほど
    yeah yes no exactly right mm mmhm mhm uhhuh sure ok okay ohwow wow well so true absolutely totally definitely
    thanks thankyou great really indeed yep nope oh hm hmm ofcourse isee gotit cool
    """.split()
)
