"""Decode bytes to text: one encoding for the whole file, and an error rather than a guess that would read noise aloud.

The order: byte order mark, binary signature, strict UTF-8, UTF-8 with a few bad bytes, then the strict East Asian
encodings, scored by their share of common characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobuild.errors import ScriptError
from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# (offset, bytes, what the file is and what to do)
_SIGNATURES = (
    (0, b"PK\x03\x04", "a ZIP container (Word, EPUB or the like); save it as plain text"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document; save it as plain text"),
    (0, b"%PDF-", "a PDF; copy its text into a .txt file"),
    (0, b"{\\rtf", "an RTF document; save it as plain text"),
    (0, b"\x89PNG", "a picture; type its text into a .txt file"),
    (0, b"\xff\xd8\xff", "a picture; type its text into a .txt file"),
    (0, b"GIF8", "a picture; type its text into a .txt file"),
    (8, b"WEBP", "a picture; type its text into a .txt file"),
    (0, b"ID3", "an audio file; transcribe it into a .txt file"),
    (0, b"OggS", "an audio file; transcribe it into a .txt file"),
    (0, b"fLaC", "an audio file; transcribe it into a .txt file"),
    (8, b"WAVE", "an audio file; transcribe it into a .txt file"),
    (4, b"ftyp", "an audio or video file; transcribe it into a .txt file"),
    (0, b"\x1a\x45\xdf\xa3", "a video; transcribe it into a .txt file"),
    (0, b"\x7fELF", "a program; name a text file"),
    (0, b"MZ\x90", "a program; name a text file"),
    (0, b"\xca\xfe\xba\xbe", "a program; name a text file"),
    (0, b"\x00asm", "a program; name a text file"),
    (0, b"\x1f\x8b", "a compressed file; unpack it and name the text in it"),
    (0, b"BZh", "a compressed file; unpack it and name the text in it"),
    (0, b"\xfd7zXZ", "a compressed file; unpack it and name the text in it"),
    (0, b"7z\xbc\xaf", "a compressed file; unpack it and name the text in it"),
    (0, b"Rar!", "a compressed file; unpack it and name the text in it"),
    (0, b"\x28\xb5\x2f\xfd", "a compressed file; unpack it and name the text in it"),
    (0, b"SQLite format 3\x00", "a database; export its text to a .txt file"),
    (0, b"bplist00", "a property list; export its text to a .txt file"),
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROLS = 0.02  # text has at most one control byte in fifty
_MAX_BAD = 0.05
_BAD = lazy("[\udc80-\udcff]+")
_BAD_SHOWN = 20
_NEWLINE = lazy(r"\r\n?|\n")
_EAST_ASIAN = (("gb18030", "gb18030"), ("big5", "cp950"), ("shift_jis", "cp932"), ("big5", "big5hkscs"))
_MARKS = lazy("[ -~\u2010-\u30ff\uff00-\uffef]")
_MIN_COMMON = 0.15  # the least share of frequent characters in prose
# The most frequent characters of Chinese prose in both scripts; kana are counted by range.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动"
    "面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向"
    "头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活"
    "尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即"
    "像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "這個們來國說時會對過發後種經當沒動還進樣開從實軍與長機無業將兩間問點並應戰頭體見產將結話回給門員聲題論處義條認爾變總電數報許統區隊決馬書聽卻達強則難權記術領確傳觀讓識帶導爭運"
    "吗呢吧您谁哪怎早晚近远离阳光灯火风雨雪云花草树鸟鱼狗猫牛羊米面油盐茶酒饭菜房屋门窗桌椅床衣鞋帽伞笔纸信钱买卖贵坐站走跑飞游"
    "吃喝睡醒笑哭唱跳写读念背画拍拿放开关推拉抬扔捡挂洗擦修补织缝切煮炒烧冷热暖凉干湿轻重软硬快慢大小粗细厚薄宽窄深浅红黄蓝绿白黑灰紫"
    "爸妈哥姐弟妹爷奶叔伯姑舅孩客朋友师傅徒先河湖海江岸桥船港岛村镇城街路车站店厂校院医药病伤痛怕爱恨想忘懂猜信错对真假怪静闹忙闲累"
    "年春夏秋冬夜晨午昨今明钟秒岁纪世前后左右旁里外底顶角圈块条件张片根支把双套层排行座辆艘架台部首篇页字句词语音乐歌曲戏剧舞影像照"
    "馬鳥魚貓飯麵鹽屋門窗紙筆寫讀畫買賣貴錢舊遠離陽燈風雲樹飛遊師傅爺橋島鎮街車廠醫藥傷愛錯閑鬧忙鐘歲紀裡邊頂塊條張雙層輛頁詞語樂戲劇"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, how its encoding was decided, and what was left out."""

    text: str
    encoding: str
    by: str
    bom: bool
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[ScriptWarning, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of `data`; `name` is used in messages. Raises ScriptError if it is empty or not text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, name)
    if not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise ScriptError(f"{name} is empty; write the interview into it.")
    _refuse_binary(data, name)
    wide = _utf16_without_mark(data)
    if wide:
        return wide
    body = data.replace(b"\x00", b"")
    if len(body) < 0.9 * len(data) or len(_CONTROLS.findall(body)) > _MAX_CONTROLS * len(body):
        raise ScriptError(f"{name} is not text: it contains too many control bytes; save it as plain text.")
    zeros = _zeros(data)
    decoded = _utf8(body) or _east_asian(body)
    if decoded is None:
        raise ScriptError(f"{name} is not text in UTF-8, UTF-16, GB18030, Big5 or Shift_JIS; save it as UTF-8.")
    return Decoded(decoded.text, decoded.encoding, decoded.by, False, decoded.dropped, (*decoded.warnings, *zeros))


def newline_of(text: str) -> str:
    """The newline of the text: lf, crlf, cr, mixed or none."""
    crlf = text.count("\r\n")
    counts = {"crlf": crlf, "lf": text.count("\n") - crlf, "cr": text.count("\r") - crlf}
    used = [kind for kind, count in counts.items() if count]
    return used[0] if len(used) == 1 else "mixed" if used else "none"


def _marked(body: bytes, encoding: str, name: str) -> Decoded:
    if encoding == "utf-8":
        decoded = _utf8(body.replace(b"\x00", b""))
        if decoded is None:
            raise ScriptError(f"{name} is marked as UTF-8, but most of it is not; save it as UTF-8.")
        return Decoded(decoded.text, "utf-8", "bom", True, decoded.dropped, (*decoded.warnings, *_zeros(body)))
    text = body.decode(encoding, errors="ignore")
    if not text.strip("\x00\ufeff \t\r\n"):
        raise ScriptError(f"{name} is empty; write the interview into it.")
    bad = len(body) - len(text.encode(encoding))
    if bad > _MAX_BAD * len(body):
        raise ScriptError(f"{name} is marked as {encoding.upper()}, but most of it is not; save it as UTF-8.")
    if not _plausible(text):
        raise ScriptError(f"{name} is marked as {encoding.upper()}, but is not text; save it as UTF-8.")
    warnings = (ScriptWarning("bad-bytes", None, f"{bad} invalid bytes left out; save it as UTF-8"),) if bad else ()
    return Decoded(text, encoding, "bom", True, (), warnings)


def _refuse_binary(data: bytes, name: str) -> None:
    for offset, signature, what in _SIGNATURES:
        if data.startswith(signature, offset):
            raise ScriptError(f"{name} is not text: it is {what}.")


def _zeros(data: bytes) -> tuple[ScriptWarning, ...]:
    count = data.count(b"\x00")
    if not count:
        return ()
    line = 1 + data.count(b"\n", 0, data.index(b"\x00"))
    return (ScriptWarning("control-chars", line, f"{count} zero bytes were left out; save it as UTF-8"),)


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark: zero bytes mostly in one half of the byte pairs, and plausible text."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or not (even or odd):
        return None
    if max(even, odd) < 0.4 * (len(data) // 2) and _is_utf8(data.replace(b"\x00", b"")):
        return None
    for encoding in ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return Decoded(text, encoding, "utf16-zeros", False)
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, strict or with at most one byte in twenty left out with a warning."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "strict-utf8", False)
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="surrogateescape")
    spots = list(_BAD.finditer(text))
    if sum(spot.end() - spot.start() for spot in spots) > _MAX_BAD * len(data):
        return None
    dropped: list[Dropped] = []
    line, seen = 1, 0
    for spot in spots:
        line += len(_NEWLINE.findall(text[seen : spot.start()]))
        seen = spot.start()
        shown = " ".join(f"{ord(c) - 0xDC00:02X}" for c in spot.group())
        dropped.append(Dropped(line, f"bytes {shown}", "control-chars"))
    warnings = [
        ScriptWarning("bad-bytes", d.line, f"{d.text} are not UTF-8 and were left out; save it as UTF-8")
        for d in dropped[:_BAD_SHOWN]
    ]
    if len(dropped) > _BAD_SHOWN:
        more = len(dropped) - _BAD_SHOWN
        warnings.append(
            ScriptWarning(
                "bad-bytes", dropped[_BAD_SHOWN].line, f"bytes in {more} more places were left out; save it as UTF-8"
            )
        )
    return Decoded(_BAD.sub("", text), "utf-8", "utf8-with-errors", False, tuple(dropped), tuple(warnings))


def _east_asian(data: bytes) -> Decoded | None:
    """The best of the strict East Asian decodings, None unless its characters are those of prose."""
    found: list[tuple[float, int, str, str, int]] = []
    for rank, (encoding, codec) in enumerate(_EAST_ASIAN):
        text, left = _strict(data, codec)
        if text:
            found.append((_share_common(text), -rank, encoding, text, left))
    if not found:
        return None
    share, _, encoding, text, left = max(found)
    if share < _MIN_COMMON:
        return None
    line = 1 + len(_NEWLINE.findall(text))
    cut = (ScriptWarning("bad-bytes", line, f"left out half a character at the end ({left} bytes); delete it"),)
    return Decoded(text, encoding, "common-characters", False, (), cut if left else ())


def _strict(data: bytes, codec: str) -> tuple[str, int]:
    """The text, and the number of bytes left out of a character cut off at the end; empty if it is not this codec."""
    try:
        return data.decode(codec), 0
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or error.reason != "incomplete multibyte sequence":
            return "", 0
        return data[: error.start].decode(codec), len(data) - error.start


def _share_common(text: str) -> float:
    """The share of common hanzi and kana among the non-ASCII characters, punctuation ignored."""
    sample = text[:200_000]
    letters = [c for c in sample if c > "\x7f" and c not in "　，。、：；？！“”‘’「」『』（）《》…—·"]
    if not letters:
        return 0.0
    common = sum(1 for c in letters if c in _COMMON or "\u3041" <= c <= "\u30fe")
    return common / len(letters)


def _plausible(text: str) -> bool:
    """Whether the decoded text looks like writing: letters, hanzi, kana, few controls or unassigned characters."""
    sample = text[:100_000]
    good = sum(1 for c in sample if c.isalnum() or c.isspace() or _MARKS.match(c))
    letters = [c for c in sample if c.isalpha()]
    known = sum(1 for c in letters if c in _COMMON or c < "\u0600" or "\u3041" <= c <= "\u30fe")
    return good >= 0.85 * len(sample) and known >= 0.15 * len(letters)
