"use strict";
const status = document.querySelector(".status");
let clear = 0;

function say(text, code) {
  const line = document.createElement("code");
  line.textContent = code;
  status.replaceChildren(text, line);
  clearTimeout(clear);
  clear = setTimeout(() => status.replaceChildren(), 6000);
}

document.addEventListener("click", async event => {
  const button = event.target.closest("button[data-line]");
  if (!button) return;
  const line = button.dataset.line;
  try {
    await navigator.clipboard.writeText(line);
    say("Copied: ", line);
  } catch {
    say("Write under [voices]: ", line); /* the browser lets a page from disk not copy */
  }
});

/* One voice at a time, so that two can be compared with two clicks. */
document.addEventListener(
  "play",
  event => {
    for (const player of document.querySelectorAll("audio")) {
      if (player !== event.target) player.pause();
    }
    event.target.closest(".voice").classList.add("playing");
  },
  true,
);
for (const end of ["pause", "ended"]) {
  document.addEventListener(end, event => event.target.closest(".voice").classList.remove("playing"), true);
}
