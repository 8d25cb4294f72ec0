"""Whether a text is a question."""

from __future__ import annotations

import re

from audiobuild.regex import lazy
from audiobuild.script.lines import QUESTION_END, plain

_TAIL = lazy(r"[。.！!…~～」』”\"'）)\s]+$")
_GLOSS = lazy(r"\s?[（(][^（）()]{1,30}[)）]$")
_PARTICLES = ("吗", "嗎", "ですか", "でしょうか", "ますか", "ませんか", "ましたか", "のですか", "いかがですか")
# Without か a Japanese question is marked by its words: どうやって確かめるのでしょう。手順を教えてください。
_ASKS_IN_JAPANESE = lazy(
    r"(?:教えて|聞かせて|お聞かせ|話して|お話し)(?:ください|下さい|いただけますか)(?:ますか)?$|"
    r"(?:どう|何|なぜ|どこ|いつ|誰|どんな|どの|どれ|いくつ|いくら)[^。]{0,60}(?:でしょう|ですかね|かしら)$"
)
_OPEN_PARTICLES = ("呢", "么", "麼", "か")  # only without a full stop
_NO_PARTICLE = (
    "什么",
    "什麼",
    "甚麼",
    "那么",
    "那麼",
    "这么",
    "這麼",
    "多么",
    "多麼",
    "怎么",
    "怎麼",
    "要么",
    "しか",
    "なか",
    "ほか",
    "いか",
    "とか",
)
_WORDS = lazy(
    "什[么麼]|甚麼|[为為][何什]|如何|怎[么麼样樣]|哪|[谁誰]|[几幾]|多少|是否|是不是|有[没沒]有|能否|可否|"
    "可不可以|能不能|[会會]不[会會]|要不要|好不好|何[时時以处處]|"
    "[请請](?:您|你|先|[谈談聊说說讲講介绍紹问問给給])|[谈談聊说說讲講][谈談聊说說讲講]|介[绍紹]一下|"
    "自我介[绍紹]|どう|なぜ|何|いつ|どこ|誰|どんな|教えて|聞かせて"
)
_WORDS_LATIN = lazy(
    r"^(?:(?:and|so|but|well|ok|okay|now),? )?(?:who|what|when|where|why|how|which|whose|is|are|was|were|"
    r"do|does|did|can|could|would|will|should|have|has|had|tell us|tell me|"
    r"describe|talk about|please|any|give us)\b",
    re.IGNORECASE,
)
_PROMPT = lazy(
    r"^[请請](?![您你]?(?:记住|放心|相信))|^(?:[谈談聊说說讲講]){2}|^(?:先)?(?:介绍|介紹)一下|^能(?:不能|否)"
)
MAX_QUESTION = 200


def asks(text: str) -> bool:
    """Whether the text ends like a question: with a question mark or a question particle."""
    bare = _GLOSS.sub("", plain(text[-80:]).strip())
    if QUESTION_END.search(bare):
        return True
    stopped = bare.endswith(("。", ".", "！", "!"))
    bare = _TAIL.sub("", bare)
    if bare.endswith(_PARTICLES) or _ASKS_IN_JAPANESE.search(bare):
        return True
    return not stopped and bare.endswith(_OPEN_PARTICLES) and not bare.endswith(_NO_PARTICLE)


def is_question(text: str) -> bool:
    """Whether a line reads as a question or a prompt, even without a question mark."""
    bare = plain(text).strip()
    if asks(bare):
        return True
    if len(bare) <= 60 and _PROMPT.match(bare):
        return True
    if len(bare) > 60 or bare.rstrip("”」』\"’'").endswith(("。", "！", "；", "：", ":")):
        return ("？" in bare or "? " in bare) and len(bare) <= MAX_QUESTION
    return bool(_WORDS_LATIN.match(bare)) and len(bare.split()) >= 3 if bare.isascii() else bool(_WORDS.search(bare))
