/** The panel about the sentence at hand: how it is said, other ways to say it, in other voices, who says it, what can be done. */

import { post } from "./api.js";
import { withReading, withoutBlanks } from "./place.js";
import { make } from "./talk.js";
import { t } from "./words.js";

const SCOPES = ["here", "episode", "show"];

const button = (text, act, more = {}) => {
  const made = make("button", { type: "button", text, ...more });
  made.addEventListener("click", act);
  return made;
};

/** Call `act` with the text of a field when Enter is pressed, but not the Enter of an input method. */
function onEnter(field, act) {
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.key !== "Enter") return;
    event.preventDefault();
    if (field.value.trim()) act(field.value.trim());
  });
}

/** Fill the panel for a sentence; `word` is the part of it that was chosen. */
export function fillPanel(body, at) {
  const { sentence, sound, script, word, readOnly, edit, act } = at;
  const parts = [];
  if (sound?.error) parts.push(make("p", { class: "error", text: sound.error }));
  parts.push(make("p", { class: "pinyin", lang: "zh-Latn" }), make("p", { class: "said" }));
  if (word && !readOnly) parts.push(choicesOf(at));
  const rows = (sound?.readings ?? []).map((reading) =>
    make("tr", {}, make("td", { text: reading.written, lang: script.language }), make("td", { text: reading.said }), make("td", { class: "kind", text: t.kinds[reading.kind] ?? reading.kind })),
  );
  if (rows.length && !word) parts.push(make("table", { "aria-label": t.readings }, make("tbody", {}, ...rows)));
  if (!readOnly) {
    if (!word) parts.push(make("p", { class: "hint", text: t.pick }));
    parts.push(speakerOf(sentence, script, act), actionsOf(sentence, act, edit), voicesOf(at));
  }
  body.replaceChildren(...parts);
  showSaid(body, sentence, sound);
}

/** How the sentence is said, once that is known; nothing else of the panel moves under a finger. */
export function showSaid(body, sentence, sound) {
  const [pinyin, said] = [body.querySelector(".pinyin"), body.querySelector(".said")];
  if (!pinyin) return; // the list of readings is shown
  pinyin.textContent = sound?.pinyin ?? "";
  said.textContent = sound?.said && sound.said !== sentence.text ? sound.said : "";
}

/** How a part of a sentence is said now, also where the reading is that of a longer word. */
function saidNow(text, word, readings) {
  for (const { written, said } of readings) {
    const at = text.lastIndexOf(written, word.start);
    if (at < 0 || at + written.length < word.end) continue;
    const syllables = said.split(" ");
    if (at === word.start && at + written.length === word.end) return said;
    if (syllables.length === written.length) return syllables.slice(word.start - at, word.end - at).join(" ");
  }
  return undefined;
}

function choicesOf({ sentence, sound, script, word, hear, ahead, act, go }) {
  const written = sentence.text.slice(word.start, word.end);
  let found = { offers: [], word: { written, at: 0, syllables: [], lone: true }, reach: {} };
  const box = make("section", { class: "choices", "aria-label": written });
  const title = make("h3", { text: written, lang: script.language });
  const list = make("ol");
  const where = make("fieldset", {}, make("legend", { text: t.scope }));
  const scope = () => where.querySelector("input:checked")?.value ?? "here";
  /** A reading as the lexicon needs it: of the whole word around a character. */
  const whole = (reading) => {
    const { at, syllables } = found.word;
    const own = reading.split(" ");
    if (syllables.length === written.length || own.length !== written.length) return reading;
    return [...syllables.slice(0, at), ...own, ...syllables.slice(at + written.length)].join(" ");
  };
  const keep = (reading) => {
    const place = withoutBlanks(sentence.text, word);
    if (scope() === "here") act({ do: "reading", sentence: sentence.id, ...place, written, reading, scope: "here" });
    else act({ do: "reading", sentence: sentence.id, written: found.word.written, reading: whole(reading), scope: scope() });
  };
  const instead = (reading) => ({ text: withReading(sentence.text, word, reading) });
  const own = make("input", { type: "text", placeholder: t.own, "aria-label": t.own, autocapitalize: "off", spellcheck: "false" });
  onEnter(own, keep);
  const now = saidNow(sentence.text, word, sound?.readings ?? []);
  const choice = (offer, n) =>
    make(
      "li",
      {},
      button(offer.said, () => hear(instead(offer.said)), {
        class: offer.said === now ? "reading now" : "reading",
        "data-choice": n + 1,
        "aria-label": `${t.aloud}: ${offer.said}${t.numbers[offer.kind] ? `, ${t.numbers[offer.kind]}` : ""}`,
        "data-kind": t.numbers[offer.kind],
      }),
      button(t.keepReading, () => keep(offer.said), { class: "keep", "aria-label": `${t.keepReading}: ${offer.said}` }),
    );
  const scopes = () => {
    const { reach } = found;
    const text = { here: t.here, episode: t.episodeScope(reach.episode), show: t.showScope(reach.show) };
    const options = SCOPES.map((name) => {
      const input = make("input", { type: "radio", name: "scope", value: name, checked: name === "here", disabled: name !== "here" && found.word.lone });
      input.addEventListener("change", () => (title.textContent = name === "here" ? written : found.word.written));
      return make("label", {}, input, ` ${text[name]}`);
    });
    const places = (reach.places ?? []).map((id) => make("li", {}, button(at(id), () => go(id), { class: "entry" })));
    where.replaceChildren(make("legend", { text: t.scope }), ...options);
    if (found.word.lone) where.append(make("p", { class: "hint", text: t.lone }));
    else if (places.length > 1) where.append(make("details", {}, make("summary", { text: t.places(places.length) }), make("ul", {}, ...places)));
  };
  const at = (id) => document.getElementById(`s${id}`)?.textContent ?? "";
  post(`script/${script.id}/choices`, { sentence: sentence.id, ...word }).then(
    (answer) => {
      found = answer;
      list.replaceChildren(...found.offers.map(choice));
      scopes();
      for (const offer of found.offers.slice(0, 2)) ahead(instead(offer.said));
    },
    () => {}, // the field for a reading of one's own is there
  );
  box.append(
    title,
    list,
    make("p", { class: "own" }, own, button("▸", () => own.value.trim() && hear(instead(own.value.trim())), { "aria-label": t.aloud }), button(t.keepReading, () => own.value.trim() && keep(own.value.trim()), { class: "keep" })),
    where,
  );
  return box;
}

/** The same sentence by each voice of its language; one of them can be cast. */
function voicesOf({ sentence, script, voices, hear, act }) {
  const now = script.speakers.find((who) => who.id === sentence.row.speaker);
  const rows = voices.map((each, n) => {
    const name = each.voice;
    const about = [t.sex[{ f: "female", m: "male" }[each.gender?.[0]] ?? each.gender], each.tags].filter(Boolean).join(", ");
    const play = button(name, () => hear({ voice: name }), { class: now?.voice === `${each.engine}:${name}` ? "reading now" : "reading", "data-voice": n + 1, "data-kind": about, "aria-label": `${t.hear}: ${name}, ${about}` });
    return make("li", {}, play, button(t.castIt, () => act({ do: "voice", speaker: sentence.row.speaker, voice: name }), { class: "keep", "aria-label": `${t.castIt}: ${name}` }));
  });
  return make("details", { class: "voices" }, make("summary", { text: t.voices(now?.name ?? "") }), make("ol", {}, ...rows));
}

function speakerOf(sentence, script, act) {
  const choice = make("select", { "aria-label": t.speaker }, ...script.speakers.map((who) => make("option", { value: who.label ?? who.name, text: who.name, selected: who.id === sentence.row.speaker })));
  const name = make("input", { type: "text", placeholder: t.newName, "aria-label": t.newName, autocomplete: "off" });
  const give = (label) => {
    const role = script.speakers.find((who) => (who.label ?? who.name) === label)?.role ?? "A";
    act({ do: "speaker", sentence: sentence.id, label, role });
  };
  choice.addEventListener("change", () => give(choice.value));
  onEnter(name, give);
  return make("section", { class: "speaker" }, make("h3", { text: t.speaker }), choice, name);
}

function actionsOf(sentence, act, edit) {
  const simple = (name) => button(t[name], () => act({ do: name, sentence: sentence.id }));
  const { kind } = sentence.row;
  const pause = button(t.addPause, () => act({ do: "pause", sentence: sentence.id, seconds: 1 }));
  const title = kind === "title" ? [] : [simple("title")];
  return make("section", { class: "actions", "aria-label": t.change }, button(t.edit, edit), simple("split"), simple("merge"), simple("heading"), ...title, pause, simple("drop"));
}
