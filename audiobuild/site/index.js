"use strict";
{
  const subscribe = document.getElementById("subscribe");
  const address = document.getElementById("address");
  const status = document.getElementById("status");

  /** The feed's address as an app needs it: where the page is, when it was not published for one place. */
  function absolute() {
    return address.value || new URL(address.dataset.feed, location.href).href;
  }

  async function copy() {
    let copied = true;
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch { // not served securely, as in a home network
      copied = document.execCommand("copy");
    }
    if (copied) status.textContent = document.getElementById("copy").dataset.done;
    setTimeout(() => { status.textContent = ""; }, 6000);
  }

  if (subscribe) {
    address.value = absolute();
    if (address.value.startsWith("http")) {
      const values = { "{bare}": address.value.replace(/^https?:\/\//, ""), "{encoded}": encodeURIComponent(address.value) };
      for (const link of document.querySelectorAll("[data-pattern]")) {
        link.href = link.dataset.pattern.replace(/\{\w+\}/, (name) => values[name]);
      }
      document.getElementById("copy").addEventListener("click", copy);
      address.addEventListener("focus", () => address.select());
    } else {
      subscribe.hidden = true; // read from disk: no app could fetch it
    }
  }
}

// The texts of all episodes are one script, loaded by the first search: a page on disk may read no other file.
{
  const box = document.getElementById("all");
  const query = document.getElementById("query");
  const count = document.getElementById("count");
  const list = document.getElementById("found");
  const MOST = 50; // places shown
  const LATIN = /[\p{ASCII}\p{Script=Latin}]$/u; // a blank follows it
  let loading = null;
  let episodes = null;

  /** Any white space is one blank. */
  const fold = (text) => compared(text).replace(/\s+/gu, " ");

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = box.dataset.file;
      script.onload = () => resolve(window.episodeTexts.map(folded));
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  /** An episode with its sentences as one text, and where each begins in it. */
  function folded([address, title, sentences]) {
    const starts = [];
    let text = "";
    for (const [, sentence] of sentences) {
      if (LATIN.test(text)) text += " ";
      starts.push(text.length);
      text += fold(sentence);
    }
    return { address, title, sentences, starts, text };
  }

  function* places(text) {
    for (const episode of episodes) {
      for (let at = episode.text.indexOf(text); at >= 0; at = episode.text.indexOf(text, at + text.length)) {
        const next = episode.starts.findIndex((start) => start > at);
        const first = (next < 0 ? episode.starts.length : next) - 1;
        const after = episode.starts.findIndex((start) => start >= at + text.length);
        yield { episode, sentences: episode.sentences.slice(first, after < 0 ? undefined : after) };
      }
    }
  }

  function clock(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  }

  function row({ episode, sentences }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const quote = document.createElement("p");
    const [[start]] = sentences;
    link.href = `${episode.address}#t=${start}`;
    link.textContent = `${episode.title} ${clock(start)}`;
    quote.textContent = sentences.map(([, text]) => text).reduce((said, text) => said + (LATIN.test(said) ? " " : "") + text);
    for (const part of [link, quote]) part.dir = "auto";
    item.append(link, quote);
    return item;
  }

  async function search() {
    const text = fold(query.value.trim());
    list.replaceChildren();
    count.textContent = "";
    if (!text) return;
    try {
      episodes = await load();
    } catch {
      count.textContent = count.dataset.missing;
      return;
    }
    if (text !== fold(query.value.trim())) return; // typed on while the texts were loaded
    const found = [...places(text)];
    count.textContent = found.length ? count.dataset.found.replace("{count}", found.length) : count.dataset.none;
    list.replaceChildren(...found.slice(0, MOST).map(row));
  }

  if (box) {
    box.hidden = false;
    query.addEventListener("input", search);
  }
}
