"""Cut unspoken parts out of spoken lines: addresses, note marks, stage directions, time stamps, markup.

Every cut is reported, so that nothing disappears silently. Every pattern is anchored on one character and bounded,
and no class contains its own anchor, so the time is linear in the length of the line.
"""

from __future__ import annotations

import html
import re

from audiobuild.marks import is_mark, is_unclear
from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.clean import speakable
from audiobuild.script.lines import BOLD, BOLD_END, EMPHASIS, ITALIC, ITALIC_END, is_cjk, plain

TIME = r"(?:(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?|\d{1,5}(?:\.\d{1,3})?s\b)"
_OPEN, _CLOSE = "（(\\[［【〔〈<＜｛{", "）)\\]］】〕〉>＞｝}"
_BRACKET = lazy(rf"[ \t]?([{_OPEN}])([^{_OPEN}{_CLOSE}\n]{{1,300}})([{_CLOSE}])")
_OPENS = lazy(r"[（(\[［【〔〈<＜｛{]")
_URL = lazy(
    r"([(（<＜\[【「]?)[ \t]?((?:https?://|ftp://|www\.(?=[A-Za-z0-9]))[A-Za-z0-9\-._~:/?#@!$&'*+,;=%|()]{1,2000})"
)
# （采访视频地址：, 网站：, see: directly before an address, perhaps after the bracket around both.
_SAYS_LINK = lazy(
    r"([(（<＜\[【「]?)[ \t]?(?:(?:(?<![\u3400-\u9fff])[\u3400-\u9fff]{0,8}"
    r"(?:链接|鏈接|连结|連結|网址|網址|地址|网站|網站|官网|官網|主页|主頁|原文|来源|來源)|"
    r"\b(?:URL|Link|Via|Source|Website|Site)|リンク)(?:为|是)?[ \t]?[：:]|见|見|参见|參見|详见|詳見)[ \t]?$",
    re.IGNORECASE,
)
_SHELL = lazy(r"[(（][\s，,、;；和与與及or见見参參详詳看seandat:：]{0,12}[)）]")  # remains around removed addresses
_CLOSING_OF = dict(zip("(（<＜[【「", ")）>＞]】」", strict=True))
_IMAGE = lazy(
    r"!\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]\n]{0,100}\])"
)
_LINK = lazy(
    r"(?<!!)\[([^\[\]\n]{1,500})\](?:\(([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?)\)|\[([^\[\]\n]{0,60})\])"
)
_SUPERSCRIPT = lazy(
    r"[①-⑳㉑-㉟❶-❿⓪]|(?:(?<=[\u3400-\u9fff。，！？；”」』）)])|(?<=[a-z][a-z][a-z.,!?\"”]))[¹²³⁴-⁹⁰]{1,3}|"
    r"※[0-9]{1,2}(?![0-9])"
)
_NOTE_REFERENCE = lazy(r"\[\^[^\[\]\s]{1,40}\]:?")
_BROKEN_LINK = lazy(r"\]\([^()\s]{1,1000}\)|\]\(")
_CLOSING_TAG = lazy(r"</([A-Za-z][\w:-]{0,30})\s{0,9}>")
_TAG_NAMES = (
    "a|abbr|acronym|address|amazon:[a-z-]+|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|break|"
    "button|caption|center|cite|code|col|dd|del|"
    "details|dfn|div|dl|dt|em|embed|emphasis|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|lang|"
    "lexicon|li|link|main|map|mark|meta|mstts:[a-z-]+|nav|noscript|object|ol|p|phoneme|picture|pre|"
    "prosody|q|rp|rt|ruby|s|samp|say-as|script|"
    "section|small|source|span|speak|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|"
    "textarea|tfoot|th|thead|time|title|tr|tt|u|"
    "ul|var|video|voice|wbr"
)
_TAG = lazy(rf"</?(?:{_TAG_NAMES})(?:[\s/][^<>\n]{{0,2000}})?/?>", re.IGNORECASE)
_ENTITY = lazy(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED = lazy(r"\\([\\`*_{}\[\]()#+\-.!|<>~\"'])")
_CODE = lazy(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,300})\1(?!`)")
_STRIKE = lazy(r"~~([^~\n]{1,500})~~")
_ITALIC = lazy(
    r"(?<![*\\A-Za-z0-9])\*(?![\s*])([^*\n]{1,2000})(?<![\s\\])\*(?![*A-Za-z0-9])|(?<![\w\\])_(?![\s_])"
    r"([^_\n]{1,2000})(?<![\s\\])_(?!\w)"
)

# `>> Yes.`: captions mark a change of speaker like this
_SPEAKER_CHANGE = lazy(r"(?:^|(?<=[\s：:]))>{2,3}[ \t]+(?=\S)")
# Template code of site generators: `{% include x.html %}`, `{{< figure src="x" >}}`, `{{ page.title }}`, `{:.center}`.
_TEMPLATE = lazy(r"\{%[^{}\n]{0,300}%\}|\{\{[^{}\n]{0,300}\}\}|\{:[^{}\n]{0,100}\}")

# {}: a word that the transcriber did not hear; <|endoftext|>: a token of a language model's corpus
_NOTHING = lazy(r"(?<![\w(\[=])[{｛]\s{0,4}[}｝](?![\w)\]])|<\|[a-z_]{2,30}\|>")
# Ruby, the pronunciation above a word: <ruby>漢<rt>kan</rt></ruby>
_RUBY = lazy(r"<(rt|rp)>[^<>\n]{0,200}</\1>", re.IGNORECASE)
# [[Page]], [[folder/Page|shown]]: links of a wiki
_WIKI_LINK = lazy(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")

_STAGE_HAN = lazy(
    "笑|掌[声聲]|鼓掌|拍手|沉默|停[顿頓了]|[顿頓][了住]|叹[了气息]|嘆[了氣息]|点头|點頭|[摇搖]头|"
    "[摇搖]頭|咳|哽咽|[流落]泪|[流落]淚|哭|激[动動]|起身|示意|比[划劃]|"
    "[指看望盯拿摸]了?[着著向了]|望向|看向|指向|[转轉]身|喝了?[水茶口]|抽[烟煙了]|点[烟了]|听不[清见]|"
    "聽不[清見]|不[清明][晰瞭]|[无無]法[辨识]|[杂雜]音|背景音|音[乐樂]|[铃鈴][声聲]|"
    "[电電][话話]响|敲[门門]|插[话話]|打[断斷]|示范|示範|演唱|哼唱|清唱|模仿|想了|思考|沉思|起立|"
    "[欢歡]呼|尖叫|口哨|哈哈|呵呵|嘿嘿|[举舉]起|拿[起出]|放下|[挥揮]手|站起|坐下|"
    "[挠撓][头頭]|[耸聳]肩|[皱皺]眉|[翻合]开|翻[书書]|[环環][顾顧]|低[头頭]|抬[头頭]|全[场場]|众人|眾人|"
    "[摆擺招][了]?[摆擺]?手|握[拳手]|[竖豎]起|[眨闭閉睁睜]眼|撇嘴|抿[嘴了]|清了?清|哈欠|打量|[伸捂敲摸扶][了出着手]|[弯彎]腰|鞠躬|敬[礼禮]|"
    "深吸|一同|会場|爆笑|沈黙|聞き取|不明瞭|うなず|頷|涙|ため息|咳払|録音|中断|拍掌|插曲|静默|靜默|清嗓"
)
# 指窗外 is a gesture, 指苹果公司 a gloss.
_POINTS = lazy(
    "^指(?:了指|一下|着|著|向)?[^，。]{0,3}(?:窗|外|门|門|墙|牆|桌|[头頭]|身|胸|手|天|地|[远遠]|旁|"
    "[后後]|前|上|下|左|右|那|这|這|[脑腦])[^，。]{0,4}$"
)
_MUSIC = lazy(
    r"^(?:片[头頭尾]曲?|主[题題]曲|背景音[乐樂]|音[乐樂]|配[乐樂]|[插歌]曲|BGM|(?:theme |intro |"
    r"outro )?music|音楽|曲)\s?[：:]",
    re.IGNORECASE,
)
_UNHEARD = lazy(
    r"听不[清见]|聽不[清見]|不[清明][晰楚瞭]|[无無]法[辨听聽]|聞き取り|不明瞭|听不懂|[录錄]音[不中]|"
    r"inaudible|unintelligible|crosstalk",
    re.IGNORECASE,
)
_NO_STAGE = lazy(
    "^(?:即|指的?是|又[称名]|也就是|也称|注|编者|編者|译者|譯者|如|例如|比如|包括|约|大约|以下|其中|不是|"
    "现|時任|时任|原)|[0-9]|[：:]|="
)
# Bracketed text that addresses somebody, or is about the speaker, is spoken even if it mentions a laugh.
_SAID = lazy("[我您咱]|^[别別]|不[敢会會能要]|[吧呢吗嗎呀啊]$")
_STAGE_LATIN = lazy(
    r"^(?:(?:both|all|everyone|everybody|audience|he|she|they|they both|host|guest|interviewer|[a-z]+)"
    r" )?(?:laugh\w*|chuckl\w*|giggl\w*|applau\w*|clap\w*|sigh\w*|pause[sd]?|"
    r"long pause|short pause|beat|cross-?talk\w*|inaudible|unintelligible|indiscernible|music|theme music|"
    r"silence|clear(?:s|ing)? (?:his |her |their )?throat|"
    r"cough\w*|smil\w*|nod\w*|shak(?:es|ing) (?:his|her|their) head|gasp\w*|cr(?:ies|ying)|sobs?|"
    r"overlapping|foreign language|phonetic|cheer\w*|whistl\w*|"
    r"gestur\w*|points?|pointing|groan\w*|snort\w*|sings?|singing|hums?|humming|yawn\w*|grin\w*|shrug\w*|"
    r"thinks|thinking|door \w+|phone rings?|"
    r"sound of|noise|static|background noise|break in (?:audio|recording)|end of (?:audio|recording)|"
    r"redacted|(?:recording|tape|interview|audio|video) (?:starts|stops|ends|begins|resumes)|"
    r"(?:end|start|beginning) of (?:the )?(?:audio|recording|tape|interview|transcript|side|disc|part)|"
    r"(?:tape|side) (?:\d|[a-d]|one|two|change)|break)\b",
    re.IGNORECASE,
)
# [telephone rings], [wind howling]: a thing and its sound.
_NOT_CLEAR = lazy(r"(?:not clear|unclear|illegible|not audible|can't hear)[.?\s]{0,4}", re.IGNORECASE)
_SOUND = lazy(
    r"^(?:[a-z'’\-]+ ){0,4}(?:rings?|ringing|bark\w*|howl\w*|crack\w*|slams?|slamming|knock\w*|buzz\w*|beep\w*|"
    r"rustl\w*|click\w*|creak\w*|rumbl\w*|roar\w*|rattl\w*|clatter\w*|splash\w*|whirr\w*|honk\w*|chirp\w*|crow\w*|"
    r"squeak\w*|thud\w*|thunder\w*|footsteps|sirens?|sounds?|noises?|fades?(?: in| out)?|fading|plays?|playing|opens|"
    r"closes|starts|stops)$",
    re.IGNORECASE,
)
_BACK_CHANNEL = lazy(
    r"^(?:はい|うん|ええ|へ[えぇー]+|ああ+|あー|そう|そうそう|そうですね|なるほど|ほう+|ふーん|ふむ|"
    r"うーん|おお+|嗯+|对+|對+|哦+|噢|啊+|是的?|好的?|uh-?huh|mm-?hmm|mhm|mm|yeah|yes|right|"
    r"okay|ok|hmm+)[、。!！,，…ー\s]*$",
    re.IGNORECASE,
)
_EDITOR_NOTE = lazy(
    r"^(?:[A-Za-z][\w-]{0,15}\s?)?(?:编者?|編者?|[译譯]者?|小编|[记記]者|本刊|校者?|整理者|"
    r"[^\s：:，。！？（）()]{0,8}(?:[译譯]组|[译譯]組|编辑部|編輯部))?"
    r"(?:[注註]|注释|註釋|编注|按语?|補注)[：:\s]|"
    r"^(?:Editor'?s?|Translator'?s?|Ed\.?|Tr\.?) ?[Nn]ote\b|^編集部注|^訳注|^注："
    r"|^(?:此[处處]|以下|中[间間]|[後后]面|下文)?(?:省?略|[删刪][节節])"
)
_CREDIT = lazy(
    r"^(?:图|圖|图片|摄影|攝影|撮影|写真|图源|来源|摄|photo|photograph|image|credit|picture)(?:提供|"
    r"by)?\s?[：:/／=＝by]",
    re.IGNORECASE,
)
_NOTE_MARK = lazy(
    r"^(?:\d{1,3}|[注註][释釋]?\d{0,3}|note ?\d{1,3}|\*{1,3}|\d{1,3}(?:[,，、–-]\d{1,3}){1,4})$", re.IGNORECASE
)
_TIME_ONLY = lazy(rf"^\s?{TIME}(?:\s?(?:-->|[-–—~～→])\s?{TIME})?\s?$")


def emphasise(text: str) -> str:
    """The text with Markdown's bold and italic as emphasis marks; a mark without its partner is removed."""
    if not any(c in text for c in "*_`~"):
        return text
    text = _CODE.sub(r"\2", text).replace("```", "")
    for mark in ("**", "__"):
        text = _pairs(text, mark)
    text = _STRIKE.sub(r"\1", text)
    return _ITALIC.sub(lambda m: f"{ITALIC}{m[1] or m[2]}{ITALIC_END}", text)


def _pairs(text: str, mark: str) -> str:
    """The text with each pair of bold marks as an opening and a closing mark; an unpaired one is removed."""
    parts = text.split(mark)
    if len(parts) == 1 or (mark == "__" and len(parts) < 3):
        return text
    pieces = [parts[0]]
    for index, part in enumerate(parts[1:], start=1):
        alone = index % 2 and index == len(parts) - 1
        pieces.append("" if alone else BOLD if index % 2 else BOLD_END)
        pieces.append(part)
    return "".join(pieces)


class Cutter:
    """Cuts lines; `dropped` collects the cut texts with their reasons."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.dropped: list[Dropped] = []

    def cut(self, text: str, markup: bool = True) -> str:
        """The spoken part of a line; entities and escapes are decoded last, and once."""
        if "\\" in text:
            text = text.replace("\\[", "[").replace("\\]", "]")
        if ">>" in text:
            text = _SPEAKER_CHANGE.sub(lambda m: self._drop(m.group(), "code"), text)
        if "{" in text or "｛" in text or "<|" in text:
            text = _TEMPLATE.sub(lambda m: self._drop(m.group(), "code"), text)
            text = _NOTHING.sub(lambda m: self._drop(m.group(), "code"), text)
        if "[[" in text:
            text = self._wiki_links(text)
        if "[" in text or "<" in text or "](" in text:
            text = self._links(text, markup)
        if "://" in text or "www." in text:
            text = self._urls(text)
        if _OPENS.search(text):
            text = _BRACKET.sub(self._bracket, text)
        if not text.isascii():
            text = _SUPERSCRIPT.sub(lambda m: self._drop(m.group(), "footnote-mark"), text)
        if ITALIC in text:
            text = re.sub(f"{ITALIC}([^{EMPHASIS}]{{1,60}}){ITALIC_END}", self._italic, text)
        return self._tidy(_decode(text))

    def _drop(self, found: str, reason: str) -> str:
        if found.strip():
            self.dropped.append(Dropped(self.line, plain(found).strip(), reason))
        return ""

    def _urls(self, text: str) -> str:
        """The text without addresses, their brackets and a leading 链接：; a full stop after them is kept."""
        pieces: list[str] = []
        place = 0
        for match in _URL.finditer(text):
            address = match[2].rstrip(".,;:!?'*|")
            while address.endswith(")") and address.count("(") < address.count(")"):
                address = address[:-1].rstrip(".,;:!?'*|")
            start, end = match.start(), match.start(2) + len(address)
            said = _SAYS_LINK.search(text[max(place, start - 24) : start])
            start -= len(said.group()) if said else 0
            opening = match[1] or (said[1] if said else "")
            blank = text[end : end + 1] == " "
            if opening and text[end + blank : end + blank + 1] == _CLOSING_OF[opening]:
                end += blank + 1
            elif opening:
                start += 1
            pieces += [text[place:start], self._drop(text[start:end], "url")]
            place = end
        text = "".join([*pieces, text[place:]])
        return _SHELL.sub(lambda m: self._drop(m.group(), "url"), text) if "(" in text or "（" in text else text

    def _links(self, text: str, markup: bool) -> str:
        text = _IMAGE.sub(lambda m: self._drop(m.group(), "caption"), text)
        text = _NOTE_REFERENCE.sub(lambda m: self._drop(m.group(), "footnote-mark"), text)
        text = _LINK.sub(self._link, text)
        if "](" in text:
            text = _BROKEN_LINK.sub(lambda m: self._drop(m.group(), "url"), text)
        if "<" in text and markup:
            text = _RUBY.sub(lambda m: self._drop(m.group(), "metadata"), text)
            text = re.sub(r"<sup>[^<>]{0,20}</sup>", lambda m: self._drop(m.group(), "footnote-mark"), text)
            text = re.sub(r"<(?:https?|ftp)://[^<>\s]{1,2000}>", lambda m: self._drop(m.group(), "url"), text)
            text = _TAG.sub(lambda m: self._drop(m.group(), "code"), text)
            for name in dict.fromkeys(_CLOSING_TAG.findall(text)):
                pair = rf"</?{re.escape(name)}(?:\s[^<>]{{0,200}})?\s{{0,9}}>"
                text = re.sub(pair, lambda m: self._drop(m.group(), "code"), text)
        return text

    def _wiki_links(self, text: str) -> str:
        """The text with the visible text of its wiki links; a line of links only is a list of pages and is cut."""
        if not _WIKI_LINK.sub("", text).strip(" \t,，、;；·|"):
            return self._drop(text, "url")
        return _WIKI_LINK.sub(lambda m: m[2] or m[1].rpartition("/")[2] or m[1], text)

    def _link(self, match: re.Match[str]) -> str:
        if is_mark("[", match[1]):  # two marks in a row look like a link with a reference
            return match.group()
        address = match[2] or match[3]
        if _NOTE_MARK.match(match[1].strip()):
            return self._drop(match.group(), "footnote-mark")
        if address:
            self._drop(address, "url")
        return match[1]

    def _bracket(self, match: re.Match[str]) -> str:
        content = plain(match[2])
        if is_mark(match[1], content):
            return match.group()
        unclear = "stage-direction" if is_unclear(match[1], content) else None
        reason = bracket_reason(match[1], content) or unclear
        return self._drop(match.group(), reason) if reason else match.group()

    def _italic(self, match: re.Match[str]) -> str:
        return self._drop(match.group(), "stage-direction") if _STAGE_LATIN.match(match[1]) else match.group()

    def _tidy(self, text: str) -> str:
        """The text without the blanks that cuts left before punctuation or doubled."""
        if not self.dropped:
            return text
        text = re.sub(r"(?<=\S)[ \t]{1,20}(?=[，。！？；：、）」』”,;!?)]|[.:](?:\s|$))", "", text)
        text = re.sub(r"(?:^|(?<=[：:]))[ \t]{0,9}[，、；,;][ \t]{0,9}(?=\S)", "", text)
        return re.sub(r"(?<=\S)[ \t]{2,20}(?=\S)", " ", text)


def bracket_reason(opening: str, content: str) -> str | None:
    """The reason why a bracket is not spoken; None for a gloss, which is spoken."""
    text = plain(content).strip()
    if opening in "[［【〔" and _NOTE_MARK.match(text):
        return "footnote-mark"
    if opening in "（(" and re.match(r"^[注註][释釋]?\d{1,3}$", text):
        return "footnote-mark"
    if _TIME_ONLY.match(text) and (opening in "[［【〔<" or text.count(":") == 2):
        return "timestamp"
    if _EDITOR_NOTE.match(text):
        return "footnote"
    if _CREDIT.match(text):
        return "caption"
    return "stage-direction" if _is_stage(opening, text) else None


def _is_stage(opening: str, text: str) -> bool:
    if (_STAGE_LATIN.match(text) and len(text) <= 60) or _NOT_CLEAR.fullmatch(text):
        return True
    if opening in "[［【" and len(text) <= 40 and _SOUND.match(text) and " " in text:
        return True
    if _MUSIC.match(text) or (_UNHEARD.search(text) and len(text) <= 30):
        return True
    if opening in "{｛" or (opening in "<＜" and not is_cjk(text[:1] or " ")):
        return False
    if _BACK_CHANNEL.match(text):
        return opening not in "【"
    return (
        len(text) <= 16
        and not _NO_STAGE.search(text)
        and not _SAID.search(text)
        and bool(_STAGE_HAN.search(text) or _POINTS.match(text))
        and not re.search("[。；]", text)
    )


def _decode(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return _ENTITY.sub(lambda m: speakable(html.unescape(m.group())), text) if "&" in text else text
