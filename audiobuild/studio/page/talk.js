/** The talk: rows of sentences. A row or sentence that has not changed keeps its element, so nothing jumps. */

import { t } from "./words.js";

const PART = 40; // rows laid out together: a change of a three-hour talk is laid out in 2 ms, row by row it took 130

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

/** Draw the rows, and return the sentences whose elements are new; a row that is the same keeps its element. */
export function draw(talk, script) {
  const names = Object.fromEntries(script.speakers.map((who) => [who.id, who.name]));
  const hues = colours(script.speakers);
  const before = new Map([...talk.querySelectorAll(".row")].map((row) => [row.dataset.same, row]));
  const fresh = [];
  let last = "";
  const rows = script.rows.map((row) => {
    const again = row.speaker === last;
    const { line, ...content } = row; // a line more above moves all numbers below
    const same = JSON.stringify([content, names[row.speaker], hues[row.speaker], again, script.style]);
    let made = before.get(same);
    if (!made) {
      made = rowOf(row, names, hues, again, script.style === "exact");
      made.dataset.same = same;
      fresh.push(...(row.sentences ?? []));
    }
    before.delete(same);
    placed(made, line);
    if (row.kind !== "dropped") last = row.speaker;
    return made;
  });
  put(talk, rows);
  talk.setAttribute("lang", script.language);
  talk.setAttribute("aria-busy", "false");
  return fresh;
}

/** Put the rows in order, in parts that the browser lays out when they are near; what is in its place is not touched. */
function put(talk, rows) {
  const kept = new Set(rows);
  for (const old of [...talk.querySelectorAll(".row")]) if (!kept.has(old)) old.remove();
  for (const part of [...talk.children]) if (!part.querySelector(".row")) part.remove();
  let part = talk.firstElementChild;
  let at = part?.firstElementChild ?? null;
  for (const row of rows) {
    if (!part || (!at && !part.nextElementSibling && part.childElementCount >= PART)) part = talk.appendChild(make("div", { class: "part" }));
    if (row !== at) part.insertBefore(row, at);
    else at = row.nextElementSibling;
    if (!at && part.nextElementSibling) {
      part = part.nextElementSibling;
      at = part.firstElementChild;
    }
  }
}

function placed(row, line) {
  if (row.dataset.line === `${line}`) return;
  row.dataset.line = line;
  const place = row.querySelector(".place > .line");
  if (place) place.textContent = t.line(line);
}

function rowOf(row, names, hues, again, exact) {
  if (row.kind === "dropped") return droppedRow(row, exact);
  if (row.kind === "sound") return make("p", { class: "row sound", text: `♪ ${row.text}` });
  const level = { title: "h1", heading: "h2" }[row.kind];
  const body = make(level ?? "p", { class: "words" }, ...row.sentences.flatMap((each) => [sentenceOf(each), " "]));
  const who = again && !level ? "" : (names[row.speaker] ?? "");
  return make(
    "article",
    { class: `row ${row.kind}${again ? "" : " first"}`, "data-speaker": row.speaker, "aria-label": names[row.speaker] },
    make("p", { class: `who ${hues[row.speaker] ?? "n"}`, text: who, title: who && t.speaker, "aria-hidden": who === "" }),
    body,
    make("p", { class: "place" }, make("span", { class: "line" })),
  );
}

function sentenceOf(sentence) {
  return make("span", { class: "sentence", id: `s${sentence.id}`, "data-id": sentence.id, tabindex: "-1", text: sentence.text });
}

function droppedRow(row, exact) {
  const why = t.reasons[row.reason] ?? row.reason;
  const speak = make("button", { type: "button", class: "speak", "data-keep": true, text: t.keep });
  return make(
    "p",
    { class: `row dropped${row.doubtful ? " doubtful" : ""}` },
    make("span", { class: "who", text: row.doubtful ? t.maybe : t.notSpoken }),
    make("span", { class: "words", text: row.text }),
    make("span", { class: "place" }, exact ? speak : make("span", { text: `${why} · ` }), make("span", { class: "line" })),
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
