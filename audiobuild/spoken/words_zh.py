"""Chinese words whose reading or borders the libraries get wrong."""

from __future__ import annotations

from audiobuild.spoken.tables import listed, table

#: Words of their own with their reading: where the phrase dictionary has none or a wrong one.
WORDS: dict[str, str] = table(
    """
    行长 hang2 zhang3, 银行行长 yin2 hang2 hang2 zhang3, 支行 zhi1 hang2, 分行 fen1 hang2, 总行 zong3 hang2
    同行们 tong2 hang2 men5, 各行各业 ge4 hang2 ge4 ye4, 内行 nei4 hang2, 行情 hang2 qing2, 这一行 zhe4 yi1 hang2
    长时间 chang2 shi2 jian1, 长时期 chang2 shi2 qi1, 长得 zhang3 de5, 长出 zhang3 chu1, 长高 zhang3 gao1
    部长 bu4 zhang3, 董事长 dong3 shi4 zhang3, 所长 suo3 zhang3, 院长 yuan4 zhang3, 站长 zhan4 zhang3
    数一数 shu3 yi1 shu3, 数了数 shu3 le5 shu3, 数到 shu3 dao4, 数不清 shu3 bu4 qing1
    还钱 huan2 qian2, 还款 huan2 kuan3, 还贷 huan2 dai4, 还了钱 huan2 le5 qian2, 归还 gui1 huan2
    得了 de2 le5, 信得过 xin4 de5 guo4, 舍得 she3 de5, 值得 zhi2 de5, 懂得 dong3 de5, 显得 xian3 de5
    觉得 jue2 de5, 记得 ji4 de5, 晓得 xiao3 de5, 免得 mian3 de5, 省得 sheng3 de5, 来得及 lai2 de5 ji2
    使得 shi3 de5, 认得 ren4 de5, 难得 nan2 de2, 不得不 bu4 de2 bu4, 不由得 bu4 you2 de5, 恨不得 hen4 bu5 de5
    重做 chong2 zuo4, 重写 chong2 xie3, 重来 chong2 lai2, 重启 chong2 qi3, 重组 chong2 zu3, 重构 chong2 gou4
    降噪 jiang4 zao4, 下降 xia4 jiang4, 供给 gong1 ji3, 给予 ji3 yu3, 朝阳区 chao2 yang2 qu1, 朝着 chao2 zhe5
    差点 cha4 dian3, 差一点 cha4 yi4 dian3, 出差 chu1 chai1, 差别 cha1 bie2, 时差 shi2 cha1, 偏差 pian1 cha1
    角色 jue2 se4, 主角 zhu3 jue2, 配角 pei4 jue2, 薄弱 bo2 ruo4, 很薄 hen3 bao2, 一下子 yi2 xia4 zi5
    调研 diao4 yan2, 调试 tiao2 shi4, 调用 diao4 yong4, 调度 diao4 du4, 协调 xie2 tiao2, 调侃 tiao2 kan3
    载体 zai4 ti3, 下载 xia4 zai4, 载入 zai4 ru4, 处于 chu3 yu2, 相处 xiang1 chu3, 处在 chu3 zai4
    为了 wei4 le5, 因为 yin1 wei4, 为什么 wei4 shen2 me5, 作为 zuo4 wei2, 认为 ren4 wei2, 成为 cheng2 wei2
    似的 shi4 de5, 似乎 si4 hu1, 应用 ying4 yong4, 应对 ying4 dui4, 应届 ying1 jie4, 反应 fan3 ying4
    分量 fen4 liang4, 成分 cheng2 fen4, 身份 shen1 fen4, 尽量 jin3 liang4, 尽管 jin3 guan3, 尽快 jin3 kuai4
    曾 ceng2, 单于 chan2 yu2, 尉迟 yu4 chi2, 万俟 mo4 qi2, 吐蕃 tu3 bo1, 乐亭 lao4 ting2, 六安 lu4 an1
    石子 shi2 zi3, 电子 dian4 zi3, 量子 liang4 zi3, 原子 yuan2 zi3, 分子 fen1 zi3, 种子 zhong3 zi5
    """
)

#: The neutral tone of everyday words, as 现代汉语词典 marks it.
WORDS |= table(
    """
    东西 dong1 xi5, 朋友 peng2 you5, 喜欢 xi3 huan5, 意思 yi4 si5, 先生 xian1 sheng5, 明白 ming2 bai5
    清楚 qing1 chu5, 告诉 gao4 su5, 认识 ren4 shi5, 时候 shi2 hou5, 事情 shi4 qing5, 地方 di4 fang5
    部分 bu4 fen5, 关系 guan1 xi5, 什么 shen2 me5, 怎么 zen3 me5, 这么 zhe4 me5, 那么 na4 me5, 多么 duo1 me5
    我们 wo3 men5, 你们 ni3 men5, 他们 ta1 men5, 她们 ta1 men5, 它们 ta1 men5, 人们 ren2 men5, 咱们 zan2 men5
    妈妈 ma1 ma5, 爸爸 ba4 ba5, 爷爷 ye2 ye5, 奶奶 nai3 nai5, 哥哥 ge1 ge5, 姐姐 jie3 jie5, 弟弟 di4 di5
    妹妹 mei4 mei5, 孩子 hai2 zi5, 儿子 er2 zi5, 房子 fang2 zi5, 日子 ri4 zi5, 样子 yang4 zi5, 舒服 shu1 fu5
    衣服 yi1 fu5, 漂亮 piao4 liang5, 便宜 pian2 yi5, 麻烦 ma2 fan5, 消息 xiao1 xi5, 休息 xiu1 xi5
    打算 da3 suan5, 知道 zhi1 dao5, 耳朵 er3 duo5, 眼睛 yan3 jing5, 头发 tou2 fa5, 窗户 chuang1 hu5
    生意 sheng1 yi5, 态度 tai4 du5, 力量 li4 liang5, 困难 kun4 nan5, 客气 ke4 qi5, 脾气 pi2 qi5, 名字 ming2 zi5
    护士 hu4 shi5, 大夫 dai4 fu5, 师傅 shi1 fu5, 丈夫 zhang4 fu5, 媳妇 xi2 fu5, 商量 shang1 liang5
    收拾 shou1 shi5, 暖和 nuan3 huo5, 热闹 re4 nao5, 厉害 li4 hai5, 聪明 cong1 ming5, 老实 lao3 shi5
    结实 jie1 shi5, 石头 shi2 tou5, 木头 mu4 tou5, 里头 li3 tou5, 外头 wai4 tou5, 前头 qian2 tou5
    后头 hou4 tou5, 念头 nian4 tou5, 甜头 tian2 tou5, 苦头 ku3 tou5, 馒头 man2 tou5, 早上 zao3 shang5
    晚上 wan3 shang5, 太太 tai4 tai5, 谢谢 xie4 xie5, 星星 xing1 xing5, 看看 kan4 kan5, 试试 shi4 shi5
    想想 xiang3 xiang5, 谈谈 tan2 tan5, 说说 shuo1 shuo5, 讲讲 jiang3 jiang5, 聊聊 liao2 liao5
    """
)

#: Entries of the phrase dictionary that are mostly two words met by chance: 本质的|差别, 他的|哥哥, 和|面对.
CHANCE_WORDS = listed(
    """
    质的 的当 的哥 和面 和了 和药 和弄 没世 没入 没过 没药 没齿 中都 行都 乐都 丽都 大都 都会 中计 中风 中标 上声
    阿的平 还给 还有一 着数 着法 着风 过家家 一只 几只 有一只 不了 一了 未了 只此 只字 和服 从简 的士
    """
)

#: Dictionary words that are none before certain characters: 会计|师 but 会|计算, 看中|了 but 看|中国.
NOT_BEFORE: dict[str, str] = {
    "会计": "算划较",
    "看中": "国医文央心间学",
    "看守": "住着",
    "中毒": "品",
    "中奖": "学",
    "只身": "高体上边",
    "着手": "机",
    "行家": "里庭",
    "一行": "业动为人政",
    "少年": "龄",
    "重重": "要",
}

#: Before 地 these make an adverb, and 地 is de5: 快速地, 很好地.
ADVERBS = listed(
    """
    快速 迅速 飞快 努力 认真 仔细 积极 主动 自然 突然 忽然 不断 大量 充分 清楚 明确 简单 顺利 成功 有效 严格 严重
    直接 间接 完全 彻底 逐渐 逐步 不停 随意 任意 自由 自动 被动 安静 安全 稳定 持续 长期 更好 很好 较好 最好 良好
    更多 更快 更加 大胆 勇敢 小心 细心 耐心 真诚 真实 真正 准确 精确 正确 公开 公正 公平 合理 合法 及时 定期 默默
    悄悄 高兴 愉快 轻松 轻易 容易 紧张 紧密 密切 热情 热烈 激烈 深入 深刻 全面 系统 科学 客观 理性 感性 温柔 平静
    冷静 骄傲 自豪 幸福 快乐 开心 难过 痛苦 无情 无私 无声 有力 有序 有机 本能 下意识 潜移默化 源源不断 不知不觉
    """
)

#: Characters that sound otherwise as a surname, and what follows a surname.
SURNAMES: dict[str, str] = table(
    "任 ren2, 曾 zeng1, 解 xie4, 查 zha1, 单 shan4, 仇 qiu2, 朴 piao2, 区 ou1, 盖 ge3, 华 hua4"
)
TITLES = (
    "先生",
    "女士",
    "老师",
    "教授",
    "博士",
    "主任",
    "经理",
    "总监",
    "院士",
    "医生",
    "同学",
    "小姐",
    "律师",
    "记者",
)
