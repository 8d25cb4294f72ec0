"""Whether a text is a question."""

from __future__ import annotations

import re

from audiobuild.regex import lazy
from audiobuild.script.lines import QUESTION_END, plain

MAX_QUESTION = 200  # characters; a longer line is no question
_GLOSS = lazy(r"\s?[（(][^（）()]{1,30}[)）]$")
_LAST = 80  # characters of a text that decide whether it ends like a question
_CLOSING = "」』”\"'）)"
# A question particle at the end; 呢, 么 and か only without a full stop, and not in 什么, 那么, 怎么, しか, とか.
# Without か a Japanese question is marked by its words: どうやって確かめるのでしょう。手順を教えてください。
_PARTICLE_END = lazy(
    rf"(?:吗|嗎|ですか|でしょうか|ますか|ませんか|ましたか|のですか|いかがですか)[。.！!…~～{_CLOSING}\s]*$|"
    rf"(?:呢|(?<![什甚那这這多怎要])[么麼]|(?<![しなほいと])か)(?:[。.！!…~～{_CLOSING}\s]*[…~～{_CLOSING}])?$|"
    r"(?:(?:教えて|聞かせて|お聞かせ|話して|お話し)(?:ください|下さい|いただけますか)(?:ますか)?|"
    r"(?:どう|何|なぜ|どこ|いつ|誰|どんな|どの|どれ|いくつ|いくら)[^。]{0,60}(?:でしょう|ですかね|かしら))"
    rf"[。.！!…~～{_CLOSING}\s]*$"
)
_STOP = "[。！；：:][”」』\"’']*$"
# Lines that read as questions: an imperative, a long line with a question mark, a short one with a question word.
_QUESTIONS = (
    lazy(
        r"(?=[请請谈談聊说說讲講先介能])(?=.{1,60}$)(?:[请請](?![您你]?(?:记住|放心|相信))|(?:[谈談聊说說讲講]){2}|先?(?:介绍|介紹)一下|能(?:不能|否))",
        re.DOTALL,
    ),
    lazy(rf"(?=.{{61}}|.*{_STOP})(?=.{{0,{MAX_QUESTION}}}$).*(?:？|\? )", re.DOTALL),
    lazy(
        rf"(?=.{{0,60}}$)(?!.*{_STOP})(?=.*[^\x00-\x7f]).*(?:什[么麼]|甚麼|[为為][何什]|如何|怎[么麼样樣]|哪|[谁誰]|"
        r"[几幾]|多少|是否|是不是|有[没沒]有|能否|可否|可不可以|能不能|[会會]不[会會]|要不要|好不好|何[时時以处處]|"
        r"[请請](?:您|你|先|[谈談聊说說讲講介绍紹问問给給])|[谈談聊说說讲講][谈談聊说說讲講]|介[绍紹]一下|"
        r"自我介[绍紹]|どう|なぜ|何|いつ|どこ|誰|どんな|教えて|聞かせて)",
        re.DOTALL,
    ),
    lazy(
        rf"(?=[\x00-\x7f]{{0,60}}$)(?!.*{_STOP})(?=(?:\S+\s+){{2}}\S)"
        r"(?:(?:and|so|but|well|ok|okay|now),? )?(?:who|what|when|where|why|how|which|whose|is|are|was|were|"
        r"do|does|did|can|could|would|will|should|have|has|had|tell us|tell me|"
        r"describe|talk about|please|any|give us)\b",
        re.IGNORECASE | re.DOTALL,
    ),
)


def asks(text: str) -> bool:
    """Whether the text ends like a question: with a question mark or a question particle."""
    bare = _GLOSS.sub("", plain(text[-_LAST:]).strip())
    return bool(QUESTION_END.search(bare) or (not bare.isascii() and _PARTICLE_END.search(bare)))


def is_question(text: str) -> bool:
    """Whether a line reads as a question or a prompt, even without a question mark."""
    bare = plain(text).strip()
    return asks(bare) or any(pattern.match(bare) for pattern in _QUESTIONS)
