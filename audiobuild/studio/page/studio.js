/** The page: which script is shown, what is played, and what the keys do. */

import { Gone, Refused, begin, get, post } from "./api.js";
import { editField } from "./edit.js";
import { fillPanel, showSaid } from "./menu.js";
import { highlight, wordAt, wordBeside, wordOf } from "./place.js";
import { Player } from "./player.js";
import { fillReview, isDoubtful } from "./review.js";
import { Strip, clock } from "./strip.js";
import { colours, draw, make, mark } from "./talk.js";
import { fill, language, speak, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const talk = $("talk");
const REST = 300; // milliseconds after which the sentence at hand is made ahead
const BLOCK = 200; // sentences whose pronunciation is asked for at once
const AGAIN = 2000; // milliseconds after which a server that is gone is looked for again
let show = null;
let script = null;
let sentences = new Map(); // id: the sentence, with its row
const sounds = new Map(); // id: its run, seconds, readings, and the version of the sentence
let word = null; // the part of the sentence at hand that was chosen
let current = null; // the element of the sentence at hand
let resting = 0;
let busy = 0; // changes of our own under way: what they change comes with their answers
let asked = ""; // what the panel was asked for: the sentence, or the list; on a narrow page it would hide the talk
let begun = null; // the build under way: when it began, and with how many sentences
let allowed = null; // whether texts may be sent to an online voice: null before that was asked
const wide = matchMedia("(min-width: 60.01rem)");

const player = new Player($("sound"), {
  script: () => script.id,
  order: () => [...sentences.keys()],
  pause: (id) => sentences.get(id)?.pause ?? 0,
  show: shown,
  failed: (error) => say(error.message),
  may: mayBeSent,
  made: (id, found) => {
    sounds.set(id, { ...sounds.get(id), ...found });
    mark(id, sounds.get(id));
    counts();
    if (id === player.now && !$("panel").hidden) showSaid($("panel-body"), sentences.get(id), sounds.get(id));
  },
});
const strip = new Strip($("strip"), (id) => player.to(id));

function say(text) {
  $("status").textContent = text;
}

/** A state of the whole page that stays until it is over. */
function warn(text) {
  $("banner").textContent = text;
  $("banner").hidden = !text;
}

// ------------------------------------------------------------------------------------------------------------- drawing

async function open(id) {
  adopt(await get(`script/${id}`));
}

/** Show a script as the server has it now. */
function adopt(found) {
  const isOther = script?.id !== found.id;
  const at = [...sentences.keys()].indexOf(player.now);
  script = found;
  const spoken = script.rows.flatMap((row) => (row.sentences ?? []).map((each) => [each.id, { ...each, row }]));
  sentences = new Map(spoken);
  for (const [id, sound] of sounds) if (isOther || sentences.get(id)?.v !== sound.v) sounds.delete(id);
  for (const fresh of draw(talk, script)) if (sounds.has(fresh.id)) mark(fresh.id, sounds.get(fresh.id));
  $("undo").disabled = !script.undo || show.readOnly;
  $("redo").disabled = !script.redo || show.readOnly;
  document.title = `${script.title} · audiobuild studio`;
  warn(script.error ? `${t.unreadable} ${script.error}` : "");
  talk.classList.toggle("old", Boolean(script.error));
  const episode = show.episodes.find((each) => each.id === script.id) ?? show.episodes.find((each) => each.file.startsWith(script.title));
  if (episode) Object.assign(episode, { title: script.title, state: script.state });
  episodes();
  cast();
  lists();
  marks();
  strip.fill(sentences, sounds, colours(script.speakers));
  player.forget();
  const beside = isOther ? 0 : Math.min(Math.max(at, 0), spoken.length - 1); // one that is gone: what took its place
  player.go(sentences.has(player.now) ? player.now : spoken[beside]?.[0]);
  pronounce(script).catch(failed);
}

/** How sentences are said that are not known yet, in blocks, so that the first picture does not wait for the front end. */
async function pronounce(of) {
  const unknown = [...sentences].filter(([id]) => !sounds.has(id));
  for (let start = 0; start < unknown.length; start += BLOCK) {
    const block = unknown.slice(start, start + BLOCK);
    const found = await post(`script/${of.id}/pronounced`, { sentences: block.map(([id]) => id) });
    if (script !== of) return;
    for (const [id, sentence] of block) {
      if (!found[id]) continue;
      sounds.set(id, { ...found[id], v: sentence.v });
      mark(id, sounds.get(id));
    }
    counts();
  }
  strip.fill(sentences, sounds, colours(script.speakers));
  tick();
  if (asked === "list") list();
  panel(player.now);
}

/** Ask for all sounds again: a build has made many of them. */
function again() {
  sounds.clear();
  pronounce(script).catch(failed);
}

function counts() {
  const made = [...sounds.values()].filter((sound) => sound.seconds).length;
  $("counts").textContent = t.spoken(made, sentences.size);
  $("check").textContent = t.toCheck(worth().length);
}

/** The sentences that somebody should look at: marked ones, guesses, and text without a sound. */
function worth() {
  const right = new Set(script.right);
  const doubtful = [...sentences.keys()].filter((id) => sounds.has(id) && isDoubtful(sounds.get(id), right));
  return [...new Set([...script.later, ...doubtful])];
}

/** Note something about the script: a sentence for later, or a reading that is right. */
async function note(name, what, wanted) {
  try {
    Object.assign(script, await post(`script/${script.id}/review`, { list: name, what, wanted }));
    marks();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Mark the sentence at hand for later, without stopping. */
async function later() {
  const id = player.now;
  if (!id || show.readOnly) return;
  if (await note("later", id, !script.later.includes(id))) say(script.later.includes(id) ? t.later : "");
}

function marks() {
  for (const each of talk.querySelectorAll(".later")) each.classList.remove("later");
  for (const id of script.later) $(`s${id}`)?.classList.add("later");
  counts();
}

/** What is left before the episode can be published. */
async function ready() {
  const { list: left } = await get(`script/${script.id}/ready`);
  const text = (each) => each.text ?? (typeof t.left[each.what] === "function" ? t.left[each.what](each.count) : t.left[each.what]);
  const items = left.map((each) => make("li", { class: each.stops ? "stops" : undefined, text: text(each) }));
  $("ready-list").replaceChildren(...(items.length ? items : [make("li", { text: t.ready })]));
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

/** The voices that can be cast for this script, those of its language. */
const voices = () => show.voices.filter((each) => each.language === script.language.split("-")[0] || each.language === "any");

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
  const known = voices().map((each) => [`${each.engine}:${each.voice}`, each.voice]);
  if (!known.some(([value]) => value === who.voice)) known.unshift([who.voice, who.voice.split(":").pop()]);
  const voice = pick("voice", known, who.voice, (chosen) => act({ do: "voice", speaker: who.id, voice: chosen.replace(`${show.engine}:`, "") }));
  const title = `${t.decided}: ${who.by}`;
  const name = make("p", { class: `who ${hue}`, title }, who.label && !show.readOnly ? renamed(who, title) : who.name);
  const sex = t.sex[who.sex] ? ` · ${t.sex[who.sex]}` : "";
  return make("li", {}, name, who.id === "n" ? make("p", { class: "by", text: t.N + sex }) : roles, voice, hear);
}

/** The name of a speaker, which a click turns into a field. */
function renamed(who, title) {
  const button = make("button", { type: "button", class: "name", text: who.name, title: `${t.rename} · ${title}` });
  button.addEventListener("click", () => {
    const field = make("input", { type: "text", value: who.name, "aria-label": `${t.rename}: ${who.name}` });
    const leave = () => (field.value.trim() && field.value.trim() !== who.name ? act({ do: "name", speaker: who.id, name: field.value.trim() }) : cast());
    field.addEventListener("keydown", (event) => {
      if (!event.isComposing && event.keyCode !== 229 && ["Enter", "Escape"].includes(event.key)) field.blur();
    });
    field.addEventListener("blur", leave, { once: true });
    button.replaceWith(field);
    field.select();
  });
  return button;
}

function lists() {
  column("refused", script.refused, (head) => `${head.label} · ${t.lines(head.count)}`, (head) => act({ do: "role", label: head.label, role: "A" }));
  column("warnings", script.warnings, (warning) => warning.message);
}

function column(name, found, text, take) {
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
  const rows = [...talk.querySelectorAll(".row")];
  const row = rows.findLast((each) => Number(each.dataset.line) <= line) ?? rows[0];
  row?.scrollIntoView({ block: "center" });
  const first = row?.querySelector(".sentence");
  if (first) player.go(first.dataset.id);
}

/** Show which sentence is at hand, and whether it sounds. */
function shown(id, playing, waiting) {
  const element = id ? $(`s${id}`) : null;
  if (current !== element) {
    current?.removeAttribute("aria-current");
    if (current) current.tabIndex = -1;
    if (word && current) choose(null);
  }
  current = element;
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
  tick();
  if (waiting && !sounds.get(id)?.seconds) say(t.making);
  else if ($("status").textContent === t.making) say(""); // other messages stay: they are not about the sound
  if (asked !== "list") panel(id);
  clearTimeout(resting);
  if (id && !playing && !show.online) resting = setTimeout(() => player.sound(id, {}, true).catch(() => {}), REST);
}

/** Where we are in the episode. */
function tick() {
  if (!script) return;
  const now = strip.at(player.now) + (player.playing && !player.alone ? $("sound").currentTime : 0);
  $("time").textContent = `${clock(now)} / ${clock(strip.all)}`;
  strip.show(now);
}

/** Whether a text may be sent to an online voice; it is asked once, before the first one leaves the machine. */
async function mayBeSent() {
  if (!show.online || allowed) return true;
  $("send").returnValue = "";
  $("send").showModal();
  await new Promise((resolve) => $("send").addEventListener("close", resolve, { once: true }));
  allowed = $("send").returnValue === "yes";
  return allowed;
}

/** What the panel shows of the sentence at hand. */
function panel(id) {
  const sentence = sentences.get(id);
  const same = `${script.rev} ${id} ${word?.start} ${word?.end} ${Boolean(sounds.get(id)?.readings)}`;
  if (asked === "list" || (!$("panel").hidden && $("panel").dataset.same === same)) return;
  $("panel").dataset.same = same;
  $("panel").hidden = !sentence || !(asked || wide.matches);
  if ($("panel").hidden) return;
  $("panel-title").textContent = t.readings;
  fillPanel($("panel-body"), {
    sentence,
    sound: sounds.get(id),
    script,
    word,
    voices: voices(),
    readOnly: show.readOnly,
    hear: (instead) => player.play(id, instead, true),
    ahead: (instead) => show.online || player.sound(id, instead, true).catch(() => {}),
    act,
    go: (other) => player.go(other),
    edit: () => edit(id),
  });
}

/** Show the list of readings to work through, or leave it. */
function list() {
  asked = "list";
  $("panel").hidden = false;
  $("panel").dataset.same = "";
  $("panel-title").textContent = t.list;
  fillReview($("panel-body"), {
    sentences,
    sounds,
    script,
    readOnly: show.readOnly,
    go: (id, written) => {
      player.go(id);
      const at = written ? (sentences.get(id)?.text.indexOf(written) ?? -1) : -1;
      asked = "sentence";
      choose(at < 0 ? null : { start: at, end: at + written.length });
    },
    hear: (id) => player.play(id, {}, true),
    right: (key) => note("right", key, true),
  });
}

function toggleList() {
  if (asked !== "list") list();
  else leavePanel();
}

function leavePanel() {
  const wasList = asked === "list";
  asked = "";
  if (wasList && wide.matches) panel(player.now);
  else $("panel").hidden = true;
}

// ------------------------------------------------------------------------------------------------------------- changes

/** Change files; the answer has the script as it is then. Says whether it could be done. */
async function act(action) {
  busy++;
  try {
    const done = await post(`script/${script.id}/act`, { rev: script.rev, do: action });
    word = null;
    adopt(done.script);
    saved(done.files, done.merged ? t.merged : `${t.changed}: ${done.files.map((each) => each.file).join(", ")}`);
    if (done.like) offer(done.like, action.label);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 409) {
      await open(script.id).catch(failed);
      say(t.conflict);
    } else failed(error, t.notSaved);
    return false;
  } finally {
    busy--;
  }
}

/** Say what was written, and keep it to be looked at. */
function saved(files, text) {
  say(text);
  $("diff").hidden = !files.some((each) => each.diff);
  $("diff").textContent = `${t.noted} ${new Date().toLocaleTimeString(language)}`;
  const lines = files.flatMap(({ file, diff }) => [make("h3", { text: file }), make("pre", {}, ...diff.split("\n").map((line) => make("span", { class: { "+": "come", "-": "gone" }[line[0]], text: `${line}\n` })))]);
  $("diff-list").replaceChildren(...lines);
}

/** Offer the same for all paragraphs that begin with a label. */
function offer(count, label) {
  $("offer-text").textContent = t.like(count, label);
  $("offer").hidden = false;
  $("offer-yes").onclick = () => {
    $("offer").hidden = true;
    act({ do: "like", label });
  };
  $("offer-yes").focus();
}

async function undo(again) {
  busy++;
  try {
    const done = await post(`script/${script.id}/${again ? "redo" : "undo"}`, {});
    if (!show.episodes.some((each) => each.id === done.script.id)) show = await get("show");
    adopt(done.script);
    saved(done.files, t.undone);
  } catch (error) {
    failed(error, t.notSaved);
  } finally {
    busy--;
  }
}

async function edit(id) {
  const element = $(`s${id}`);
  if (!element || show.readOnly || element.querySelector("textarea")) return;
  player.stop();
  const written = await post(`script/${script.id}/written`, { sentence: id }).catch(failed);
  if (!written) return;
  highlight(null);
  const line = Number(element.closest(".row").dataset.line);
  editField(element, id, written.text, {
    chinese: script.language.startsWith("zh"),
    hear: (kept, text) => player.play(kept, { text }, true),
    keep: (kept, text) => act(text ? { do: "text", sentence: kept, text } : { do: "drop", sentence: kept }),
    close: (kept, text) => {
      element.textContent = sentences.get(kept)?.text ?? text;
      if (sounds.has(kept)) mark(kept, sounds.get(kept));
    },
    place: (kept) => {
      const rows = [...talk.querySelectorAll(".row:has(.sentence)")];
      const near = rows.findLast((row) => Number(row.dataset.line) <= line) ?? rows[0];
      const now = $(`s${kept}`) ?? near?.querySelector(".sentence");
      return now && { element: now, id: now.dataset.id, text: sentences.get(now.dataset.id)?.text };
    },
  });
  say(t.editing);
}

async function build() {
  try {
    await post(begun ? "build/stop" : `script/${script.id}/build`, {});
    if (!begun) building({ at: Date.now(), done: 0 });
  } catch (error) {
    failed(error);
  }
}

function building(now) {
  begun = now;
  $("build").textContent = begun ? t.stop : t.build;
}

function progress({ done, total }) {
  if (!begun) building({ at: Date.now(), done });
  const seconds = (Date.now() - begun.at) / 1000;
  const left = done > begun.done ? Math.ceil((seconds / (done - begun.done)) * (total - done)) : 0;
  say(t.building(done, total, left));
}

/** The script and the show as they are now, unless a field is open or a change of our own is under way. */
async function renew(text) {
  if (busy || document.querySelector("textarea")) return;
  show = await get("show");
  episodes();
  if (!script && show.episodes.length) await open(show.episodes[0].id);
  if (!script) return;
  const found = await get(`script/${script.id}`);
  const isOther = found.rev !== script.rev || found.error !== script.error || found.state !== script.state;
  const isSaid = found.rows.some((row) => row.sentences?.some((each) => each.v !== sentences.get(each.id)?.v));
  if (isOther || isSaid) adopt(found);
  if (text && found.rev === script.rev && isOther) say(text);
}

/** What happens in the server; a hidden page does not listen, and hears on its return what it has missed. */
function listen() {
  let source = null;
  let lost = false;
  const heard = {
    changed: () => renew(t.taken).catch(failed),
    progress,
    built: async ({ spoken }) => {
      building(null);
      await renew("");
      again();
      say(t.builtNow(spoken));
      await ready();
    },
    failed: ({ message }) => {
      building(null);
      again();
      say(message);
    },
  };
  const follow = () => {
    source?.close();
    source = document.hidden ? null : new EventSource("api/events");
    for (const [name, what] of source ? Object.entries(heard) : []) source.addEventListener(name, (event) => what(JSON.parse(event.data)));
    if (!source) return;
    source.onopen = () => {
      if (lost) warn("");
      if (lost) renew("").then(() => say(t.back_), failed);
      lost = false;
    };
    source.onerror = async () => {
      const answer = await fetch("api/show").catch(() => null); // which of the two: gone, or another one with another token
      lost = !answer?.ok;
      if (lost) warn(answer ? t.denied : t.gone);
      if (lost && source.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN);
    };
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

// ---------------------------------------------------------------------------------------------------------------- keys

const first = (selector) => document.querySelector(selector);
const into = (selector) => () => {
  if (asked === "list") asked = "";
  asked ||= "sentence";
  panel(player.now);
  first(selector)?.focus();
};
const simple = (name) => () => act({ do: name, sentence: player.now });

/** One table: what the keys do, and the help that says so. */
const KEYS = [
  { keys: [" ", "k"], does: "play", act: () => player.toggle() },
  { keys: ["ArrowDown", "]"], does: "forward", act: () => player.step(1) },
  { keys: ["ArrowUp", "["], does: "back", act: () => player.step(-1) },
  { keys: ["Shift+ArrowDown"], does: "turnForward", act: () => stepTo(1, (row) => row.classList.contains("first")) },
  { keys: ["Shift+ArrowUp"], does: "turnBack", act: () => stepTo(-1, (row) => row.classList.contains("first")) },
  { keys: ["n"], does: "chapterForward", act: () => stepTo(1, opensChapter) },
  { keys: ["p"], does: "chapterBack", act: () => stepTo(-1, opensChapter) },
  { keys: ["<"], does: "slower", act: () => speed(-0.25) },
  { keys: [">"], does: "faster", act: () => speed(0.25) },
  { keys: ["ArrowRight"], does: "nextWord", act: () => stepWord(1) },
  { keys: ["ArrowLeft"], does: "wordBefore", act: () => stepWord(-1) },
  { keys: ["Shift+ArrowRight"], does: "longer", act: () => word && word.end < sentences.get(player.now).text.length && choose({ ...word, end: word.end + 1 }) },
  { keys: ["Enter"], does: "choose", act: () => first("#panel .choices .reading, #panel .choices input")?.focus() },
  { keys: ["a"], does: "compare", act: () => player.compare() },
  { keys: ["x"], does: "laterKey", act: later },
  { keys: ["g"], does: "nextCheck", act: () => nextCheck(1) },
  { keys: ["Shift+G"], does: "checkBefore", act: () => nextCheck(-1) },
  { keys: ["e"], does: "edit", act: () => edit(player.now) },
  { keys: ["s"], does: "speaker", act: into("#panel .speaker select") },
  { keys: ["v"], does: "voice", act: () => openVoices() },
  { keys: ["r"], does: "role", act: () => roleOf()?.focus() },
  { keys: ["b"], does: "split", act: simple("split") },
  { keys: ["m"], does: "merge", act: simple("merge") },
  { keys: ["h"], does: "heading", act: simple("heading") },
  { keys: ["t"], does: "title", act: simple("title") },
  { keys: ["d"], does: "drop", act: simple("drop") },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ keys: [`${n}`], hidden: true, act: () => choice(n)?.click() })),
  { keys: ["?"], does: "keys", act: () => $("keys").showModal() },
];

const opensChapter = (row) => sentences.get(row.querySelector(".sentence").dataset.id)?.row.chapter != null;

/** The choice that a figure means: a voice while the voices are open and one has the focus, else a reading. */
function choice(n) {
  const voice = document.activeElement.closest(".voices") ? first(`[data-voice="${n}"]`) : null;
  return voice ?? first(`[data-choice="${n}"]`);
}

function openVoices() {
  into("#panel .voices summary")();
  const box = first("#panel .voices");
  if (!box) return;
  box.open = true;
  box.querySelector(".reading")?.focus();
  box.scrollIntoView({ block: "start" });
}

/** The list with the role of who says the sentence at hand. */
function roleOf() {
  const who = script.speakers.findIndex((each) => each.id === sentences.get(player.now)?.row.speaker);
  return $("cast").children[who]?.querySelector("select.role");
}

/** Go to the next or previous row of a kind. */
function stepTo(by, wanted) {
  const rows = [...talk.querySelectorAll(".row:has(.sentence)")];
  const at = rows.indexOf(current?.closest(".row"));
  const rest = by > 0 ? rows.slice(at + 1) : rows.slice(0, Math.max(0, at)).reverse();
  player.to(rest.find(wanted)?.querySelector(".sentence").dataset.id);
}

function speed(by) {
  player.pace(by ? player.speed + by : (player.speed % 2) + 0.25);
  $("rate").textContent = `${player.speed}×`;
}

/** Choose a part of the sentence at hand, or none. */
function choose(part) {
  word = part;
  highlight(current, word);
  panel(player.now);
}

function stepWord(by) {
  const text = sentences.get(player.now)?.text;
  if (!text) return;
  asked = "sentence";
  choose(wordBeside(text, word, by));
}

function nextCheck(by) {
  const order = [...sentences.keys()];
  const doubtful = new Set(worth());
  const at = order.indexOf(player.now);
  const around = by > 0 ? [...order.slice(at + 1), ...order] : [...order.slice(0, at).reverse(), ...order.reverse()];
  const next = around.find((id) => doubtful.has(id));
  if (next) player.to(next);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea")) {
    event.preventDefault();
    undo(event.shiftKey);
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !$("panel").hidden && !event.target.closest("textarea, dialog")) return back();
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a, summary")) return;
  if (event.key.length === 1 && event.key !== " " && !$("single").checked) return;
  const key = event.shiftKey && (event.key.length > 1 || /[A-Z]/.test(event.key)) ? `Shift+${event.key}` : event.key;
  const found = KEYS.find((each) => each.keys.includes(key));
  if (!found || !script) return;
  event.preventDefault();
  found.act();
});

/** Leave the panel for the sentence at hand. */
function back() {
  if (!wide.matches) leavePanel();
  current?.focus();
}

function help() {
  const name = (key) => key.replace(/^ $/, "Space").replace("Arrow", "");
  $("keys-list").replaceChildren(
    ...KEYS.filter((each) => !each.hidden).flatMap((each) => [
      make("dt", {}, ...each.keys.map((key) => make("kbd", { text: name(key) }))),
      make("dd", { text: t[each.does] }),
    ]),
  );
}

// --------------------------------------------------------------------------------------------------------------- start

talk.addEventListener("click", (event) => {
  const spoken = event.target.closest("[data-keep]");
  if (spoken) return act({ do: "keep", line: Number(spoken.closest(".row").dataset.line) });
  const name = event.target.closest("article .who");
  if (name?.textContent) return whoIsIt(name.closest(".row"));
  const sentence = event.target.closest(".sentence");
  if (!sentence || event.target.closest(".edit")) return;
  const chosen = wordOf(sentence, event);
  asked = "sentence";
  if (player.playing && !chosen) return player.play(sentence.dataset.id);
  if (player.playing) player.stop();
  player.go(sentence.dataset.id);
  choose(chosen);
});
talk.addEventListener("dblclick", (event) => {
  const sentence = event.target.closest(".sentence");
  if (!sentence || event.target.closest(".edit")) return;
  getSelection().removeAllRanges();
  player.play(sentence.dataset.id);
});

/** Ask who speaks from a row on: the field for a name has the focus. */
function whoIsIt(row) {
  player.go(row.querySelector(".sentence").dataset.id);
  into("#panel .speaker input")();
}

const clicks = {
  play: () => player.toggle(),
  back: () => player.step(-1),
  forward: () => player.step(1),
  check: toggleList,
  undo: () => undo(false),
  redo: () => undo(true),
  build,
  publish,
  help: () => $("keys").showModal(),
  diff: () => $("diffs").showModal(),
  speed: () => speed(0),
  people: () => $("people").setAttribute("aria-expanded", document.body.classList.toggle("with-people")),
  "offer-no": () => ($("offer").hidden = true),
  "panel-close": () => {
    asked = "";
    $("panel").hidden = true;
  },
};
for (const [id, does] of Object.entries(clicks)) $(id).addEventListener("click", does);
wide.addEventListener("change", () => script && panel(player.now));
$("sound").addEventListener("timeupdate", tick);
$("language").value = language;
$("language").addEventListener("change", (event) => speak(event.target.value));
$("episodes").addEventListener("change", (event) => open(event.target.value).catch(failed));

/** Say what went wrong; what cannot be reached any more is said until it is there again. */
function failed(error, before = "") {
  const gone = error instanceof Gone;
  if (!gone && !(error instanceof Refused)) throw error;
  const text = gone ? t.gone : error.status === 401 ? t.denied : error.message;
  say(`${before} ${text}`.trim());
  if (gone) warn(text);
  talk.setAttribute("aria-busy", "false");
  if (!script) talk.replaceChildren(make("p", { class: "empty", text }));
}

function episodes() {
  $("episodes").replaceChildren(...show.episodes.map((each) => make("option", { value: each.id, text: `${each.title} · ${t[each.state]}`, selected: each.id === script?.id })));
}

async function start() {
  fill();
  help();
  await begin();
  show = await get("show");
  episodes();
  listen();
  if (show.episodes.length) await open(show.episodes[0].id);
  else {
    talk.replaceChildren(make("p", { class: "empty", text: t.nothing }));
    talk.setAttribute("aria-busy", "false");
  }
}

start().catch(failed);
