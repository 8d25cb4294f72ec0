/** The words of the page in the browser's language. Messages of the program are shown as they are. */

const WORDS = {
  en: {
    toTalk: "To the talk", episode: "Episode", undo: "Undo", redo: "Redo", nextCheck: "Next to check", build: "Build",
    cast: "Cast", refused: "Not taken as names", warnings: "Warnings", readings: "Pronunciation", close: "Close",
    back: "Sentence before", play: "Play", pause: "Pause", forward: "Sentence after", keys: "Keys",
    singleKeys: "Single keys act", Q: "asks", A: "answers", N: "narrates", hear: "Hear", lines: (n) => `${n} lines`,
    spoken: (made, all) => `${made} of ${all} sentences are made`, notSpoken: "not spoken", maybe: "may be speech",
    never: "not built", built: "built", stale: "changed since the build", ready: "heard as it will be",
    missing: "must be spoken", making: "being spoken …", gone: "The studio has ended. Start it again, and open its new address.",
    denied: "This address belongs to an earlier start. Open the one that audiobuild studio prints.", line: (n) => `line ${n}`,
    decided: "decided by", voice: "Voice", sex: { female: "she", male: "he" }, nothing: "No script in this show yet.",
    toCheck: (n) => (n ? `${n} to check` : "nothing to check"), said: "said", reason: "reason", readOnly: "read only",
    kinds: { number: "number", latin: "Latin letters", polyphone: "several readings", guess: "guessed", unsaid: "no sound", lexicon: "lexicon", given: "given in the text" },
  },
  zh: {
    toTalk: "跳到正文", episode: "节目", undo: "撤销", redo: "重做", nextCheck: "下一处待查", build: "生成",
    cast: "人物", refused: "未当作人名", warnings: "提醒", readings: "读音", close: "关闭",
    back: "上一句", play: "播放", pause: "暂停", forward: "下一句", keys: "按键",
    singleKeys: "启用单键", Q: "提问", A: "回答", N: "旁白", hear: "试听", lines: (n) => `${n} 行`,
    spoken: (made, all) => `已合成 ${made} / ${all} 句`, notSpoken: "不读", maybe: "可能是正文",
    never: "未生成", built: "已生成", stale: "生成后有改动", ready: "与成品一致",
    missing: "待合成", making: "正在合成……", gone: "工作室已退出，请重新启动并打开新的地址。",
    denied: "这是上一次启动的地址，请打开 audiobuild studio 新给出的地址。", line: (n) => `第 ${n} 行`,
    decided: "依据", voice: "声音", sex: { female: "女", male: "男" }, nothing: "这个节目还没有稿子。",
    toCheck: (n) => (n ? `${n} 处待查` : "没有待查之处"), said: "读作", reason: "原因", readOnly: "只读",
    kinds: { number: "数字", latin: "字母", polyphone: "多音字", guess: "猜测", unsaid: "读不出", lexicon: "词典", given: "文中标注" },
  },
};

export const language = navigator.language.startsWith("zh") ? "zh" : "en";
export const t = WORDS[language];

/** Fill the page's fixed texts. */
export function fill() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = t[each.dataset.text];
  for (const each of document.querySelectorAll("[data-title]")) {
    each.title = t[each.dataset.title];
    each.setAttribute("aria-label", t[each.dataset.title]);
  }
}
