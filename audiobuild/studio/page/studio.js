/** The page: which script is shown, what is played, and what the keys do. */

import { Refused, begin, get } from "./api.js";
import { Player } from "./player.js";
import { colours, draw, make, mark } from "./talk.js";
import { fill, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const talk = $("talk");
let show = null;
let script = null;
let sentences = new Map(); // id: the sentence, with its row
let sounds = new Map(); // id: its run, seconds, readings

const player = new Player($("sound"), {
  script: () => script.id,
  order: () => [...sentences.keys()],
  pause: (id) => sentences.get(id)?.pause ?? 0,
  show: shown,
  failed: (error) => say(error.message),
  made: (id, found) => {
    sounds.set(id, { ...sounds.get(id), seconds: found.seconds, run: found.run });
    mark(id, sounds.get(id));
    counts();
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
  document.title = `${script.title} · audiobuild studio`;
  $("episodes").value = id;
  cast();
  lists();
  player.forget();
  player.go(sentences.has(player.now) ? player.now : spoken[0]?.[0]);
  await pronounce(id, script.rev);
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
    .map(([id]) => id);
}

function cast() {
  const hues = colours(script.speakers);
  $("cast").replaceChildren(
    ...script.speakers.map((who) => {
      const first = [...sentences.values()].find((each) => each.row.speaker === who.id);
      const hear = make("button", { type: "button", class: "hear", "aria-label": `${t.hear}: ${who.name}`, disabled: !first });
      hear.append($("play").firstElementChild.cloneNode(true));
      hear.addEventListener("click", () => player.play(first.id, {}, true));
      return make(
        "li",
        {},
        make("p", { class: `who ${hues[who.id]}`, text: who.name }),
        make("p", { class: "role", text: [t[who.role], t.sex[who.sex]].filter(Boolean).join(", ") }),
        make("p", { class: "voice", text: who.voice.replace(`${show.engine}:`, "") }),
        hear,
      );
    }),
  );
}

function lists() {
  list("refused", script.refused, (head) => `${head.label} · ${t.lines(head.count)}`);
  list("warnings", script.warnings, (warning) => warning.message);
}

function list(name, found, text) {
  $(`${name}-title`).hidden = !found.length;
  $(name).replaceChildren(
    ...found.map((each) => {
      const button = make("button", { type: "button", text: text(each) });
      button.addEventListener("click", () => goToLine(each.line));
      return make("li", {}, button);
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
    if (box.top < 80 || box.bottom > innerHeight - 100) element.scrollIntoView({ block: "center" });
  }
  $("play").classList.toggle("playing", playing);
  $("play").setAttribute("aria-label", playing ? t.pause : t.play);
  $("play").classList.toggle("waiting", waiting);
  $("now").textContent = sentences.get(id)?.text ?? "";
  say(waiting && !sounds.get(id)?.seconds ? t.making : "");
  panel(id);
}

/** How the sentence at hand is said. */
function panel(id) {
  const sound = sounds.get(id);
  const rows = (sound?.readings ?? []).map((reading) =>
    make("tr", {}, make("td", { text: reading.written, lang: script.language }), make("td", { text: reading.said }), make("td", { class: "kind", text: t.kinds[reading.kind] ?? reading.kind })),
  );
  $("panel").hidden = !rows.length && !sound?.error;
  $("panel-body").replaceChildren(
    sound?.error ? make("p", { class: "error", text: sound.error }) : make("table", {}, make("tbody", {}, ...rows)),
  );
}

// ---------------------------------------------------------------------------------------------------------------- keys

/** One table: what the keys do, and the help that says so. */
const KEYS = [
  { keys: [" ", "k"], does: "play", act: () => player.toggle() },
  { keys: ["ArrowDown", "]"], does: "forward", act: () => player.step(1) },
  { keys: ["ArrowUp", "["], does: "back", act: () => player.step(-1) },
  { keys: ["g"], does: "nextCheck", act: () => nextCheck() },
  { keys: ["?"], does: "keys", act: () => $("keys").showModal() },
];

function nextCheck() {
  const order = [...sentences.keys()];
  const doubtful = worth();
  const at = order.indexOf(player.now);
  const next = doubtful.find((id) => order.indexOf(id) > at) ?? doubtful[0];
  if (next) player.go(next);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if (event.key === " " && event.target.closest("button, a")) return;
  if (event.key.length === 1 && event.key !== " " && !$("single").checked) return;
  const found = KEYS.find((each) => each.keys.includes(event.key));
  if (!found) return;
  event.preventDefault();
  found.act();
});

function help() {
  $("keys-list").replaceChildren(
    ...KEYS.flatMap((each) => [
      make("dt", {}, ...each.keys.map((key) => make("kbd", { text: key === " " ? "Space" : key.replace("Arrow", "") }))),
      make("dd", { text: t[each.does] }),
    ]),
  );
}

// --------------------------------------------------------------------------------------------------------------- start

talk.addEventListener("click", (event) => {
  const sentence = event.target.closest(".sentence");
  if (!sentence || !getSelection().isCollapsed) return;
  if (player.playing) player.play(sentence.dataset.id);
  else player.go(sentence.dataset.id);
});
talk.addEventListener("dblclick", (event) => {
  const sentence = event.target.closest(".sentence");
  if (sentence) player.play(sentence.dataset.id);
});
$("play").addEventListener("click", () => player.toggle());
$("back").addEventListener("click", () => player.step(-1));
$("forward").addEventListener("click", () => player.step(1));
$("check").addEventListener("click", nextCheck);
$("help").addEventListener("click", () => $("keys").showModal());
$("panel-close").addEventListener("click", () => ($("panel").hidden = true));
$("episodes").addEventListener("change", (event) => open(event.target.value).catch(failed));

function failed(error) {
  const gone = !(error instanceof Refused);
  say(gone ? t.gone : error.status === 401 ? t.denied : error.message);
  talk.setAttribute("aria-busy", "false");
  if (!script) talk.replaceChildren(make("p", { class: "empty", text: $("status").textContent }));
}

async function start() {
  fill();
  help();
  await begin();
  show = await get("show");
  $("episodes").replaceChildren(
    ...show.episodes.map((each) => make("option", { value: each.id, text: `${each.title} · ${t[each.state]}` })),
  );
  if (show.episodes.length) await open(show.episodes[0].id);
  else talk.replaceChildren(make("p", { class: "empty", text: t.nothing }));
}

start().catch(failed);
