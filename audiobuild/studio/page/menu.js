/** The panel about the sentence at hand: how it is said, other ways to say it, who says it, and what can be done. */

import { post } from "./api.js";
import { make } from "./talk.js";
import { t } from "./words.js";

const HAN = /\p{Script=Han}/u;
const RUN = /[\p{L}\p{N}]/u;

/** The word around a place of a text: one Han character, or a run of letters and figures. */
export function wordAt(text, at) {
  if (at < 0 || at >= text.length || !RUN.test(text[at])) return null;
  if (HAN.test(text[at])) return { start: at, end: at + 1 };
  const inside = (n) => n >= 0 && n < text.length && RUN.test(text[n]) && !HAN.test(text[n]);
  let start = at;
  let end = at + 1;
  while (inside(start - 1)) start--;
  while (inside(end)) end++;
  return { start, end };
}

/** The sentence with a reading as a mark behind the word, as the script would have it. */
export function withReading(text, word, reading) {
  const written = text.slice(word.start, word.end);
  const pinyin = /^[a-z\u00c0-\u01dc:]+[1-5]?( [a-z\u00c0-\u01dc:]+[1-5]?)*$/i.test(reading) && HAN.test(written);
  const mark = pinyin ? `（${reading}）` : HAN.test(text) ? `（读：${reading}）` : ` (say: ${reading})`;
  return text.slice(0, word.end) + mark + text.slice(word.end);
}

/** Places in a text without its blanks, as an action counts them. */
export function withoutBlanks(text, word) {
  const count = (part) => part.replace(/\s/g, "").length;
  return { start: count(text.slice(0, word.start)), end: count(text.slice(0, word.end)) };
}

const button = (text, act, more = {}) => {
  const made = make("button", { type: "button", text, ...more });
  made.addEventListener("click", act);
  return made;
};

/** Fill the panel for a sentence; `word` is the part of it that was clicked. */
export function fillPanel(body, { sentence, sound, script, word, readOnly, hear, act, edit }) {
  const parts = [];
  if (sound?.error) parts.push(make("p", { class: "error", text: sound.error }));
  parts.push(make("p", { class: "pinyin", lang: "zh-Latn" }), make("p", { class: "said" }));
  if (word && !readOnly) parts.push(choicesOf(sentence, word, sound, { hear, act }));
  const rows = (sound?.readings ?? []).map((reading) =>
    make("tr", {}, make("td", { text: reading.written, lang: script.language }), make("td", { text: reading.said }), make("td", { class: "kind", text: t.kinds[reading.kind] ?? reading.kind })),
  );
  if (rows.length) parts.push(make("table", { "aria-label": t.readings }, make("tbody", {}, ...rows)));
  if (!readOnly) {
    if (!word) parts.push(make("p", { class: "hint", text: t.pick }));
    parts.push(speakerOf(sentence, script, act), actionsOf(sentence, act, edit));
  }
  body.replaceChildren(...parts);
  showSaid(body, sentence, sound);
}

/** How the sentence is said, once that is known; nothing else of the panel moves under a finger. */
export function showSaid(body, sentence, sound) {
  body.querySelector(".pinyin").textContent = sound?.pinyin ?? "";
  body.querySelector(".said").textContent = sound?.said && sound.said !== sentence.text ? sound.said : "";
}

function choicesOf(sentence, word, sound, { hear, act }) {
  const written = sentence.text.slice(word.start, word.end);
  const name = `scope${Math.random()}`;
  const scopes = ["here", "episode", "show"].map((scope) =>
    make("label", {}, make("input", { type: "radio", name, value: scope, checked: scope === "here" }), ` ${{ here: t.here, episode: t.episodeScope, show: t.showScope }[scope]}`),
  );
  const box = make("section", { class: "choices", "aria-label": written });
  const keep = (reading) => {
    const scope = box.querySelector("input:checked").value;
    act({ do: "reading", sentence: sentence.id, ...withoutBlanks(sentence.text, word), written, reading, scope });
  };
  const play = (reading) => hear({ text: withReading(sentence.text, word, reading) });
  const own = make("input", { type: "text", placeholder: t.own, "aria-label": t.own, autocapitalize: "off", spellcheck: "false" });
  own.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && own.value.trim()) keep(own.value.trim());
  });
  const now = sound?.readings?.find((reading) => reading.written === written)?.said;
  const list = make("ol");
  const choice = (reading, n) =>
    make(
      "li",
      {},
      button(reading, () => play(reading), { class: reading === now ? "reading now" : "reading", "data-choice": n + 1, "aria-label": `${t.aloud}: ${reading}` }),
      button(t.keepReading, () => keep(reading), { class: "keep", "aria-label": `${t.keepReading}: ${reading}` }),
    );
  post("choices", { text: written }).then(
    ({ choices }) => list.replaceChildren(...choices.map(choice)),
    () => {}, // the field for a reading of one's own is there
  );
  box.append(
    make("h3", { text: written }),
    list,
    make("p", { class: "own" }, own, button("▸", () => own.value.trim() && play(own.value.trim()), { "aria-label": t.aloud }), button(t.keepReading, () => own.value.trim() && keep(own.value.trim()), { class: "keep" })),
    make("fieldset", {}, make("legend", { text: t.scope }), ...scopes),
  );
  return box;
}

function speakerOf(sentence, script, act) {
  const box = make("section", { class: "speaker" });
  const choice = make("select", { "aria-label": t.speaker }, ...script.speakers.map((who) => make("option", { value: who.label ?? who.name, text: who.name, selected: who.id === sentence.row.speaker })), make("option", { value: "", text: `${t.newName} …` }));
  const name = make("input", { type: "text", placeholder: t.newName, "aria-label": t.newName, hidden: true });
  const give = (label) => {
    const role = script.speakers.find((who) => (who.label ?? who.name) === label)?.role ?? "A";
    if (label) act({ do: "speaker", sentence: sentence.id, label, role });
  };
  choice.addEventListener("change", () => {
    name.hidden = choice.value !== "";
    if (choice.value) give(choice.value);
    else name.focus();
  });
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) give(name.value.trim());
  });
  box.append(make("h3", { text: t.speaker }), choice, name);
  return box;
}

function actionsOf(sentence, act, edit) {
  const simple = (name) => button(t[name], () => act({ do: name, sentence: sentence.id }));
  return make(
    "section",
    { class: "actions" },
    button(t.edit, edit),
    simple("split"),
    simple("merge"),
    simple("heading"),
    button(t.addPause, () => act({ do: "pause", sentence: sentence.id, seconds: 1 })),
    simple("drop"),
  );
}
