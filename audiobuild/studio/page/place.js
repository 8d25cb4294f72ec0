/** Places in a sentence: the character under the pointer, the word around it, and its highlight. */

const HAN = /\p{Script=Han}/u;
const RUN = /[\p{L}\p{N}]/u;
const INSIDE = /[.,:：/／-]/; // between the figures of one number

/** The word around a place of a text: one Han character, a number with its signs, or a run of letters and figures. */
export function wordAt(text, at) {
  if (at < 0 || at >= text.length || !RUN.test(text[at])) return null;
  if (HAN.test(text[at])) return { start: at, end: at + 1 };
  const digit = (n) => /[0-9]/.test(text[n] ?? "");
  const inside = (n) =>
    n >= 0 && n < text.length && !HAN.test(text[n]) && (RUN.test(text[n]) || (INSIDE.test(text[n]) && digit(n - 1) && digit(n + 1)));
  let start = at;
  let end = at + 1;
  while (inside(start - 1)) start--;
  while (inside(end)) end++;
  return { start, end };
}

/** The next or previous word of a text. */
export function wordBeside(text, word, by) {
  let at = by > 0 ? 0 : text.length - 1;
  if (word) at = by > 0 ? word.end : word.start - 1;
  while (at >= 0 && at < text.length && !wordAt(text, at)) at += by;
  return wordAt(text, at) ?? word;
}

/** Places in a text without its blanks, as an action counts them. */
export function withoutBlanks(text, word) {
  const count = (part) => part.replace(/\s/g, "").length;
  return { start: count(text.slice(0, word.start)), end: count(text.slice(0, word.end)) };
}

/** The sentence with a reading as a mark behind the word, as the script would have it. */
export function withReading(text, word, reading) {
  const written = text.slice(word.start, word.end);
  const pinyin = /^[a-z\u00c0-\u01dc:]+[1-5]?( [a-z\u00c0-\u01dc:]+[1-5]?)*$/i.test(reading) && HAN.test(written);
  const words = HAN.test(text) ? `（读：${reading}）` : ` (say: ${reading})`;
  return text.slice(0, word.end) + (pinyin ? `（${reading}）` : words) + text.slice(word.end);
}

/** What is selected in a sentence, or the word that was clicked. */
export function wordOf(sentence, event) {
  const text = sentence.textContent;
  const chosen = getSelection();
  if (!chosen.isCollapsed && sentence.contains(chosen.anchorNode) && sentence.contains(chosen.focusNode)) {
    const range = chosen.getRangeAt(0);
    const start = lengthTo(sentence, range.startContainer, range.startOffset);
    const end = lengthTo(sentence, range.endContainer, range.endOffset);
    if (text.slice(start, end).trim()) return { start, end };
  }
  return wordAt(text, placeIn(sentence, event));
}

function lengthTo(sentence, node, offset) {
  const before = document.createRange();
  before.setStart(sentence, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** The character of a sentence that was clicked. */
function placeIn(sentence, event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = found?.offsetNode ?? found?.startContainer;
  if (!node || !sentence.contains(node)) return -1;
  const at = lengthTo(sentence, node, found.offset ?? found.startOffset);
  // The caret lies at the nearer edge of a character: take the one under the pointer.
  const left = at > 0 && rangeOf(sentence, { start: at - 1, end: at })?.getBoundingClientRect();
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

function rangeOf(element, word) {
  const [start, end] = [pointAt(element, word.start), pointAt(element, word.end)];
  if (!start || !end) return null;
  const range = document.createRange();
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

/** Show which word of a sentence is chosen; none without a word. */
export function highlight(sentence, word) {
  if (!CSS.highlights) return;
  CSS.highlights.delete("word");
  const range = sentence && word && rangeOf(sentence, word);
  if (range) CSS.highlights.set("word", new Highlight(range));
}
