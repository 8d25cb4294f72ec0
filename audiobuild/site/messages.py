"""The pages' own texts in each interface language, and how each language writes dates and durations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from audiobuild.reader_language import reader_language

FALLBACK = "en"
"""The interface language of an episode whose own language has no entry in MESSAGES."""

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "skip": "跳到文字稿",
        "player": "播放器",
        "position": "播放位置",
        "play": "播放",
        "pause": "暂停",
        "back": "后退15秒",
        "forward": "前进30秒",
        "previous": "上一章",
        "next": "下一章",
        "speed": "播放速度",
        "sleep": "停止播放",
        "sleep_never": "不停",
        "sleep_minutes": "{n} 分钟后",
        "sleep_chapter": "本章结束时",
        "link": "复制此刻的链接",
        "copied": "已复制从 {time} 开始的链接",
        "copy_by_hand": "请复制这个链接：",
        "begins": "从 {time} 开始，请按播放",
        "failed": "音频无法播放。请确认它和网页放在一起，或者稍后再试。",
        "chapters": "章节",
        "transcript": "文字稿",
        "hint": "点到哪个字，就从哪里听起",
        "shares": "各人说话的时长",
        "search": "在文字稿中查找",
        "earlier": "上一处",
        "later": "下一处",
        "none": "没有找到",
        "follow": "回到正在播放的句子",
        "guests": "嘉宾",
        "keys": "键盘快捷键",
        "keys_on": "使用单键快捷键",
        "key_space": "空格",
        "key_toggle": "播放或暂停",
        "key_seek": "后退或前进5秒",
        "key_jump": "后退15秒、前进30秒",
        "key_chapter": "上一章、下一章",
        "key_sentence": "上一句、下一句",
        "key_speed": "慢一点、快一点",
        "key_follow": "回到正在播放的句子",
        "key_link": "复制此刻的链接",
        "key_search": "查找",
        "key_keys": "打开或收起这份列表",
        "downloads": "下载",
        "feed": "订阅本节目",
        "episodes": "各期节目",
        "subscribe": "订阅",
        "subscribe_how": "或者把这个地址粘贴到播客应用（如小宇宙）的“添加节目”里；新节目会自动出现。",
        "address": "订阅地址",
        "copy": "复制地址",
        "address_copied": "订阅地址已复制",
        "open_app": "在播客应用中打开",
        "scan": "用手机扫描二维码订阅",
        "empty": "还没有节目。",
        "beyond": "没有这个时刻：本期到 {time} 结束",
        "share": "分享这一句",
        "share_quote": "复制这句话和链接",
        "share_picture": "存为图片",
        "share_send": "发送到…",
        "close": "关闭",
        "quote_copied": "已复制这句话和从 {time} 开始的链接",
        "key_share": "分享这一句",
        "key_arrows": "焦点在文字稿里：上一句、下一句",
        "earlier_episode": "上一期",
        "later_episode": "下一期",
        "search_all": "在所有节目里查找",
        "found": "{count} 处",
        "no_search": "查找用的文件 search.js 不在这个网页旁边。",
        "feed_what": (
            "这是播客的订阅地址。把浏览器地址栏里的地址复制到播客应用的“添加节目”里"
            "（小宇宙、AntennaPod、Pocket Casts 等），新节目就会自动出现。"
        ),
        "feed_where": "在网页上收听和订阅：",
    },
    "zh-Hant": {
        "skip": "跳到逐字稿",
        "player": "播放器",
        "position": "播放位置",
        "play": "播放",
        "pause": "暫停",
        "back": "後退15秒",
        "forward": "前進30秒",
        "previous": "上一章",
        "next": "下一章",
        "speed": "播放速度",
        "sleep": "停止播放",
        "sleep_never": "不停",
        "sleep_minutes": "{n} 分鐘後",
        "sleep_chapter": "本章結束時",
        "link": "複製此刻的連結",
        "copied": "已複製從 {time} 開始的連結",
        "copy_by_hand": "請複製這個連結：",
        "begins": "從 {time} 開始，請按播放",
        "failed": "聲音無法播放。請確認它和網頁放在一起，或者稍後再試。",
        "chapters": "章節",
        "transcript": "逐字稿",
        "hint": "點到哪個字，就從哪裡聽起",
        "shares": "各人說話的時間",
        "search": "搜尋逐字稿",
        "earlier": "上一處",
        "later": "下一處",
        "none": "沒有找到",
        "follow": "回到正在播放的句子",
        "guests": "來賓",
        "keys": "鍵盤快速鍵",
        "keys_on": "使用單鍵快速鍵",
        "key_space": "空白鍵",
        "key_toggle": "播放或暫停",
        "key_seek": "後退或前進5秒",
        "key_jump": "後退15秒、前進30秒",
        "key_chapter": "上一章、下一章",
        "key_sentence": "上一句、下一句",
        "key_speed": "慢一點、快一點",
        "key_follow": "回到正在播放的句子",
        "key_link": "複製此刻的連結",
        "key_search": "搜尋",
        "key_keys": "開啟或收起這份清單",
        "downloads": "下載",
        "feed": "訂閱本節目",
        "episodes": "各期節目",
        "subscribe": "訂閱",
        "subscribe_how": "或者把這個網址貼到 Podcast 應用程式的「以網址新增」裡，新節目會自動出現。",
        "address": "訂閱網址",
        "copy": "複製網址",
        "address_copied": "訂閱網址已複製",
        "open_app": "在 Podcast 應用程式中開啟",
        "scan": "用手機掃描 QR Code 訂閱",
        "empty": "還沒有節目。",
        "beyond": "沒有這個時刻：本期到 {time} 結束",
        "share": "分享這一句",
        "share_quote": "複製這句話和連結",
        "share_picture": "存為圖片",
        "share_send": "傳送到…",
        "close": "關閉",
        "quote_copied": "已複製這句話和從 {time} 開始的連結",
        "key_share": "分享這一句",
        "key_arrows": "焦點在逐字稿裡：上一句、下一句",
        "earlier_episode": "上一期",
        "later_episode": "下一期",
        "search_all": "搜尋所有節目",
        "found": "{count} 處",
        "no_search": "搜尋用的檔案 search.js 不在這個網頁旁邊。",
        "feed_what": (
            "這是 Podcast 的訂閱網址。把瀏覽器網址列裡的網址貼到 Podcast 應用程式的「以網址新增」裡"
            "（Apple Podcasts、AntennaPod、Overcast、Pocket Casts 等），新節目就會自動出現。"
        ),
        "feed_where": "在網頁上收聽和訂閱：",
    },
    "en": {
        "skip": "Skip to the transcript",
        "player": "Player",
        "position": "Position",
        "play": "Play",
        "pause": "Pause",
        "back": "Back 15 seconds",
        "forward": "Forward 30 seconds",
        "previous": "Previous chapter",
        "next": "Next chapter",
        "speed": "Speed",
        "sleep": "Stop playing",
        "sleep_never": "never",
        "sleep_minutes": "after {n} minutes",
        "sleep_chapter": "at the end of the chapter",
        "link": "Copy a link to this moment",
        "copied": "Copied a link that starts at {time}",
        "copy_by_hand": "Copy this link:",
        "begins": "Starts at {time}: press play",
        "failed": "The audio cannot be played. Check that it is in the same folder as this page, or try again later.",
        "chapters": "Chapters",
        "transcript": "Transcript",
        "hint": "Click any word to play from there",
        "shares": "Speaking time",
        "search": "Search the transcript",
        "earlier": "Previous match",
        "later": "Next match",
        "none": "Not found",
        "follow": "Back to the sentence being played",
        "guests": "With",
        "keys": "Keyboard shortcuts",
        "keys_on": "Use single-key shortcuts",
        "key_space": "Space",
        "key_toggle": "play or pause",
        "key_seek": "back or forward 5 seconds",
        "key_jump": "back 15, forward 30 seconds",
        "key_chapter": "previous, next chapter",
        "key_sentence": "previous, next sentence",
        "key_speed": "slower, faster",
        "key_follow": "back to the sentence being played",
        "key_link": "copy a link to this moment",
        "key_search": "search",
        "key_keys": "open or close this list",
        "downloads": "Download",
        "feed": "Subscribe to the show",
        "episodes": "Episodes",
        "subscribe": "Subscribe",
        "subscribe_how": "Or paste this address into a podcast app (“Add by URL”) to get new episodes automatically.",
        "address": "Feed address",
        "copy": "Copy the address",
        "address_copied": "Feed address copied",
        "open_app": "Open in a podcast app",
        "scan": "Scan to subscribe on a phone",
        "empty": "No episodes yet.",
        "beyond": "No such moment: the episode ends at {time}",
        "share": "Share this sentence",
        "share_quote": "Copy the sentence and a link to it",
        "share_picture": "Save as a picture",
        "share_send": "Send to…",
        "close": "Close",
        "quote_copied": "Copied the sentence and a link that starts at {time}",
        "key_share": "share this sentence",
        "key_arrows": "in the transcript: previous, next sentence",
        "earlier_episode": "Previous episode",
        "later_episode": "Next episode",
        "search_all": "Search all episodes",
        "found": "{count} found",
        "no_search": "The file search.js, which is searched, is not next to this page.",
        "feed_what": (
            "This is the feed of a podcast. Copy its address from the address bar into a podcast app (“Add by URL” in "
            "Apple Podcasts, AntennaPod, Overcast, Pocket Casts), and new episodes arrive by themselves."
        ),
        "feed_where": "Listen and subscribe on the web: ",
    },
    "ja": {
        "skip": "文字起こしへ移動",
        "player": "プレーヤー",
        "position": "再生位置",
        "play": "再生",
        "pause": "一時停止",
        "back": "15秒戻る",
        "forward": "30秒進む",
        "previous": "前のチャプター",
        "next": "次のチャプター",
        "speed": "再生速度",
        "sleep": "再生を止める",
        "sleep_never": "止めない",
        "sleep_minutes": "{n}分後",
        "sleep_chapter": "このチャプターの終わり",
        "link": "この時点へのリンクをコピー",
        "copied": "{time} から始まるリンクをコピーしました",
        "copy_by_hand": "このリンクをコピーしてください：",
        "begins": "{time} から始まります。再生を押してください",
        "failed": "音声を再生できません。このページと同じ場所にあるか確かめるか、後でもう一度お試しください。",
        "chapters": "チャプター",
        "transcript": "文字起こし",
        "hint": "好きな言葉を選ぶと、そこから聞けます",
        "shares": "話した時間の割合",
        "search": "文字起こしを検索",
        "earlier": "前の一致",
        "later": "次の一致",
        "none": "見つかりません",
        "follow": "再生中の文に戻る",
        "guests": "ゲスト",
        "keys": "キーボードショートカット",
        "keys_on": "一文字のショートカットを使う",
        "key_space": "スペース",
        "key_toggle": "再生・一時停止",
        "key_seek": "5秒戻る・進む",
        "key_jump": "15秒戻る・30秒進む",
        "key_chapter": "前・次のチャプター",
        "key_sentence": "前・次の文",
        "key_speed": "遅く・速く",
        "key_follow": "再生中の文に戻る",
        "key_link": "この時点へのリンクをコピー",
        "key_search": "検索",
        "key_keys": "この一覧を開く・閉じる",
        "downloads": "ダウンロード",
        "feed": "この番組を購読",
        "episodes": "エピソード",
        "subscribe": "購読",
        "subscribe_how": "または、アプリの「番組を追加」にこのアドレスを貼ると、新しい回が自動で届きます。",
        "address": "フィードのアドレス",
        "copy": "アドレスをコピー",
        "address_copied": "フィードのアドレスをコピーしました",
        "open_app": "ポッドキャストアプリで開く",
        "scan": "スマートフォンで読み取って購読",
        "empty": "まだエピソードはありません。",
        "beyond": "その時点はありません。この回は {time} で終わります",
        "share": "この文を共有",
        "share_quote": "文とリンクをコピー",
        "share_picture": "画像として保存",
        "share_send": "送る…",
        "close": "閉じる",
        "quote_copied": "文と {time} から始まるリンクをコピーしました",
        "key_share": "この文を共有",
        "key_arrows": "文字起こしの中で：前・次の文",
        "earlier_episode": "前の回",
        "later_episode": "次の回",
        "search_all": "すべての回を検索",
        "found": "{count}件",
        "no_search": "検索用のファイル search.js がこのページと同じ場所にありません。",
        "feed_what": (
            "これはポッドキャストのフィードです。"
            "アドレスバーのアドレスをポッドキャストアプリの「番組を追加」に貼ると、新しい回が自動で届きます。"
        ),
        "feed_where": "ウェブで聴く・購読する：",
    },
}

_MONTHS = "January February March April May June July August September October November December".split()
_DURATIONS = {
    "zh": {"hours": "{}小时", "minutes": "{}分钟", "seconds": "{}秒"},
    "zh-Hant": {"hours": "{}小時", "minutes": "{}分鐘", "seconds": "{}秒"},
    "en": {"hours": "{} h", "minutes": "{} min", "seconds": "{} s"},
    "ja": {"hours": "{}時間", "minutes": "{}分", "seconds": "{}秒"},
}


def interface_language(language: str) -> str:
    """The language of the interface for content in `language` (a BCP 47 tag): one of MESSAGES."""
    return reader_language(language, MESSAGES) or FALLBACK


def texts(language: str) -> SimpleNamespace:
    """The interface texts for content in `language`, as attributes."""
    return SimpleNamespace(**MESSAGES[interface_language(language)])


def join_names(names: Sequence[str], language: str) -> str:
    """The names in one line, separated by the language's comma."""
    return (", " if interface_language(language) == "en" else "、").join(names)


def written_date(date: str, language: str) -> str:
    """An ISO 8601 date as the language writes it; "" for any other text."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", date)
    if not found:
        return ""
    year, month, day = map(int, found.groups())
    if not 1 <= month <= 12:
        return ""
    if interface_language(language) == "en":
        return f"{day} {_MONTHS[month - 1]} {year}"
    return f"{year}年{month}月{day}日"


def duration(seconds: float, language: str) -> str:
    """A duration in words: seconds up to a minute, else hours and minutes without those that are 0."""
    units = _DURATIONS[interface_language(language)]
    if seconds < 60:
        return units["seconds"].format(round(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = {"hours": hours, "minutes": minutes}
    return " ".join(units[unit].format(number) for unit, number in parts.items() if number)


def iso_duration(seconds: float) -> str:
    """A duration for a `datetime` attribute: ISO 8601."""
    return f"PT{round(seconds)}S"
