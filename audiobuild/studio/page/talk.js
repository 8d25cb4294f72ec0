/** The talk: rows of sentences. A row or sentence that has not changed keeps its element, so nothing jumps. */

import { t } from "./words.js";

/** An element with classes, text and attributes. */
export function make(name, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

/** The place of a speaker among those of the same role, for its colour. */
export function colours(speakers) {
  const counts = {};
  return Object.fromEntries(
    speakers.map((who) => {
      const n = (counts[who.role] = (counts[who.role] ?? -1) + 1);
      const last = { Q: 1, A: 4, N: 0 }[who.role];
      return [who.id, who.role === "N" ? "n" : `${who.role === "Q" ? "h" : "g"}${Math.min(n, last)}`];
    }),
  );
}

/** Draw the rows; a row that is the same as before keeps its element. */
export function draw(talk, script) {
  const names = Object.fromEntries(script.speakers.map((who) => [who.id, who.name]));
  const hues = colours(script.speakers);
  const before = new Map([...talk.children].map((row) => [row.dataset.same, row]));
  let last = "";
  const rows = script.rows.map((row) => {
    const same = JSON.stringify([row, names[row.speaker], hues[row.speaker], row.speaker === last, script.style]);
    const made = before.get(same) ?? rowOf(row, names, hues, row.speaker === last, script.style === "exact");
    before.delete(same);
    made.dataset.same = same;
    last = row.kind === "dropped" ? last : row.speaker;
    return made;
  });
  talk.replaceChildren(...rows);
  talk.setAttribute("lang", script.language);
  talk.setAttribute("aria-busy", "false");
}

function rowOf(row, names, hues, again, exact) {
  if (row.kind === "dropped") return droppedRow(row, exact);
  if (row.kind === "sound") return make("p", { class: "row sound", text: `♪ ${row.text}` });
  const words = make("p", { class: "words" }, ...row.sentences.flatMap((each) => [sentenceOf(each), " "]));
  const level = { title: "h1", heading: "h2" }[row.kind];
  const body = level ? make(level, { class: "words" }, ...words.childNodes) : words;
  const who = again && !level ? "" : names[row.speaker] ?? "";
  return make(
    "article",
    { class: `row ${row.kind}`, "data-line": row.line, "data-speaker": row.speaker, "aria-label": names[row.speaker], style: undefined },
    make("p", { class: `who ${hues[row.speaker] ?? "n"}`, text: who, "aria-hidden": who === "" }),
    body,
    make("p", { class: "place", text: t.line(row.line) }),
  );
}

function sentenceOf(sentence) {
  return make("span", { class: "sentence", id: `s${sentence.id}`, "data-id": sentence.id, tabindex: "-1", text: sentence.text });
}

function droppedRow(row, exact) {
  return make(
    "p",
    { class: `row dropped${row.doubtful ? " doubtful" : ""}`, "data-line": row.line },
    make("span", { class: "who", text: row.doubtful ? t.maybe : t.notSpoken }),
    make("span", { class: "words", text: row.text }),
    make(
      "span",
      { class: "place" },
      exact ? make("button", { type: "button", class: "speak", "data-keep": row.line, text: t.keep }) : `${row.reason} · ${t.line(row.line)}`,
    ),
  );
}

/** Show whether a sentence is made, and underline what is worth checking in it. */
export function mark(sentence, sound) {
  const element = document.getElementById(`s${sentence}`);
  if (!element) return;
  element.classList.toggle("made", Boolean(sound.seconds));
  element.classList.toggle("failed", Boolean(sound.error));
  element.title = sound.error ?? (sound.seconds ? t.heard : t.missing);
  const worth = (sound.readings ?? []).filter((reading) => reading.kind !== "given" && reading.kind !== "lexicon");
  if (!element.childElementCount && worth.length) underline(element, worth);
}

function underline(element, readings) {
  const text = element.textContent;
  const parts = [];
  let from = 0;
  for (const reading of readings) {
    const at = text.indexOf(reading.written, from);
    if (at < 0) continue;
    parts.push(text.slice(from, at), make("u", { class: reading.kind, text: reading.written, title: `${t.kinds[reading.kind]}: ${reading.said}` }));
    from = at + reading.written.length;
  }
  element.replaceChildren(...parts, text.slice(from));
}
