"""Corrections of Chinese words: readings and word boundaries that the libraries get wrong."""

from __future__ import annotations

from audiobuild.pronunciation.tables import listed, listed_lines, table

#: Words with their readings, where the phrase dictionary has none or a wrong one.
WORDS: dict[str, str] = table(
    """
    投行 tou2 hang2, 行长 hang2 zhang3, 银行行长 yin2 hang2 hang2 zhang3, 支行 zhi1 hang2, 分行 fen1 hang2
    总行 zong3 hang2, 同行们 tong2 hang2 men5, 各行各业 ge4 hang2 ge4 ye4, 内行 nei4 hang2, 行情 hang2 qing2
    这一行 zhe4 yi1 hang2, 那一行 na4 yi1 hang2, 哪一行 na3 yi1 hang2, 一行行 yi1 hang2 hang2, 上行 shang4 xing2
    成行 cheng2 xing2, 同行业 tong2 hang2 ye4, 跨行业 kua4 hang2 ye4, 各行业 ge4 hang2 ye4, 全行业 quan2 hang2 ye4
    长时间 chang2 shi2 jian1, 长时期 chang2 shi2 qi1, 长出 zhang3 chu1, 长高 zhang3 gao1, 市长 shi4 zhang3
    部长 bu4 zhang3, 董事长 dong3 shi4 zhang3, 所长 suo3 zhang3, 院长 yuan4 zhang3, 站长 zhan4 zhang3
    船长 chuan2 zhang3, 机长 ji1 zhang3, 家长 jia1 zhang3, 校长 xiao4 zhang3, 队长 dui4 zhang3, 局长 ju2 zhang3
    秘书长 mi4 shu1 zhang3, 年长 nian2 zhang3, 师长 shi1 zhang3, 长者 zhang3 zhe3, 长老 zhang3 lao3
    擅长 shan4 chang2, 数一数 shu3 yi1 shu3, 数了数 shu3 le5 shu3, 数到 shu3 dao4, 数不清 shu3 bu4 qing1
    屈指可数 qu1 zhi3 ke3 shu3, 数一数二 shu3 yi1 shu3 er4, 频数 pin2 shu4, 倒数 dao4 shu3, 中肯 zhong4 ken3
    朝九晚五 zhao1 jiu3 wan3 wu3, 弹窗 tan2 chuang1, 弹出 tan2 chu1, 隐藏 yin3 cang2, 收藏 shou1 cang2
    躲藏 duo3 cang2, 埋藏 mai2 cang2, 冠状 guan1 zhuang4, 冠心病 guan1 xin1 bing4, 麻将 ma2 jiang4
    硕果累累 shuo4 guo3 lei2 lei2, 果实累累 guo3 shi2 lei2 lei2, 取舍 qu3 she3, 琢磨 zuo2 mo5, 老头儿 lao3 tou2 er5
    小老头儿 xiao3 lao3 tou2 er5, 朴树 pu3 shu4, 数不胜数 shu3 bu4 sheng4 shu3, 还钱 huan2 qian2, 还款 huan2 kuan3
    还贷 huan2 dai4, 还了钱 huan2 le5 qian2, 归还 gui1 huan2, 还债 huan2 zhai4, 取得 qu3 de2, 获得 huo4 de2
    赢得 ying2 de2, 博得 bo2 de2, 求得 qiu2 de2, 换得 huan4 de2, 得到 de2 dao4, 得出 de2 chu1, 信得过 xin4 de5 guo4
    难得 nan2 de2, 不得不 bu4 de2 bu4, 得以 de2 yi3, 得知 de2 zhi1, 所得 suo3 de2, 心得 xin1 de2, 得分 de2 fen1
    得奖 de2 jiang3, 得票 de2 piao4, 得名 de2 ming2, 得罪 de2 zui4, 得体 de2 ti3, 得意 de2 yi4, 不由得 bu4 you2 de5
    恨不得 hen4 bu5 de5, 巴不得 ba1 bu5 de5, 怪不得 guai4 bu5 de5, 舍不得 she3 bu5 de5, 彼得 bi3 de2
    圣彼得堡 sheng4 bi3 de2 bao3, 了不得 liao3 bu5 de2, 不得了 bu4 de2 liao3, 了不起 liao3 bu5 qi3
    顾不得 gu4 bu5 de5, 来不及 lai2 bu5 ji2, 来得及 lai2 de5 ji2, 要不要 yao4 bu5 yao4, 重做 chong2 zuo4
    重写 chong2 xie3, 重来 chong2 lai2, 重启 chong2 qi3, 重组 chong2 zu3, 重构 chong2 gou4, 重逢 chong2 feng2
    重叠 chong2 die2, 重复 chong2 fu4, 重新 chong2 xin1, 重睹 chong2 du3, 重设 chong2 she4, 降噪 jiang4 zao4
    下降 xia4 jiang4, 供给 gong1 ji3, 给予 ji3 yu3, 投降 tou2 xiang2, 差点 cha4 dian3, 差一点 cha4 yi4 dian3
    出差 chu1 chai1, 差别 cha1 bie2, 时差 shi2 cha1, 偏差 pian1 cha1, 差不多 cha4 bu5 duo1
    参差不齐 cen1 ci1 bu4 qi2, 一落千丈 yi2 luo4 qian1 zhang4, 角色 jue2 se4, 主角 zhu3 jue2, 配角 pei4 jue2
    薄弱 bo2 ruo4, 很薄 hen3 bao2, 太薄 tai4 bao2, 单薄 dan1 bo2, 调研 diao4 yan2, 调试 tiao2 shi4, 调用 diao4 yong4
    调度 diao4 du4, 协调 xie2 tiao2, 调侃 tiao2 kan3, 调配 diao4 pei4, 调动 diao4 dong4, 调查 diao4 cha2
    调休 tiao2 xiu1, 调研员 diao4 yan2 yuan2, 论调 lun4 diao4, 调取 diao4 qu3, 载体 zai4 ti3, 下载 xia4 zai4
    载入 zai4 ru4, 处于 chu3 yu2, 相处 xiang1 chu3, 处在 chu3 zai4, 好处 hao3 chu5, 因为 yin1 wei4
    为什么 wei4 shen2 me5, 作为 zuo4 wei2, 认为 ren4 wei2, 成为 cheng2 wei2, 为难 wei2 nan2, 似乎 si4 hu1
    应用 ying4 yong4, 应对 ying4 dui4, 应届 ying1 jie4, 反应 fan3 ying4, 应有 ying1 you3, 分量 fen4 liang4
    成分 cheng2 fen4, 身份 shen1 fen4, 尽量 jin3 liang4, 尽管 jin3 guan3, 尽快 jin3 kuai4, 尽早 jin3 zao3
    尽可能 jin3 ke3 neng2, 质量 zhi4 liang4, 石子 shi2 zi3, 电子 dian4 zi3, 量子 liang4 zi3, 原子 yuan2 zi3
    分子 fen1 zi3, 种子 zhong3 zi5, 离子 li2 zi3, 粒子 li4 zi3, 孝子 xiao4 zi3, 王子 wang2 zi3, 卷子 juan4 zi5
    内卷 nei4 juan3, 卷入 juan3 ru4, 落下 luo4 xia4, 散发 san4 fa1, 倒是 dao4 shi4, 运转 yun4 zhuan3, 发帖 fa1 tie3
    回帖 hui2 tie3, 跟帖 gen1 tie3, 请帖 qing3 tie3, 帖子 tie3 zi5, 暴晒 bao4 shai4, 何曾 he2 ceng2, 几曾 ji3 ceng2
    可曾 ke3 ceng2, 未曾 wei4 ceng2, 不曾 bu4 ceng2, 曾经 ceng2 jing1, 曾祖 zeng1 zu3, 曾孙 zeng1 sun1
    当天 dang1 tian1, 当晚 dang1 wan3, 当日 dang1 ri4, 当月 dang1 yue4, 当年 dang1 nian2, 当地 dang1 di4
    当场 dang1 chang3, 大夫 dai4 fu5, 人家 ren2 jia5, 一下子 yi2 xia4 zi5, 一会儿 yi2 hui4 er5, 多少 duo1 shao5
    哪里 na3 li5, 这里 zhe4 li5, 那里 na4 li5, 家里 jia1 li5, 起来 qi3 lai5, 出来 chu1 lai5, 过来 guo4 lai5
    下来 xia4 lai5, 上来 shang4 lai5, 进来 jin4 lai5, 回来 hui2 lai5, 出去 chu1 qu5, 过去 guo4 qu4, 下去 xia4 qu5
    上去 shang4 qu5, 进去 jin4 qu5, 回去 hui2 qu5, 计算 ji4 suan4, 标准 biao1 zhun3, 内容 nei4 rong2, 问题 wen4 ti2
    没有 mei2 you3, 还有 hai2 you3, 我国 wo3 guo2, 部门 bu4 men2, 公司 gong1 si1, 学校 xue2 xiao4, 学习 xue2 xi2
    管理 guan3 li3, 数据 shu4 ju4, 所有 suo3 you3, 接触 jie1 chu4, 确实 que4 shi2, 主要 zhu3 yao4, 都有 dou1 you3
    会有 hui4 you3, 会不会 hui4 bu5 hui4, 技术 ji4 shu4, 行动 xing2 dong4, 行为 xing2 wei2, 进行 jin4 xing2
    只是 zhi3 shi4, 只有 zhi3 you3, 只能 zhi3 neng2, 只要 zhi3 yao4, 结果 jie2 guo3, 中间 zhong1 jian1
    中学 zhong1 xue2, 中心 zhong1 xin1, 空间 kong1 jian1, 将来 jiang1 lai2, 将军 jiang1 jun1, 着迷 zhao2 mi2
    着急 zhao2 ji2, 着凉 zhao2 liang2, 睡着 shui4 zhao2, 看着 kan4 zhe5, 本着 ben3 zhe5, 有着 you3 zhe5
    相片 xiang4 pian4
    """
)

#: Names of places and people.
WORDS |= table(
    """
    单于 chan2 yu2, 尉迟 yu4 chi2, 万俟 mo4 qi2, 吐蕃 tu3 bo1, 吐谷浑 tu3 yu4 hun2, 大宛 da4 yuan1, 龟兹 qiu1 ci2
    月氏 yue4 zhi1, 冒顿 mo4 du2, 阏氏 yan1 zhi1, 可汗 ke4 han2, 澹台 tan2 tai2, 令狐 ling2 hu2, 长孙 zhang3 sun1
    皇甫 huang2 fu3, 曹大家 cao2 gu1, 皋陶 gao1 yao2, 郦食其 li4 yi4 ji1, 金日磾 jin1 mi4 di1, 伍员 wu3 yun2
    叶公 ye4 gong1, 查良镛 zha1 liang2 yong1, 任正非 ren2 zheng4 fei1, 任天堂 ren4 tian1 tang2
    单田芳 shan4 tian2 fang1, 解缙 xie4 jin4, 解放 jie3 fang4, 朴槿惠 piao2 jin3 hui4, 朴正熙 piao2 zheng4 xi1
    仇英 qiu2 ying1, 葛优 ge3 you1, 诸葛 zhu1 ge3, 华佗 hua4 tuo2, 华罗庚 hua4 luo2 geng1, 乐毅 yue4 yi4
    曾国藩 zeng1 guo2 fan1, 曾子 zeng1 zi3, 曾巩 zeng1 gong3, 盖叫天 ge3 jiao4 tian1, 纪晓岚 ji3 xiao3 lan2
    宁浩 ning4 hao4, 那英 na4 ying1, 区楚良 ou1 chu3 liang2, 尉缭 wei4 liao2, 种师道 chong2 shi1 dao4
    燕青 yan1 qing1, 盖聂 ge3 nie4, 童区寄 tong2 ou1 ji4, 六合 lu4 he2, 任志强 ren2 zhi4 qiang2
    任贤齐 ren2 xian2 qi2, 单雄信 shan4 xiong2 xin4, 解晓东 xie4 xiao3 dong1, 佛罗伦萨 fo2 luo2 lun2 sa4
    繁峙 fan2 shi4, 台州 tai1 zhou1, 天台山 tian1 tai1 shan1, 天台县 tian1 tai1 xian4, 丽水 li2 shui3, 六安 lu4 an1
    六合区 lu4 he2 qu1, 乐亭 lao4 ting2, 乐陵 lao4 ling2, 乐清 yue4 qing1, 乐山 le4 shan1, 蚌埠 beng4 bu4
    亳州 bo2 zhou1, 番禺 pan1 yu2, 枞阳 zong1 yang2, 东莞 dong1 guan3, 大埔 da4 bu4, 黄埔 huang2 pu3, 尉氏 wei4 shi4
    尉犁 yu4 li2, 铅山 yan2 shan1, 洪洞 hong2 tong2, 解州 xie4 zhou1, 长子县 zhang3 zi3 xian4, 牟平 mu4 ping2
    中牟 zhong1 mu4, 单县 shan4 xian4, 莘县 shen1 xian4, 莘庄 xin1 zhuang1, 井陉 jing3 xing2, 蔚县 yu4 xian4
    任丘 ren2 qiu1, 任县 ren2 xian4, 浚县 xun4 xian4, 渑池 mian3 chi2, 荥阳 xing2 yang2, 荥经 ying2 jing1
    黄陂 huang2 pi2, 监利 jian4 li4, 耒阳 lei3 yang2, 会稽 kuai4 ji1, 鄞州 yin2 zhou1, 珲春 hun2 chun1
    什刹海 shi2 cha4 hai3, 大栅栏 da4 shi2 lan4, 十里堡 shi2 li3 pu4, 燕郊 yan1 jiao1, 燕山 yan1 shan1
    燕京 yan1 jing1, 燕赵 yan1 zhao4, 喀什 ka1 shi2, 宁都 ning2 du1, 江都区 jiang1 du1 qu1, 丰都 feng1 du1
    于都 yu2 du1, 且末 qie3 mo4, 和田 he2 tian2, 曲阜 qu1 fu4, 曲靖 qu3 jing4, 厦门 xia4 men2, 漯河 luo4 he2
    斗门区 dou3 men2 qu1, 歙县 she4 xian4, 黟县 yi1 xian4, 盱眙 xu1 yi2, 邳州 pi1 zhou1, 睢宁 sui1 ning2
    甪直 lu4 zhi2, 浒墅关 xu3 shu4 guan1, 宕昌 tan4 chang1, 华山 hua4 shan1, 华阴 hua4 yin1, 华县 hua4 xian4
    柞水 zha4 shui3, 阿房宫 e1 pang2 gong1, 阆中 lang4 zhong1, 犍为 qian2 wei2, 什邡 shi2 fang1
    朝天门 chao2 tian1 men2, 郫都 pi2 du1, 綦江 qi2 jiang1, 北碚 bei3 bei4, 涪陵 fu2 ling2, 闽侯 min3 hou4
    东阿 dong1 e1, 阿胶 e1 jiao1, 茌平 chi2 ping2, 临朐 lin2 qu2, 濮阳 pu2 yang2, 内蒙古 nei4 meng3 gu3
    蒙古 meng3 gu3, 内蒙 nei4 meng3, 西藏 xi1 zang4, 重庆 chong2 qing4, 成都 cheng2 du1, 首都 shou3 du1
    秘鲁 bi4 lu3, 柏林 bo2 lin2, 朝鲜 chao2 xian3, 新加坡 xin1 jia1 po1, 石家庄 shi2 jia1 zhuang1, 涡阳 guo1 yang2
    瓦窑堡 wa3 yao2 bu3, 吴堡 wu2 bu3, 潭柘寺 tan2 zhe4 si4, 讷河 ne4 he2, 穆棱 mu4 ling2
    巴音郭楞 ba1 yin1 guo1 leng2, 筠连 jun1 lian2, 儋州 dan1 zhou1, 牡丹江 mu3 dan1 jiang1, 大城县 dai4 cheng2 xian4
    吕梁 lv3 liang2, 获嘉 huo4 jia1, 叶县 ye4 xian4, 汨罗 mi4 luo2
    """
)

#: More words, from the file.
WORDS |= dict(listed_lines("pronunciation/zh/words.tsv"))

#: Words with a neutral last syllable, as 普通话水平测试 requires; the other syllables are unchanged.
NEUTRAL = listed(
    """
    爱人 巴掌 爸爸 白净 帮手 棒槌 包袱 包涵 本事 比方 扁担 别扭 拨弄 簸箕 补丁 部分 财主 裁缝 苍蝇 差事 柴火 称呼 除了
    锄头 畜生 窗户 刺猬 凑合 耷拉 答应 打扮 打点 打发 打量 打算 打听 大爷 耽搁 耽误 道士 灯笼 提防 地方 弟弟 弟兄 点心
    东家 东西 动静 动弹 豆腐 嘟囔 对付 对头 队伍 多么 耳朵 风筝 福气 甘蔗 干事 高粱 膏药 告诉 疙瘩 哥哥 胳膊 跟头 工夫
    公公 功夫 姑姑 姑娘 骨头 故事 寡妇 怪物 关系 官司 罐头 规矩 闺女 蛤蟆 含糊 行当 巴结 地道 大意 合同 和尚 核桃 红火
    后头 厚道 狐狸 糊涂 皇上 活泼 火候 伙计 护士 机灵 脊梁 记号 记性 家伙 架势 嫁妆 见识 将就 交情 叫唤 结实 街坊 姐夫
    姐姐 戒指 舅舅 咳嗽 客气 口袋 窟窿 快活 困难 阔气 喇叭 懒得 浪头 老婆 老实 老爷 姥姥 累赘 篱笆 里头 力气 厉害 利落
    利索 连累 凉快 粮食 溜达 萝卜 骆驼 妈妈 麻烦 麻利 马虎 码头 买卖 馒头 忙活 冒失 眉毛 媒人 妹妹 门道 迷糊 苗条 苗头
    名堂 名字 明白 蘑菇 模糊 木匠 木头 奶奶 难为 脑袋 能耐 念叨 念头 娘家 奴才 女婿 暖和 牌楼 盘算 朋友 脾气 屁股 便宜
    漂亮 婆家 婆婆 铺盖 欺负 前头 亲戚 勤快 清楚 亲家 拳头 热闹 认识 扫帚 商量 上司 上头 烧饼 少爷 舌头 什么 生意 牲口
    师父 师傅 石匠 石榴 石头 时候 拾掇 使唤 似的 事情 收成 收拾 首饰 叔叔 舒服 舒坦 疏忽 爽快 思量 算计 岁数 太太 特务
    挑剔 跳蚤 铁匠 头发 妥当 唾沫 挖苦 娃娃 晚上 尾巴 委屈 为了 位置 稳当 稀罕 媳妇 喜欢 下巴 吓唬 先生 乡下 相声 消息
    小气 笑话 谢谢 心思 星星 猩猩 行李 性子 兄弟 休息 秀才 秀气 学生 学问 丫头 衙门 哑巴 胭脂 眼睛 秧歌 养活 吆喝 妖精
    钥匙 爷爷 衣服 衣裳 意思 应酬 冤枉 月饼 月亮 云彩 运气 在乎 咱们 早上 怎么 扎实 眨巴 栅栏 张罗 丈夫 帐篷 丈人 招呼
    招牌 折腾 这么 那么 枕头 芝麻 知识 指甲 指头 主意 转悠 庄稼 壮实 状元 字号 自在 祖宗 嘴巴 作坊 琢磨 甜头 苦头 外头
    盼头 奔头 劲头 我们 你们 他们 她们 它们 人们 孩子 儿子 房子 日子 样子 句子 鞋子 知道 态度 力量 聪明 葡萄 玻璃 干净
    觉得 值得 记得 显得 懂得 晓得 免得 省得 舍得 认得 使得 看看 试试 想想 谈谈 说说 讲讲 聊聊 走走 听听 问问 等等 笑笑
    坐坐 尝尝 瞧瞧 歇歇 宝宝 宝贝 伯伯 婶婶 嫂嫂 爹爹 蝈蝈 蛐蛐 大方 老人家 不在乎 小伙子 老头子 老太太 一辈子 胡萝卜
    两口子 不由得 恨不得 巴不得 怪不得 棉花 薄荷 把式 扒拉 比试 差使 抽屉 出息 搭理 倒腾 滴答 抖搂 恶心 翻腾 分寸 服侍
    富余 干粮 工钱 勾搭 估摸 逛荡 归置 害处 和气 厚实 花哨 晃荡 晃悠 祸害 饥荒 价钱 近乎 苦处 宽敞 莲蓬 笼头 露水 啰嗦
    啰唆 玫瑰 门路 磨蹭 牡丹 难处 泥鳅 腻烦 皮实 泼辣 情形 任务 晌午 身份 时辰 顺溜 顺当 俗气 素净 随和 抬举 葫芦
    糖葫芦 糟蹋 叨唠 痛快 喜鹊 响动 想法 歇息 邪乎 絮叨 牙碜 严实 砚台 夜里 义气 硬朗 用处 冤家 糟践 早晨 照应 妯娌
    罪过 窝囊 唠叨 邋遢 忽悠 咋呼 显摆 腻歪 黏糊 热乎 玄乎 悬乎 温乎 软乎 忙乎 嚼头 听头 魔怔 门面 拉扯 叽咕 咕哝 嘟哝
    吵吵 哼哼 姥爷 姑父 姑爷 姨父 外甥 教训 造化 伺候 斗篷 亏空 家什 炮仗 炊帚 笤帚 撺掇 糊弄 胳臂 疟疾 痢疾 烟筒 世故
    眯缝 奉承 滑溜 直溜 光溜 亮堂 敞亮 宽绰 阔绰 富态 瓷实 硬实 密实 老气 脆生 干巴 结巴 磕巴 泥巴 锅巴 盐巴 掂量 掺和
    搅和 和弄 捣鼓 鼓捣 拨拉 划拉 趿拉 稀拉 扑腾 闹腾 蹦跶 蹓跶 数落 写写 扫扫 擦擦 洗洗 摸摸 闻闻 揉揉 搓搓 逗逗 催催
    劝劝 帮帮 逛逛 玩玩 瞅瞅 猜猜 骂骂 晒晒
    胡琴 喇嘛 撮合 道行 讲究 寒碜 盘缠 琵琶 枇杷 俏皮 软和 生分 水灵 消停 行头 寻思 正经 指望 滋润 作践 做作 吩咐 煎饼
    娇气 轻省 山药 王八 王爷 忘性 窝棚 吐沫 芥末 里脊 埋汰 腻味 皇历 活计 呼噜 糨糊 恭维 比划 比画 实诚 松快 相公 油水
    杂碎 章程 夜叉 家当 针脚 值当 日头 摩挲 支应 支使 支吾 挪动 扑棱 摔打 敲打 拍打 抽打 扑打 捶打 嘟噜 咕嘟 哼唧 哈欠
    蚂蚱 棺材 铃铛 爆仗 妻子 娘子 妃子 刨子 圩子 垸子 壳子 杈子 沓子 泡子 混子 磨子 糜子 芯子 结子
    荸荠 轱辘 榔头 笸箩 斧头 芋头 由头 准头 兴头 姘头 抱怨 告示
    """
)

#: Phrase dictionary entries that are mostly two words by chance: 本质的|差别, 他的|哥哥, 和|面对.
CHANCE_WORDS = listed(
    """
    质的 的当 的哥 和面 和了 和药 和弄 没世 没入 没过 没药 没齿 中都 行都 乐都 丽都 大都 都会 上声 国都 江都 旧都
    阿的平 还给 还有一 着数 着法 着风 过家家 一只 几只 有一只 不了 一了 未了 只此 只字 和服 从简 的士 家将 部将 里长
    上长 更动 更深 更易 应从 年分 乱发 调人 落了 白干 种地 种下 中行 得了 还书 女将 中将 发卡 了账
    空出 有得 算得 乐得 蒙人 蒙着 呛到 一干 临了 少相 地动 地边 地平 地机 地脚 地电 地精 切不 分当 打晃
    数说 得间 家种 房地 采地 小教 天朝 籽种
    """
)

#: Dictionary words that are not words before certain characters: 会计|师 but 会|计算, 看中|了 but 看|中国.
NOT_BEFORE: dict[str, str] = table(
    """
    得手 生酸软麻疼发心指脚, 喷香 水, 分得 清开出很太匀, 调调 得到成高低好, 和气 味候体温
    门面 对, 看门 口外诊, 看家 长里乡具, 音调 小大高低成到得
    会计 算划较, 看中 国医文央心间学, 看守 住着, 看护 士, 看管 理, 中毒 品, 中奖 学, 中标 准, 中风 险格景, 中计 划
    中招 聘商标, 只身 高体上边, 着手 机, 行家 里庭, 一行 业动为人政, 少年 龄, 重重 要, 看重 要新点, 并重 新, 从重 庆
    上当 地年时天初代, 正当 年时地初, 家当 时年初地, 上将 会在于来有成被是继更把以与对从为要不进通使带给让全大
    更正 式确常规, 更生 动, 还清 楚晰醒, 还原 来, 好学 校生, 好动 作, 好恶 心, 有空 间气军调白, 没空 间, 留空 间白
    应付 出费, 应接 受, 应承 担, 应考 虑察, 打中 国, 大将 会在于来有成被是继更把以与对从为要不进通使
    名将 会在来有成被是, 在行 业动为走驶程政家使, 六合 彩, 市长 江安春沙城, 校长 期, 部长 期, 院长 期, 局长 期
    家长 期, 大意 是为如, 门将 会在于来有成被是继更把以与对从为要不进通使, 主将 会在来有成被是
    地方 政性债财志官台戏方国经特队主法标各, 东西 南北方部向两, 大方 向面法案, 对头 部, 部分 别, 生意 义
    干事 业情务, 运气 象候, 学问 题, 知识 别, 名堂 堂, 动静 静, 意思 想考维, 样子 弹, 先生 产成活, 收成 本果立为
    一只 是有能会要好, 早上 市班课线, 晚上 班课, 前头 部, 里头 部, 地道 战里路理德, 心思 想考, 合同 样时, 明白 天色
    当年 轻龄, 同行 业, 行会 议, 得分 别开析, 下载 体, 可曾 经, 谁家 人
    """
)

#: What follows 朝阳 if it is a place (Beijing, Liaoning) and not the morning sun.
PLACES_BEFORE = r"(?:区|门|公园|路|大街|市|北路|医院|群众|法院|大悦城|站|街道)"

#: Before 地 these form an adverb, and 地 is de5: 快速地, 很好地.
ADVERBS = listed(
    """
    快速 迅速 飞快 努力 认真 仔细 积极 主动 自然 突然 忽然 不断 大量 充分 清楚 明确 简单 顺利 成功 有效 严格 严重
    直接 间接 完全 彻底 逐渐 逐步 不停 随意 任意 自由 自动 被动 安静 安全 稳定 持续 长期 更好 很好 较好 最好 良好
    生硬 疯狂 明显 巧妙 细致 郑重 显著 频繁 惊讶 吃力 费力 拼命 坚定 坚决 果断 平稳 缓慢 急切 热心 诚恳 委婉 随机
    更多 更快 更加 大胆 勇敢 小心 细心 耐心 真诚 真实 真正 准确 精确 正确 公开 公正 公平 合理 合法 及时 定期 默默
    悄悄 高兴 愉快 轻松 轻易 容易 紧张 紧密 密切 热情 热烈 激烈 深入 深刻 全面 系统 科学 客观 理性 感性 温柔 平静
    冷静 骄傲 自豪 幸福 快乐 开心 难过 痛苦 无情 无私 无声 有力 有序 有机 本能 下意识 潜移默化 源源不断 不知不觉
    """
)
