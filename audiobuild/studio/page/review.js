/** The readings to work through: sentences marked for later, guesses, and all else that has several readings. */

import { make } from "./talk.js";
import { t } from "./words.js";

const DOUBTFUL = ["unsaid", "guess"];
const ORDER = [...DOUBTFUL, "number", "latin", "polyphone", "lexicon", "given"];
const MOST = 400; // readings that are listed

export const keyOf = (reading) => `${reading.written} ${reading.said}`;

/** Whether somebody should look at a sentence: it has no sound, or a guess that was not found to be right. */
export function isDoubtful(sound, right) {
  return Boolean(sound.error) || (sound.readings ?? []).some((reading) => DOUBTFUL.includes(reading.kind) && !right.has(keyOf(reading)));
}

/** Every reading once, with the sentences that have it; those to look at first, then the more frequent. */
export function readingsOf(sentences, sounds) {
  const found = new Map();
  for (const id of sentences.keys()) {
    for (const reading of sounds.get(id)?.readings ?? []) {
      const key = keyOf(reading);
      const known = found.get(key) ?? { ...reading, key, places: [] };
      known.places.push(id);
      found.set(key, known);
    }
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.places.length - a.places.length);
}

/** Fill the panel with the list; Enter on an entry says that it is right, and the next has the focus. */
export function fillReview(body, { sentences, sounds, script, readOnly, go, right, hear }) {
  const known = new Set(script.right);
  const left = readingsOf(sentences, sounds).filter((reading) => !known.has(reading.key));
  const entry = (reading) => {
    const place = make("button", { type: "button", class: "entry", lang: script.language, title: sentences.get(reading.places[0]).text });
    place.append(
      make("b", { text: reading.written }),
      make("span", { class: "reads", text: reading.said || "—" }),
      make("span", { class: "kind", text: `${t.kinds[reading.kind]}${reading.places.length > 1 ? ` · ${reading.places.length}×` : ""}` }),
    );
    place.addEventListener("click", () => go(reading.places[0], reading.written));
    const play = make("button", { type: "button", text: "▸", "aria-label": `${t.hear}: ${reading.written}` });
    play.addEventListener("click", () => hear(reading.places[0]));
    const ok = make("button", { type: "button", class: "right", text: t.right, disabled: readOnly, "aria-label": `${t.right}: ${reading.written}` });
    const item = make("li", { class: reading.kind }, place, play, ok);
    const agree = async () => {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      if (!(await right(reading.key))) return;
      item.remove();
      next?.querySelector(".right").focus();
    };
    ok.addEventListener("click", agree);
    return item;
  };
  const later = script.later.filter((id) => sentences.has(id)).map((id) => {
    const button = make("button", { type: "button", class: "entry", text: sentences.get(id).text, lang: script.language });
    button.addEventListener("click", () => go(id));
    return make("li", {}, button);
  });
  const lists = [
    [t.laterList, later],
    [t.doubtList, left.filter((reading) => DOUBTFUL.includes(reading.kind)).map(entry)],
    [t.otherList, left.filter((reading) => !DOUBTFUL.includes(reading.kind)).slice(0, MOST).map(entry)],
  ].filter(([, items]) => items.length);
  body.replaceChildren(
    make("p", { class: "hint", text: lists.length ? t.reviewHint : t.nothingLeft }),
    ...lists.flatMap(([title, items]) => [make("h3", { text: `${title} · ${items.length}` }), make("ul", { class: "review" }, ...items)]),
  );
}
