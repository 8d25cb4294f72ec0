/** The words of the page in the browser's language. Messages of the program are shown as they are. */

const WORDS = {
  en: {
    toTalk: "To the talk", episode: "Episode", undo: "Undo", redo: "Redo", nextCheck: "Next to check", build: "Build",
    cast: "Cast", refused: "Not taken as names", warnings: "Warnings", readings: "Pronunciation", close: "Close",
    back: "Sentence before", play: "Play", pause: "Pause", forward: "Sentence after", keys: "Keys",
    singleKeys: "Single keys act", Q: "asks", A: "answers", N: "narrates", hear: "Hear", lines: (n) => (n === 1 ? "1 line" : `${n} lines`),
    spoken: (made, all) => `${made} of ${all} sentences are made`, notSpoken: "not spoken", maybe: "may be speech",
    never: "not built", built: "built", stale: "changed since the build", heard: "heard as it will be",
    missing: "must be spoken", making: "being spoken …", gone: "The studio has ended. Start it again, and open its new address.",
    denied: "This address belongs to an earlier start. Open the one that audiobuild studio prints.", line: (n) => `line ${n}`,
    decided: "decided by", voice: "Voice", sex: { female: "she", male: "he" }, nothing: "No script in this show yet.",
    toCheck: (n) => (n ? `${n} to check` : "nothing to check"), 
    edit: "Edit", split: "New paragraph here", merge: "Join to the turn above", heading: "Heading on/off", drop: "Do not speak", keep: "Speak it",
    addPause: "Pause before it", speaker: "Who says this?", newName: "another name", scope: "Where", here: "here", episodeScope: "in this episode", showScope: "in the whole show",
    own: "pinyin, or other words", keepReading: "Keep", aloud: "Hear it so", isSpeaker: "is a speaker", role: "Role",
    changed: "Changed", undone: "Undone", conflict: "The script was changed elsewhere. What you typed is kept: look at the new text, then keep it again.",
    building: (done, total) => `building: ${done} of ${total}`, builtNow: (spoken) => `built, ${spoken} sentences spoken`, 
    publishList: "Before it is published", publish: "Publish", ready: "Nothing is left to do.", published: (folder) => `published into ${folder}`,
    left: { never: "It has not been built.", stale: "It was changed after the last build: build it again.", draft: "It only hums: build it with a voice.", marks: (n) => (n === 1 ? "One sentence is marked for later." : `${n} sentences are marked for later.`), warnings: (n) => (n === 1 ? "One warning about the script." : `${n} warnings about the script.`) },
    editing: "Ctrl+Enter, or a click elsewhere, keeps the text; Undo takes it back.", nextWord: "Next word", wordBefore: "Word before", choose: "Choose how the word is said",
    pick: "Click a word to say it otherwise.", later: "Marked for later", laterKey: "Look at it later",
    kinds: { number: "number", latin: "Latin letters", polyphone: "several readings", guess: "guessed", unsaid: "no sound", lexicon: "lexicon", given: "given in the text" },
  },
  zh: {
    toTalk: "跳到正文", episode: "节目", undo: "撤销", redo: "重做", nextCheck: "下一处待查", build: "生成",
    cast: "人物", refused: "未当作人名", warnings: "提醒", readings: "读音", close: "关闭",
    back: "上一句", play: "播放", pause: "暂停", forward: "下一句", keys: "按键",
    singleKeys: "启用单键", Q: "提问", A: "回答", N: "旁白", hear: "试听", lines: (n) => `${n} 行`,
    spoken: (made, all) => `已合成 ${made} / ${all} 句`, notSpoken: "不读", maybe: "可能是正文",
    never: "未生成", built: "已生成", stale: "生成后有改动", heard: "与成品一致",
    missing: "待合成", making: "正在合成……", gone: "工作室已退出，请重新启动并打开新的地址。",
    denied: "这是上一次启动的地址，请打开 audiobuild studio 新给出的地址。", line: (n) => `第 ${n} 行`,
    decided: "依据", voice: "声音", sex: { female: "女", male: "男" }, nothing: "这个节目还没有稿子。",
    toCheck: (n) => (n ? `${n} 处待查` : "没有待查之处"), 
    edit: "编辑", split: "从这里另起一段", merge: "并入上面的发言", heading: "设为/取消标题", drop: "不读这句", keep: "读出来",
    addPause: "在前面停顿", speaker: "这段是谁说的？", newName: "另一个名字", scope: "范围", here: "只在这里", episodeScope: "本期", showScope: "整个节目",
    own: "拼音，或换成的读法", keepReading: "保存", aloud: "这样试听", isSpeaker: "是说话人", role: "角色",
    changed: "已改", undone: "已撤销", conflict: "稿子在别处有改动。您输入的内容还在：看过新稿后请再保存一次。",
    building: (done, total) => `正在生成：${done} / ${total}`, builtNow: (spoken) => `已生成，合成 ${spoken} 句`, 
    publishList: "发布之前", publish: "发布", ready: "没有待办事项。", published: (folder) => `已发布到 ${folder}`,
    left: { never: "还没有生成。", stale: "上次生成后有改动：请重新生成。", draft: "只有哼声：请用真正的声音生成。", marks: (n) => `${n} 句标记了稍后再看。`, warnings: (n) => `稿子有 ${n} 条提醒。` },
    editing: "按 Ctrl+Enter 或点击别处即保存；可以撤销。", nextWord: "下一个词", wordBefore: "上一个词", choose: "选择这个词的读法",
    pick: "点一个词可以换读法。", later: "已标记待查", laterKey: "标记，稍后再看",
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
