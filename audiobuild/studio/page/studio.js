/** The page: which script is shown, what is played, and what the keys do. */

import { Refused, begin, get, post } from "./api.js";
import { fillPanel, showSaid, wordAt } from "./menu.js";
import { Player } from "./player.js";
import { colours, draw, make, mark } from "./talk.js";
import { fill, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const talk = $("talk");
const REST = 300; // milliseconds after which the sentence at hand is made ahead
let show = null;
let script = null;
let sentences = new Map(); // id: the sentence, with its row
let sounds = new Map(); // id: its run, seconds, readings
let word = null; // the part of the sentence at hand that was clicked
let resting = 0;
let busy = 0; // changes of our own under way: what they change is read again anyway
let asked = false; // whether the panel was asked for: on a narrow page it would hide the talk
const wide = matchMedia("(min-width: 60.01rem)");

const player = new Player($("sound"), {
  script: () => script.id,
  order: () => [...sentences.keys()],
  pause: (id) => sentences.get(id)?.pause ?? 0,
  show: shown,
  failed: (error) => say(error.message),
  made: (id, found) => {
    sounds.set(id, { ...sounds.get(id), ...found });
    mark(id, sounds.get(id));
    counts();
    if (id === player.now && !$("panel").hidden) showSaid($("panel-body"), sentences.get(id), sounds.get(id));
  },
});

function say(text) {
  $("status").textContent = text;
}

// ------------------------------------------------------------------------------------------------------------- drawing

async function open(id) {
  script = await get(`script/${id}`);
  const spoken = script.rows.flatMap((row) => (row.sentences ?? []).map((each) => [each.id, { ...each, row }]));
  sentences = new Map(spoken);
  draw(talk, script);
  $("undo").disabled = !script.undo || show.readOnly;
  $("redo").disabled = !script.redo || show.readOnly;
  document.title = `${script.title} · audiobuild studio`;
  $("episodes").value = id;
  cast();
  lists();
  marks();
  player.forget();
  player.go(sentences.has(player.now) ? player.now : spoken[0]?.[0]);
  pronounce(id, script.rev).catch(failed);
}

/** How all sentences are said, in blocks, so that the first picture does not wait for the front end. */
async function pronounce(id, rev) {
  sounds = new Map();
  for (let start = 0; start !== null; ) {
    const found = await get(`script/${id}/pronounced/${start}`);
    if (script.id !== id || script.rev !== rev) return;
    for (const [name, sound] of Object.entries(found.sentences)) {
      sounds.set(name, sound);
      mark(name, sound);
    }
    start = found.next;
    counts();
  }
}

function counts() {
  const made = [...sounds.values()].filter((sound) => sound.seconds).length;
  $("counts").textContent = t.spoken(made, sentences.size);
  $("check").textContent = t.toCheck(worth().length);
}

/** The sentences that somebody should look at: guesses, and text without a sound. */
function worth() {
  const doubts = ["guess", "unsaid"];
  return [...sounds]
    .filter(([, sound]) => sound.error || sound.readings?.some((reading) => doubts.includes(reading.kind)))
    .map(([id]) => id)
    .concat(script.marks);
}

/** Mark the sentence at hand for later, without stopping. */
async function later() {
  const id = player.now;
  if (!id || show.readOnly) return;
  try {
    script.marks = (await post(`script/${script.id}/later`, { sentence: id, marked: !script.marks.includes(id) })).marks;
    marks();
    say(script.marks.includes(id) ? t.later : "");
  } catch (error) {
    failed(error);
  }
}

function marks() {
  for (const each of talk.querySelectorAll(".later")) each.classList.remove("later");
  for (const id of script.marks) $(`s${id}`)?.classList.add("later");
  counts();
}

/** What is left before the episode can be published. */
async function ready() {
  const { list: left } = await get(`script/${script.id}/ready`);
  const text = (each) => each.text ?? (typeof t.left[each.what] === "function" ? t.left[each.what](each.count) : t.left[each.what]);
  $("ready-list").replaceChildren(...left.map((each) => make("li", { class: each.stops ? "stops" : undefined, text: text(each) })), ...(left.length ? [] : [make("li", { text: t.ready })]));
  $("publish").disabled = show.readOnly || left.some((each) => each.stops);
  if (!$("ready").open) $("ready").showModal();
}

async function publish() {
  try {
    const done = await post(`script/${script.id}/publish`, {});
    $("ready-list").replaceChildren(make("li", { text: t.published(done.folder) }), make("li", { text: done.feed }), ...done.notes.map((text) => make("li", { text })));
    $("publish").disabled = true;
  } catch (error) {
    $("ready-list").replaceChildren(make("li", { class: "stops", text: error.message }));
  }
}

function cast() {
  const hues = colours(script.speakers);
  $("cast").replaceChildren(...script.speakers.map((who) => member(who, hues[who.id])));
}

/** A speaker with role and voice, which can be changed, and a sentence to hear. */
function member(who, hue) {
  const first = [...sentences.values()].find((each) => each.row.speaker === who.id);
  const hear = make("button", { type: "button", class: "hear", "aria-label": `${t.hear}: ${who.name}`, disabled: !first });
  hear.append($("play").firstElementChild.cloneNode(true));
  hear.addEventListener("click", () => player.play(first.id, {}, true));
  const pick = (name, options, now, change) => {
    const made = make("select", { class: name, "aria-label": `${t[name]}: ${who.name}`, disabled: show.readOnly }, ...options.map(([value, text]) => make("option", { value, text, selected: value === now })));
    made.addEventListener("change", () => change(made.value));
    return made;
  };
  const roles = pick("role", ["Q", "A", "N"].map((role) => [role, t[role]]), who.role, (role) => act({ do: "role", speaker: who.id, role }));
  const voices = show.voices.filter((each) => each.language === script.language.split("-")[0] || each.language === "any");
  const known = voices.map((each) => [`${each.engine}:${each.voice}`, each.voice]);
  if (!known.some(([value]) => value === who.voice)) known.unshift([who.voice, who.voice]);
  const voice = pick("voice", known, who.voice, (chosen) => act({ do: "voice", speaker: who.id, voice: chosen.replace(`${show.engine}:`, "") }));
  const by = [t.sex[who.sex], who.by].filter(Boolean).join(", ");
  return make("li", {}, make("p", { class: `who ${hue}`, text: who.name, title: `${t.decided}: ${who.by}${who.sex_by ? `, ${who.sex_by}` : ""}` }), who.id === "n" ? make("p", { class: "by", text: t.N }) : roles, voice, hear, make("p", { class: "by", text: by }));
}

function lists() {
  list("refused", script.refused, (head) => `${head.label} · ${t.lines(head.count)}`, (head) => act({ do: "role", label: head.label, role: "A" }));
  list("warnings", script.warnings, (warning) => warning.message);
}

function list(name, found, text, take) {
  $(`${name}-title`).hidden = !found.length;
  $(name).replaceChildren(
    ...found.map((each) => {
      const button = make("button", { type: "button", text: text(each) });
      button.addEventListener("click", () => goToLine(each.line));
      const taken = take && !show.readOnly && make("button", { type: "button", class: "take", text: t.isSpeaker });
      if (taken) taken.addEventListener("click", () => take(each));
      return make("li", {}, button, ...(taken ? [taken] : []));
    }),
  );
}

function goToLine(line) {
  const rows = [...talk.children].filter((row) => row.dataset.line);
  const row = rows.findLast((each) => Number(each.dataset.line) <= line) ?? rows[0];
  row?.scrollIntoView({ block: "center" });
  const first = row?.querySelector(".sentence");
  if (first) player.go(first.dataset.id);
}

/** Show which sentence is at hand, and whether it sounds. */
function shown(id, playing, waiting) {
  for (const old of talk.querySelectorAll("[aria-current]")) {
    old.removeAttribute("aria-current");
    old.tabIndex = -1;
  }
  const element = id && $(`s${id}`);
  if (element) {
    element.setAttribute("aria-current", "true");
    element.tabIndex = 0;
    const box = element.getBoundingClientRect();
    const lowest = asked && !wide.matches ? innerHeight * 0.5 : innerHeight - 100; // what the panel leaves free
    if (box.top < 80 || box.bottom > lowest) element.scrollIntoView({ block: wide.matches ? "center" : "start" });
  }
  $("play").classList.toggle("playing", playing);
  $("play").setAttribute("aria-label", playing ? t.pause : t.play);
  $("play").classList.toggle("waiting", waiting);
  $("now").textContent = sentences.get(id)?.text ?? "";
  if (waiting && !sounds.get(id)?.seconds) say(t.making);
  else if ($("status").textContent === t.making) say(""); // other messages stay: they are not about the sound
  panel(id);
  clearTimeout(resting);
  if (id && !playing && !online()) resting = setTimeout(() => player.sound(id).catch(() => {}), REST);
}

/** Whether the voice of the sentence at hand is a service: nothing is sent there before it is asked for. */
const online = () => !["kokoro", "tone"].includes(show.engine);

/** What the panel shows of the sentence at hand. */
function panel(id) {
  const sentence = sentences.get(id);
  const same = `${script.rev} ${id} ${word?.start} ${word?.end} ${Boolean(sounds.get(id)?.readings)}`;
  if (!$("panel").hidden && $("panel").dataset.same === same) return;
  $("panel").dataset.same = same;
  $("panel").hidden = !sentence || !(asked || wide.matches);
  if ($("panel").hidden) return;
  fillPanel($("panel-body"), {
    sentence,
    sound: sounds.get(id),
    script,
    word,
    readOnly: show.readOnly,
    hear: (instead) => player.play(id, instead, true),
    act,
    edit: () => edit(id),
  });
}

// ------------------------------------------------------------------------------------------------------------- changes

/** Change files; what is shown is read again from them. */
async function act(...actions) {
  busy++;
  try {
    const done = await post(`script/${script.id}/act`, { rev: script.rev, do: actions });
    await renewed(`${t.changed}: ${done.files.map((each) => each.file).join(", ")}`);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 409) await renewed(t.conflict);
    else failed(error);
    return false;
  } finally {
    busy--;
  }
}

async function undo(again) {
  busy++;
  try {
    await post(`script/${script.id}/${again ? "redo" : "undo"}`, {});
    await renewed(t.undone);
  } catch (error) {
    failed(error);
  } finally {
    busy--;
  }
}

/** Read the show and the script again; a converted script has another id. */
async function renewed(text) {
  word = null;
  const at = show.episodes.findIndex((each) => each.id === script.id);
  show = await get("show");
  episodes();
  const same = show.episodes.some((each) => each.id === script.id);
  await open(same ? script.id : show.episodes[Math.min(at, show.episodes.length - 1)].id);
  say(text);
}

/** A field in place of the sentence. Leaving it keeps the text; an unchanged text changes nothing. */
async function edit(id) {
  const element = $(`s${id}`);
  if (!element || show.readOnly || element.querySelector("textarea")) return;
  player.stop();
  const written = await get(`script/${script.id}/written/${id}`).catch(failed);
  if (!written) return;
  const field = make("textarea", { "aria-label": t.edit, rows: 1 });
  field.value = written.text;
  element.replaceChildren(field);
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  let left = false;
  let kept = id; // the sentence that the field stands for
  const line = element.closest(".row").dataset.line;
  const leave = async () => {
    if (left) return;
    left = true;
    const text = field.value.trim();
    if (text === written.text) element.textContent = sentences.get(id)?.text ?? written.text;
    else if (!(await act(text ? { do: "text", sentence: kept, text } : { do: "drop", sentence: kept }))) {
      left = false; // what was typed stays in its field
      const now = $(`s${kept}`) ?? talk.querySelector(`[data-line="${line}"] .sentence`) ?? talk.querySelector(".sentence");
      kept = now.dataset.id;
      if (!now.contains(field)) now.replaceChildren(field);
      field.focus();
    }
  };
  field.addEventListener("input", fit);
  field.addEventListener("blur", leave);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.key === "Enter" && (event.ctrlKey || event.metaKey)) || event.key === "Escape") {
      event.preventDefault();
      field.blur();
    }
  });
  field.focus();
  fit();
  say(t.editing);
}

async function build() {
  try {
    await post(`script/${script.id}/build`, {});
  } catch (error) {
    failed(error);
  }
}

/** What happens in the server; a hidden page does not listen, and hears on its return what it has missed. */
function listen() {
  let source = null;
  const heard = {
    changed: () => busy || document.querySelector("textarea") || get(`script/${script.id}`).then((found) => found.rev !== script.rev && renewed(t.changed)).catch(failed),
    progress: ({ done, total }) => say(t.building(done, total)),
    built: ({ spoken }) => renewed(t.builtNow(spoken)).then(ready).catch(failed),
    failed: ({ message }) => say(message),
  };
  const follow = () => {
    source?.close();
    source = document.hidden ? null : new EventSource("api/events");
    for (const [name, what] of source ? Object.entries(heard) : []) source.addEventListener(name, (event) => what(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

// ---------------------------------------------------------------------------------------------------------------- keys

/** One table: what the keys do, and the help that says so. */
const KEYS = [
  { keys: [" ", "k"], does: "play", act: () => player.toggle() },
  { keys: ["ArrowDown", "]"], does: "forward", act: () => player.step(1) },
  { keys: ["ArrowUp", "["], does: "back", act: () => player.step(-1) },
  { keys: ["ArrowRight"], does: "nextWord", act: () => stepWord(1) },
  { keys: ["ArrowLeft"], does: "wordBefore", act: () => stepWord(-1) },
  { keys: ["Enter"], does: "choose", act: () => document.querySelector("#panel .choices .reading, #panel .choices input")?.focus() },
  { keys: ["g"], does: "nextCheck", act: () => nextCheck() },
  { keys: ["e"], does: "edit", act: () => edit(player.now) },
  { keys: ["b"], does: "split", act: () => act({ do: "split", sentence: player.now }) },
  { keys: ["m"], does: "merge", act: () => act({ do: "merge", sentence: player.now }) },
  { keys: ["h"], does: "heading", act: () => act({ do: "heading", sentence: player.now }) },
  { keys: ["d"], does: "drop", act: () => act({ do: "drop", sentence: player.now }) },
  { keys: ["x"], does: "laterKey", act: later },
  { keys: ["s"], does: "speaker", act: () => document.querySelector("#panel .speaker select")?.focus() },
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ keys: [`${n}`], hidden: true, act: () => document.querySelector(`[data-choice="${n}"]`)?.click() })),
  { keys: ["?"], does: "keys", act: () => $("keys").showModal() },
];

/** The next or previous word of the sentence at hand. */
function stepWord(by) {
  const sentence = $(`s${player.now}`);
  const text = sentences.get(player.now)?.text;
  if (!text) return;
  let at = word ? (by > 0 ? word.end : word.start - 1) : by > 0 ? 0 : text.length - 1;
  while (at >= 0 && at < text.length && !wordAt(text, at)) at += by;
  word = wordAt(text, at) ?? word;
  asked = true;
  highlight(sentence);
  panel(player.now);
}

function nextCheck() {
  const order = [...sentences.keys()];
  const doubtful = worth();
  const at = order.indexOf(player.now);
  const next = order.find((id, n) => n > at && doubtful.includes(id)) ?? order.find((id) => doubtful.includes(id));
  if (next) player.go(next);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea")) {
    event.preventDefault();
    undo(event.shiftKey);
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return;
  if (event.key.length === 1 && event.key !== " " && !$("single").checked) return;
  const found = KEYS.find((each) => each.keys.includes(event.key));
  if (!found) return;
  event.preventDefault();
  found.act();
});

function help() {
  $("keys-list").replaceChildren(
    ...KEYS.filter((each) => !each.hidden).flatMap((each) => [
      make("dt", {}, ...each.keys.map((key) => make("kbd", { text: key === " " ? "Space" : key.replace("Arrow", "") }))),
      make("dd", { text: t[each.does] }),
    ]),
  );
}

// --------------------------------------------------------------------------------------------------------------- start

talk.addEventListener("click", (event) => {
  const sentence = event.target.closest(".sentence");
  if (!sentence || event.target.closest("textarea")) return;
  const text = sentence.textContent;
  word = wordAt(text, placeIn(sentence, event));
  asked = true;
  if (player.playing && !word) player.play(sentence.dataset.id);
  else {
    if (player.playing) player.stop();
    player.go(sentence.dataset.id);
  }
  highlight(sentence);
});
talk.addEventListener("dblclick", (event) => {
  const sentence = event.target.closest(".sentence");
  if (sentence && !event.target.closest("textarea")) player.play(sentence.dataset.id);
});
talk.addEventListener("click", (event) => {
  const spoken = event.target.closest("[data-keep]");
  if (spoken) act({ do: "keep", line: Number(spoken.dataset.keep) });
});

/** The character of a sentence that was clicked; a selection over several is not one. */
function placeIn(sentence, event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = found?.offsetNode ?? found?.startContainer;
  if (!node || !sentence.contains(node)) return -1;
  const before = document.createRange();
  before.setStart(sentence, 0);
  before.setEnd(node, found.offset ?? found.startOffset);
  const at = before.toString().length;
  const after = document.createRange(); // the caret lies at the nearer edge of a character: take the one under the pointer
  const box = (n) => {
    const [start, end] = [pointAt(sentence, n), pointAt(sentence, n + 1)];
    if (!start || !end) return null;
    after.setStart(...start);
    after.setEnd(...end);
    return after.getBoundingClientRect();
  };
  const left = at > 0 && box(at - 1);
  return left && event.clientX < left.right && event.clientY < left.bottom && event.clientY > left.top ? at - 1 : at;
}

/** Node and offset of a place in an element's text. */
function pointAt(element, at) {
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (at <= node.length) return [node, at];
    at -= node.length;
  }
  return null;
}

function highlight(sentence) {
  const range = document.createRange();
  const [start, end] = word ? [pointAt(sentence, word.start), pointAt(sentence, word.end)] : [];
  if (!CSS.highlights) return;
  CSS.highlights.delete("word");
  if (!start || !end) return;
  range.setStart(...start);
  range.setEnd(...end);
  CSS.highlights.set("word", new Highlight(range));
}

$("play").addEventListener("click", () => player.toggle());
$("back").addEventListener("click", () => player.step(-1));
$("forward").addEventListener("click", () => player.step(1));
$("check").addEventListener("click", nextCheck);
$("undo").addEventListener("click", () => undo(false));
$("redo").addEventListener("click", () => undo(true));
$("build").addEventListener("click", build);
$("publish").addEventListener("click", publish);
$("help").addEventListener("click", () => $("keys").showModal());
wide.addEventListener("change", () => script && panel(player.now));
$("panel-close").addEventListener("click", () => {
  asked = false;
  $("panel").hidden = true;
});
$("episodes").addEventListener("change", (event) => open(event.target.value).catch(failed));

function failed(error) {
  const gone = !(error instanceof Refused);
  say(gone ? t.gone : error.status === 401 ? t.denied : error.message);
  talk.setAttribute("aria-busy", "false");
  if (!script) talk.replaceChildren(make("p", { class: "empty", text: $("status").textContent }));
}

function episodes() {
  $("episodes").replaceChildren(
    ...show.episodes.map((each) => make("option", { value: each.id, text: `${each.title} · ${t[each.state]}` })),
  );
}

async function start() {
  fill();
  help();
  await begin();
  show = await get("show");
  episodes();
  listen();
  if (show.episodes.length) await open(show.episodes[0].id);
  else talk.replaceChildren(make("p", { class: "empty", text: t.nothing }));
}

start().catch(failed);
