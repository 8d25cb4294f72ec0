/** The field in which a sentence is edited. What is typed is never lost: leaving it keeps it, and an error leaves it open. */

import { make } from "./talk.js";
import { t } from "./words.js";

/** Put a field into the sentence's element. `keep` writes a text and says whether it could; `hear` speaks it. */
export function editField(element, id, text, { keep, hear, place, chinese, close }) {
  const field = make("textarea", { "aria-label": t.edit, rows: 1 });
  const theirs = make("span", { class: "theirs", role: "note", hidden: true });
  const pause = make("button", { type: "button", text: t.pauseHere, title: "Alt+P" });
  const listen = make("button", { type: "button", text: t.hearTyped, title: "Alt+K" });
  const tools = make("span", { class: "tools" }, listen, pause);
  const box = make("span", { class: "edit" }, field, theirs, tools);
  let left = false;
  let kept = id; // the sentence that the field stands for
  field.value = text;
  element.replaceChildren(box);
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const addPause = () => {
    field.setRangeText(chinese ? "[停顿 1秒]" : " [pause 1s] ", field.selectionStart, field.selectionEnd, "end");
    fit();
    field.focus();
  };
  const leave = async () => {
    if (left) return;
    left = true;
    const typed = field.value.trim();
    if (typed === text) return close(kept, text);
    if (await keep(kept, typed)) return;
    left = false; // what was typed stays in its field, beside what the file says now
    const now = place(kept);
    if (now) {
      kept = now.id;
      theirs.textContent = now.text && now.text !== typed ? `${t.theirs} ${now.text}` : "";
      theirs.hidden = !theirs.textContent;
      if (!now.element.contains(field)) now.element.replaceChildren(box);
    }
    field.focus();
  };
  field.addEventListener("input", fit);
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || leave());
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.key === "Enter" && (event.ctrlKey || event.metaKey)) || event.key === "Escape") {
      event.preventDefault();
      field.blur();
    } else if (event.altKey && event.code === "KeyP") {
      event.preventDefault();
      addPause();
    } else if (event.altKey && event.code === "KeyK") {
      event.preventDefault();
      hear(kept, field.value.trim());
    }
  });
  pause.addEventListener("click", addPause);
  listen.addEventListener("click", () => hear(kept, field.value.trim()));
  field.focus();
  fit();
}
