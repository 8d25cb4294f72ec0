/** The words of the page, in the browser's language or the chosen one. Messages of the program are shown as they are. */

const count = (n, one, many) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

const WORDS = {
  en: {
    toTalk: "To the talk", episode: "Episode", undo: "Undo", redo: "Redo", build: "Build", stop: "Stop",
    cast: "Cast", refused: "Not taken as names", warnings: "Warnings", readings: "Pronunciation", close: "Close",
    back: "Sentence before", play: "Play", pause: "Pause", forward: "Sentence after", keys: "Keys", speed: "Speed",
    turnBack: "Turn before", turnForward: "Turn after", chapterBack: "Chapter before", chapterForward: "Chapter after", slower: "Slower", faster: "Faster",
    singleKeys: "Single keys act", language: "Language", Q: "asks", A: "answers", N: "narrates", hear: "Hear", lines: (n) => count(n, "line", "lines"),
    spoken: (made, all) => `${made} of ${all} sentences are made`, notSpoken: "not spoken", maybe: "may be speech",
    never: "not built", built: "built", stale: "changed since the build", heard: "heard as it will be",
    missing: "must be spoken", making: "being spoken …", gone: "The studio has ended. What you typed stays in its field. Start it again, and open its new address.",
    back_: "The studio is there again.", denied: "This address belongs to an earlier start. Open the one that audiobuild studio prints.", line: (n) => `line ${n}`,
    decided: "decided by", voice: "Voice", sex: { female: "female", male: "male" }, nothing: "No script in this show yet. Put a text file into the folder “scripts”; it appears here at once.",
    toCheck: (n) => (n ? `${n} to check` : "Readings"), nextCheck: "Next to check", checkBefore: "Previous to check", list: "Readings to check",
    edit: "Edit", split: "New paragraph here", merge: "Join to the turn above", heading: "Heading on/off", title: "Title of the episode", drop: "Do not speak", keep: "Speak it", change: "Change it",
    addPause: "Pause before it", pauseHere: "Pause here", hearTyped: "Hear it", theirs: "The file now says:", speaker: "Who says this, from here in the turn?", newName: "another name, then Enter", rename: "Rename",
    scope: "Where", here: "here", episodeScope: (reach) => `in this episode${reach ? ` (${count(reach.sentences, "sentence", "sentences")}, ${reach.seconds} s to speak)` : ""}`,
    showScope: (reach) => `in the whole show${reach ? ` (${reach.sentences} in ${count(reach.episodes, "episode", "episodes")}, ${reach.seconds} s)` : ""}`,
    lone: "A lone character with several readings is corrected here only. Select the word around it to correct it everywhere.", places: (n) => `${n} places`,
    own: "pinyin, or other words", keepReading: "Keep", aloud: "Hear it so", isSpeaker: "is a speaker", role: "Role", voices: (name) => `Other voices for ${name}`, castIt: "Cast",
    changed: "Changed", diff: "What changed", undone: "Undone", taken: "The script changed elsewhere: shown as it is now.", merged: "The script had changed elsewhere too: both changes are in it.",
    conflict: "This sentence was changed elsewhere. What you typed is kept: look at the new text, then keep it again.", noted: "saved", notSaved: "Not saved:",
    like: (n, label) => `${count(n, "more paragraph begins", "more paragraphs begin")} with “${label}：”.`, changeAll: "Change all", no: "No",
    building: (done, total, left) => `${done} of ${total} sentences${left ? ` · ${left} s left` : ""}`, builtNow: (spoken) => `built, ${count(spoken, "sentence", "sentences")} spoken`,
    send: "This voice is a service: the text of what you hear is sent there.", sendIt: "Hear it", unreadable: "The script cannot be read as it is now; this is how it was.",
    publishList: "Before it is published", publish: "Publish", ready: "Nothing is left to do.", published: (folder) => `published into ${folder}`,
    left: { never: "It has not been built.", stale: "It was changed after the last build: build it again.", draft: "It only hums: build it with a voice.", later: (n) => `${count(n, "sentence is", "sentences are")} marked for later.`, guesses: (n) => `${count(n, "guessed reading", "guessed readings")} nobody has looked at.`, warnings: (n) => `${count(n, "warning", "warnings")} about the script.` },
    editing: "Ctrl+Enter, or a click elsewhere, keeps the text; Undo takes it back.", nextWord: "Next word", wordBefore: "Word before", longer: "One more character", choose: "Choose how the word is said", compare: "Before / after",
    pick: "Click a word, or select several characters, to say them otherwise.", later: "Marked for later", laterKey: "Look at it later", right: "Right",
    reviewHint: "Enter on “Right” notes a reading as right and goes on.", nothingLeft: "Nothing is left to check.", laterList: "Marked for later", doubtList: "Guessed, or without a sound", otherList: "Several readings are possible",
    kinds: { number: "number", latin: "Latin letters", polyphone: "several readings", guess: "guessed", unsaid: "no sound", lexicon: "lexicon", given: "given in the text" },
    numbers: { value: "as a value", figures: "figure by figure", year: "year", phone: "phone", ordinal: "ordinal", fraction: "fraction", ratio: "ratio", time: "time", date: "date", range: "range", letters: "letters" },
    reasons: {},
  },
  zh: {
    toTalk: "跳到正文", episode: "节目", undo: "撤销", redo: "重做", build: "生成", stop: "停止",
    cast: "人物", refused: "未当作人名", warnings: "提醒", readings: "读音", close: "关闭",
    back: "上一句", play: "播放", pause: "暂停", forward: "下一句", keys: "按键", speed: "语速",
    turnBack: "上一段发言", turnForward: "下一段发言", chapterBack: "上一章", chapterForward: "下一章", slower: "慢一点", faster: "快一点",
    singleKeys: "启用单键", language: "语言", Q: "提问", A: "回答", N: "旁白", hear: "试听", lines: (n) => `${n} 行`,
    spoken: (made, all) => `已合成 ${made} / ${all} 句`, notSpoken: "不读", maybe: "可能是正文",
    never: "未生成", built: "已生成", stale: "生成后有改动", heard: "与成品一致",
    missing: "待合成", making: "正在合成……", gone: "工作室已退出。输入的内容还在原处；请重新启动，并打开新的地址。",
    back_: "工作室又连上了。", denied: "这是上一次启动的地址，请打开 audiobuild studio 新给出的地址。", line: (n) => `第 ${n} 行`,
    decided: "依据", voice: "声音", sex: { female: "女", male: "男" }, nothing: "这个节目还没有稿子。把文本文件放进 scripts 文件夹，这里马上就会出现。",
    toCheck: (n) => (n ? `${n} 处待查` : "读音表"), nextCheck: "下一处待查", checkBefore: "上一处待查", list: "待查读音",
    edit: "编辑", split: "从这里另起一段", merge: "并入上面的发言", heading: "设为/取消标题", title: "设为节目标题", drop: "不读这句", keep: "读出来", change: "修改",
    addPause: "在前面停顿", pauseHere: "此处停顿", hearTyped: "试听", theirs: "文件里现在是：", speaker: "从这里起是谁说的？", newName: "另一个名字，按回车", rename: "改名",
    scope: "范围", here: "只在这里", episodeScope: (reach) => `本期${reach ? `（${reach.sentences} 句，合成 ${reach.seconds} 秒）` : ""}`,
    showScope: (reach) => `整个节目${reach ? `（${reach.episodes} 期 ${reach.sentences} 处，${reach.seconds} 秒）` : ""}`,
    lone: "单个多音字只能在这里改；选中它所在的词，就可以处处改。", places: (n) => `${n} 处`,
    own: "拼音，或换成的读法", keepReading: "保存", aloud: "这样试听", isSpeaker: "是说话人", role: "角色", voices: (name) => `给${name}换个声音`, castIt: "选用",
    changed: "已改", diff: "改了什么", undone: "已撤销", taken: "稿子在别处有改动，已显示新稿。", merged: "稿子在别处也有改动：两处改动都在。",
    conflict: "这一句在别处有改动。您输入的内容还在：看过新稿后请再保存一次。", noted: "已存", notSaved: "没有存上：",
    like: (n, label) => `还有 ${n} 段以“${label}：”开头。`, changeAll: "全部改", no: "不用",
    building: (done, total, left) => `${done} / ${total} 句${left ? ` · 还要 ${left} 秒` : ""}`, builtNow: (spoken) => `已生成，合成 ${spoken} 句`,
    send: "这个声音是在线服务：所听的文字会发送过去。", sendIt: "试听", unreadable: "稿子现在读不出来，这里是之前的样子。",
    publishList: "发布之前", publish: "发布", ready: "没有待办事项。", published: (folder) => `已发布到 ${folder}`,
    left: { never: "还没有生成。", stale: "上次生成后有改动：请重新生成。", draft: "只有哼声：请用真正的声音生成。", later: (n) => `${n} 句标记了稍后再看。`, guesses: (n) => `${n} 个猜测的读音还没有看过。`, warnings: (n) => `稿子有 ${n} 条提醒。` },
    editing: "按 Ctrl+Enter 或点击别处即保存；可以撤销。", nextWord: "下一个词", wordBefore: "上一个词", longer: "多选一个字", choose: "选择这个词的读法", compare: "改前 / 改后",
    pick: "点一个词，或选中几个字，可以换读法。", later: "已标记待查", laterKey: "标记，稍后再看", right: "没错",
    reviewHint: "在“没错”上按回车，记下并看下一个。", nothingLeft: "没有要查的了。", laterList: "标记了稍后再看", doubtList: "猜测的，或读不出的", otherList: "有几种读法的",
    kinds: { number: "数字", latin: "字母", polyphone: "多音字", guess: "猜测", unsaid: "读不出", lexicon: "词典", given: "文中标注" },
    numbers: { value: "数值", figures: "逐位", year: "年份", phone: "电话", ordinal: "序数", fraction: "分数", ratio: "比", time: "时间", date: "日期", range: "范围", letters: "字母" },
    reasons: { ad: "广告", caption: "图注", metadata: "信息", byline: "署名", credits: "署名", repeat: "重复", "page-break": "分页", declaration: "说明", comment: "批注" },
  },
};

const chosen = localStorage.getItem("studio-language") ?? navigator.language;
export const language = chosen.startsWith("zh") ? "zh" : "en";
export const t = WORDS[language];

/** Choose another language; the page is drawn anew. */
export function speak(other) {
  localStorage.setItem("studio-language", other);
  location.reload();
}

/** Fill the page's fixed texts. */
export function fill() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = t[each.dataset.text];
  for (const each of document.querySelectorAll("[data-title]")) {
    each.title = t[each.dataset.title];
    each.setAttribute("aria-label", t[each.dataset.title]);
  }
}
