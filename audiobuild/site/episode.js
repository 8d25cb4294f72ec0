"use strict";
{
  const byId = (id) => document.getElementById(id);
  const page = JSON.parse(byId("page").textContent);
  const audio = byId("audio");
  const player = byId("player");
  const strip = byId("strip");
  const range = byId("position");
  const speed = byId("speed");
  const sleep = byId("sleep");
  const query = byId("query");
  const chapterButtons = [...document.querySelectorAll(".chapters .jump")];
  const sentences = [...document.querySelectorAll(".cue")];
  const cueStarts = page.cues.map(([start]) => start);
  const chapterStarts = page.chapters.map(([start]) => start);
  const card = byId("card");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const SLACK = 0.06; // seconds: a browser lands up to 0.044 s before the place it was sent to
  const STEP = 5;
  const BACK = 15;
  const FORWARD = 30;
  const FAR = 4; // windows; farther places are jumped to, not scrolled to
  const SAVE_EVERY = 5000; // milliseconds
  const AGAIN = 3; // seconds into a chapter or sentence after which “previous” means its own beginning

  function clock(seconds) {
    const whole = Math.floor(seconds);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  }

  /** The index of the last of the sorted numbers that is not above the value; -1 when all are. */
  function lastUpTo(numbers, value) {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** When each sentence is marked: the first of a chapter from the chapter's mark on, which lies in the silence before it. */
  const markStarts = [...cueStarts];
  for (const start of chapterStarts) {
    const first = lastUpTo(cueStarts, start - SLACK) + 1;
    if (start && first < markStarts.length) markStarts[first] = Math.min(markStarts[first], start);
  }

  function say(text) {
    byId("status").textContent = text;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { byId("status").textContent = ""; }, 6000);
  }

  const kept = { // what the browser remembers; a browser may refuse
    get(name) { try { return localStorage.getItem(`audiobuild ${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`audiobuild ${name}`, value); } catch { /* not remembered */ } },
  };
  const place = location.pathname;

  // ------------------------------------------------------------------------------------------------------- the position

  let dragged = null; // seconds under the finger on the strip; null: nobody drags
  let wanted = null; // seconds to go to as soon as the audio is known; null: it is, or we stay
  let played = ""; // what is shown: how much is played, whole seconds, chapter and sentence
  let second = -1;
  let chapter = -2;
  let cue = -2;
  let stop = sentences[0]; // the sentence that Tab goes to

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : page.seconds);
  const position = () => dragged ?? wanted ?? audio.currentTime;

  function seek(seconds) {
    const target = Math.min(Math.max(0, seconds), Math.max(0, length() - 0.1));
    wanted = audio.readyState ? null : target;
    if (audio.readyState) audio.currentTime = target;
    show();
  }

  /** By so many seconds from where we are. */
  const move = (seconds) => seek(position() + seconds);

  function listenFrom(seconds) {
    seek(seconds);
    setFollowing(true);
    follow();
    play();
  }

  function play() {
    audio.play().catch(() => { if (audio.error) say(page.words.failed); });
  }

  function toggle() {
    if (audio.paused) play();
    else audio.pause();
  }

  function show() {
    const at = position();
    const share = `${(100 * Math.min(1, at / length())).toFixed(1)}%`;
    if (share !== played) strip.style.setProperty("--at", played = share);
    if (Math.floor(at) !== second) showSecond(at);
    const nowChapter = lastUpTo(chapterStarts, at + SLACK);
    if (nowChapter !== chapter) showChapter(nowChapter);
    const nowCue = lastUpTo(markStarts, at + SLACK);
    if (nowCue !== cue) showCue(nowCue);
    showWord(at);
  }

  function showSecond(at) {
    second = Math.floor(at);
    byId("now").textContent = clock(at);
    range.value = second;
    const title = page.chapters[lastUpTo(chapterStarts, at + SLACK)]?.[1];
    range.setAttribute("aria-valuetext", [clock(at), title].filter(Boolean).join(", "));
  }

  function mark(elements, before, now) {
    elements[before]?.removeAttribute("aria-current");
    elements[now]?.setAttribute("aria-current", "true");
  }

  function showChapter(now) {
    if (sleep.value === "chapter" && now > chapter && !audio.paused && !audio.seeking) fallAsleep();
    mark(chapterButtons, chapter, now);
    chapter = now;
    for (const list of document.querySelectorAll(".chapters ol, .aside")) scrollInside(list, chapterButtons[now]);
    byId("chapter").textContent = page.chapters[now]?.[1] ?? "";
  }

  /** Bring an element to the middle of a list that scrolls by itself. */
  function scrollInside(list, element) {
    if (!element || list.scrollHeight <= list.clientHeight) return;
    const [outer, inner] = [list.getBoundingClientRect(), element.getBoundingClientRect()];
    list.scrollBy({ top: inner.top - outer.top - list.clientHeight / 2, behavior: calm.matches ? "auto" : "smooth" });
  }

  function showCue(now) {
    mark(sentences, cue, now);
    cue = now;
    words = wordsOf(now);
    word = -1;
    lit?.clear();
    if (now >= 0 && !document.activeElement.closest(".cue")) setStop(sentences[now]);
    if (!audio.paused) follow();
  }

  function animate() {
    show();
    if (!audio.paused) requestAnimationFrame(animate);
  }

  function step(starts, direction) {
    const at = position() + SLACK;
    const now = lastUpTo(starts, at);
    const back = now >= 0 && at - starts[now] > Math.min(AGAIN, ((starts[now + 1] ?? length()) - starts[now]) / 2);
    const target = direction > 0 ? now + 1 : now - (back ? 0 : 1);
    if (target < starts.length) seek(starts[Math.max(0, target)] ?? 0);
    if (following) follow();
  }

  const stepChapter = (direction) => step(chapterStarts, direction);
  const stepSentence = (direction) => step(cueStarts, direction);

  // ---------------------------------------------------------------------------------------------------------- the words

  const lit = window.Highlight && CSS.highlights ? new Highlight() : null; // an older browser lights whole sentences
  if (lit) {
    CSS.highlights.set("word", lit);
    const sheet = document.styleSheets[0]; // not in the style sheet, where a checker takes ::highlight for an error
    sheet.insertRule("::highlight(word) { background-color: var(--word); color: var(--word-ink) }", sheet.cssRules.length);
  }
  let words = { places: [], seconds: [] }; // of the current sentence
  let word = -1;

  /** Where the words of a sentence begin in its text, and when they are heard. */
  function wordsOf(index) {
    const found = { places: [], seconds: [] };
    const [start, , ...steps] = page.cues[index] ?? [];
    let place = 0;
    let hundredths = 0;
    for (let at = 0; at < steps.length; at += 2) {
      found.places.push(place += steps[at]);
      found.seconds.push(start + (hundredths += steps[at + 1]) / 100);
    }
    return found;
  }

  function showWord(at) {
    const spoken = cue >= 0 && at < page.cues[cue][1];
    const now = spoken ? lastUpTo(words.seconds, at + SLACK) : -1;
    if (!lit || now === word) return;
    word = now;
    lit.clear();
    if (now < 0) return;
    const text = sentences[cue].textContent.slice(0, words.places[now + 1]).replace(/[\s\p{P}]+$/u, "");
    lit.add(rangeIn(sentences[cue], words.places[now], text.length));
  }

  /** The text nodes of a sentence: one, or more where a search has marked something. */
  function textNodes(sentence) {
    const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  /** From one letter of a sentence to another. */
  function rangeIn(sentence, from, to) {
    const range = new Range();
    range.selectNodeContents(sentence);
    let at = 0;
    for (const node of textNodes(sentence)) {
      const end = at + node.length;
      if (from >= at && from < end) range.setStart(node, from - at);
      if (to > at && to <= end) range.setEnd(node, to - at);
      at = end;
    }
    return range;
  }

  /** The letter of a sentence under the pointer; 0 when there is none. */
  function letterAt(sentence, { clientX, clientY }) {
    const [node, caret] = caretAt(clientX, clientY);
    if (node?.nodeType !== Node.TEXT_NODE || !sentence.contains(node)) return 0;
    const nodes = textNodes(sentence);
    const before = nodes.slice(0, nodes.indexOf(node)).reduce((sum, text) => sum + text.length, 0);
    const letter = new Range();
    letter.setStart(node, Math.max(0, caret - 1));
    letter.setEnd(node, caret);
    const box = letter.getBoundingClientRect(); // the caret goes behind a letter whose second half is hit
    const behind = box.left <= clientX && clientX < box.right && box.top <= clientY && clientY < box.bottom;
    return before + (behind ? caret - 1 : caret);
  }

  function caretAt(x, y) {
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      return [caret?.offsetNode, caret?.offset];
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return [range?.startContainer, range?.startOffset];
  }

  /** When the word under the pointer is heard; a sentence begins a little before its first word. */
  function secondAt(sentence, event) {
    const index = sentences.indexOf(sentence);
    const { places, seconds } = wordsOf(index);
    const hit = lastUpTo(places, letterAt(sentence, event));
    return hit > 0 ? seconds[hit] : cueStarts[index];
  }

  // ------------------------------------------------------------------------------------------------- following the text

  let following = true; // until the reader scrolls to where the sentence being played is not
  let ours = 0; // until then (milliseconds) scrolling is our own
  let aim = null; // the element that we scroll to

  function barHeight() {
    const bar = strip.parentElement;
    return getComputedStyle(bar).position === "fixed" ? bar.offsetHeight : 0;
  }

  function visible(element, margin) {
    const box = element.getBoundingClientRect();
    return box.top >= innerHeight * margin && box.bottom <= innerHeight * (1 - margin) - barHeight();
  }

  function follow() {
    const sentence = sentences[cue];
    if (!following || !sentence || visible(sentence, 0.12)) return;
    scrollToPlace(sentence);
  }

  /** Scroll to an element; once more at the end, as what lies between is laid out only when it comes into view. */
  function scrollToPlace(element, again = true) {
    ours = Date.now() + 1000;
    aim = again ? element : null;
    const way = element.getBoundingClientRect().top - (innerHeight - barHeight()) * 0.35;
    const far = Math.abs(way) > FAR * innerHeight;
    scrollBy({ top: way, behavior: calm.matches || far ? "auto" : "smooth" });
  }

  function setFollowing(on) {
    following = on;
    byId("follow").hidden = on || !sentences[cue] || (audio.paused && !audio.currentTime);
  }

  addEventListener("scroll", () => {
    if (Date.now() > ours && sentences[cue]) setFollowing(visible(sentences[cue], 0));
  }, { passive: true });
  addEventListener("scrollend", () => {
    ours = 0;
    if (aim && !visible(aim, 0)) scrollToPlace(aim, false);
    aim = null;
  });
  for (const intent of ["wheel", "touchmove"]) addEventListener(intent, () => { ours = 0; aim = null; }, { passive: true });

  function backToVoice() {
    setFollowing(true);
    follow();
  }

  byId("follow").addEventListener("click", backToVoice);

  // ---------------------------------------------------------------------------------------------------- what plays what

  document.querySelector("main").addEventListener("click", (event) => {
    const moment = event.target.closest("a.moment");
    if (moment) {
      event.preventDefault();
      history.replaceState(null, "", moment.hash);
      listenFrom(cueStarts[sentences.indexOf(moment.closest(".turn").querySelector(".cue"))]);
      return;
    }
    const jump = event.target.closest(".jump");
    const sentence = event.target.closest(".cue");
    if (jump) listenFrom(Number(jump.dataset.start));
    else if (sentence && !String(getSelection())) listenFrom(secondAt(sentence, event));
  });

  byId("toggle").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => move(-BACK));
  byId("forward").addEventListener("click", () => move(FORWARD));
  byId("previous").addEventListener("click", () => stepChapter(-1));
  byId("next").addEventListener("click", () => stepChapter(1));

  for (const event of ["play", "pause"]) audio.addEventListener(event, showPlaying);
  for (const event of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(event, show);
  audio.addEventListener("error", () => say(page.words.failed));
  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null) seek(wanted);
    byId("length").textContent = clock(length());
    range.max = Math.max(1, Math.floor(length()));
  });

  function showPlaying() {
    const name = audio.paused ? page.words.play : page.words.pause;
    player.classList.toggle("playing", !audio.paused);
    byId("toggle").setAttribute("aria-label", name);
    byId("toggle").title = name;
    if (!audio.paused) {
      follow();
      animate();
    }
  }

  // ---------------------------------------------------------------------------------------------------------- the strip

  function underFinger(event) {
    const box = strip.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * length();
  }

  function drop(event) {
    if (dragged === null) return;
    const target = underFinger(event);
    dragged = null;
    seek(target);
    if (!audio.paused) setFollowing(true);
    follow();
  }

  strip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    strip.setPointerCapture(event.pointerId);
    dragged = underFinger(event);
    show();
  });
  strip.addEventListener("pointermove", (event) => {
    if (dragged === null) return;
    dragged = underFinger(event);
    show();
  });
  strip.addEventListener("pointerup", drop);
  strip.addEventListener("pointercancel", () => { dragged = null; show(); });
  range.addEventListener("input", () => seek(Number(range.value)));

  // -------------------------------------------------------------------------------------------------------------- speed

  function setSpeed(value) {
    const known = [...speed.options].map((option) => option.value);
    if (!known.includes(value)) return;
    speed.value = value;
    audio.defaultPlaybackRate = audio.playbackRate = Number(value);
    kept.set("speed", value);
  }

  function stepSpeed(direction) {
    const option = speed.options[speed.selectedIndex + direction];
    if (option) setSpeed(option.value);
    say(`${speed.value}×`);
  }

  speed.addEventListener("change", () => setSpeed(speed.value));
  setSpeed(kept.get("speed") ?? "1");

  // -------------------------------------------------------------------------------------------------------------- sleep

  function fallAsleep() {
    audio.pause();
    sleep.value = "";
  }

  sleep.addEventListener("change", () => {
    clearTimeout(fallAsleep.timer);
    if (Number(sleep.value)) fallAsleep.timer = setTimeout(fallAsleep, Number(sleep.value) * 60_000);
  });

  // --------------------------------------------------------------------------------------------- a link to this moment

  /** The seconds of “#t=1:05”, “#t=65”, “#t=1m5s” or “#t=65,70”; null when the address names no moment. */
  function moment(hash) {
    const value = /^#(?:.*&)?t=(?:npt:)?([^,&]+)/.exec(hash)?.[1] ?? "";
    const found = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(value)
      ?? /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(value);
    if (!found) return null;
    const [, hours, minutes, seconds] = found;
    return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  }

  function goToMoment() {
    const seconds = moment(location.hash);
    if (seconds === null) return false;
    if (seconds >= length()) {
      say(page.words.beyond.replace("{time}", clock(length())));
      return false;
    }
    seek(seconds);
    if (audio.paused) say(page.words.begins.replace("{time}", clock(seconds)));
    setFollowing(true);
    follow();
    return true;
  }

  /** This page with a moment; a page on disk names its published twin when it knows it. */
  function addressAt(time) {
    const published = location.protocol === "file:" && document.querySelector("link[rel=canonical]");
    return `${published ? published.href : location.href.split("#")[0]}#t=${time}`;
  }

  async function copyLink() {
    card.close();
    const time = clock(position());
    history.replaceState(null, "", `#t=${time}`);
    await copyAndSay(addressAt(time), page.words.copied.replace("{time}", time));
  }

  async function copyAndSay(text, message) {
    if (await copy(text)) say(message);
    else prompt(page.words.copy_by_hand, text);
  }

  /** Copy the text; the old way where the page is not served securely, as in a home network or from disk. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      const focused = document.activeElement;
      field.value = text;
      field.className = "skip";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      focused?.focus({ preventScroll: true });
      return done;
    }
  }

  byId("link").addEventListener("click", copyLink);
  addEventListener("hashchange", goToMoment);

  // --------------------------------------------------------------------------------------------------- sharing a sentence

  let shared = null; // the sentence in the card

  function openCard() {
    shared = document.activeElement.closest(".cue") ?? sentences[cue] ?? sentences[0];
    if (!shared) return void copyLink();
    byId("quote").textContent = shared.textContent;
    byId("source").textContent = `${speakerOf(shared)} · ${page.title} · ${clock(startOf(shared))}`;
    byId("send").hidden = !navigator.share;
    card.showModal();
  }

  const startOf = (sentence) => cueStarts[sentences.indexOf(sentence)];
  const speakerOf = (sentence) => sentence.closest(".turn").querySelector(".name").textContent;
  const sharedAddress = () => addressAt(startOf(shared).toFixed(2));

  function copyQuote() {
    card.close();
    const text = `“${shared.textContent}” ${byId("source").textContent}\n${sharedAddress()}`;
    copyAndSay(text, page.words.quote_copied.replace("{time}", clock(startOf(shared))));
  }

  async function picture() {
    const blob = await new Promise((done) => { drawCard(shared).toBlob(done, "image/png"); });
    return new File([blob], `${page.title} ${clock(startOf(shared)).replace(/:/g, ".")}.png`, { type: "image/png" });
  }

  async function savePicture() {
    const file = await picture();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    card.close();
  }

  async function send() {
    const data = { title: page.title, text: `“${shared.textContent}” ${speakerOf(shared)}`, url: sharedAddress() };
    const files = [await picture()];
    card.close();
    const withPicture = navigator.canShare?.({ ...data, files }) ? { ...data, files } : data;
    navigator.share(withPicture).catch(() => { /* it was closed */ });
  }

  /** The sentence as a square picture: who says it, where, and the bar of who speaks when. */
  function drawCard(sentence) {
    const SIDE = 1200;
    const EDGE = 100;
    const WIDE = SIDE - 2 * EDGE;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(sentence);
    const ofPage = (name) => style.getPropertyValue(name);
    const rtl = style.direction === "rtl";
    const start = rtl ? SIDE - EDGE : EDGE;
    pen.direction = style.direction;
    pen.textAlign = "start";
    pen.fillStyle = ofPage("--paper");
    pen.fillRect(0, 0, SIDE, SIDE);

    let size = 116;
    let lines = [];
    do {
      size -= 4;
      pen.font = `700 ${size}px ${ofPage("--display")}`;
      lines = wrapped(pen, sentence.textContent, WIDE);
    } while (size > 28 && lines.length * size * 1.5 > 660);
    pen.fillStyle = ofPage("--ink");
    const top = EDGE + (660 - lines.length * size * 1.5) / 2;
    lines.forEach((line, number) => pen.fillText(line, start, top + size + number * size * 1.5));

    pen.fillStyle = ofPage("--who");
    pen.fillRect(start, 858, rtl ? -64 : 64, 8);
    pen.fillStyle = ofPage("--ink");
    pen.font = `600 40px ${ofPage("--letters")}`;
    pen.fillText(oneLine(pen, speakerOf(sentence), WIDE), start, 926);
    pen.fillStyle = ofPage("--soft");
    pen.font = `400 32px ${ofPage("--letters")}`;
    const where = [page.title, page.album].filter(Boolean).join(" · ");
    pen.fillText(oneLine(pen, where, WIDE), start, 980);
    drawBar(pen, EDGE, 1040, WIDE, (startOf(sentence) / length()) * WIDE);
    return canvas;
  }

  function drawBar(pen, left, top, width, now) {
    const [, , unitsWide, unitsHigh] = strip.querySelector("svg").getAttribute("viewBox").split(" ").map(Number);
    pen.save();
    pen.translate(left, top);
    pen.scale(width / unitsWide, 60 / unitsHigh);
    for (const path of strip.querySelectorAll("path:not(.marks)")) {
      pen.fillStyle = getComputedStyle(path).fill;
      pen.fill(new Path2D(path.getAttribute("d")));
    }
    pen.restore();
    pen.fillStyle = getComputedStyle(document.body).color;
    pen.fillRect(left + now - 3, top - 6, 6, 72);
  }

  /** A text in lines of at most a width, broken between words; marks stay with the word they belong to. */
  function wrapped(pen, text, width) {
    const parts = [];
    let opening = "";
    for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
      if (/[\p{Ps}\p{Pi}]$/u.test(segment)) opening += segment;
      else if (isWordLike || !parts.length) parts.push(opening + segment);
      else parts[parts.length - 1] += opening + segment;
      if (!/[\p{Ps}\p{Pi}]$/u.test(segment)) opening = "";
    }
    const lines = [""];
    for (const part of parts) {
      const longer = lines[lines.length - 1] + part;
      if (pen.measureText(longer.trimEnd()).width <= width || longer === part) lines[lines.length - 1] = longer;
      else lines.push(part);
    }
    return lines.map((line) => line.trim());
  }

  function oneLine(pen, text, width) {
    const [line, ...rest] = wrapped(pen, text, width - pen.measureText("…").width);
    return rest.length ? `${line}…` : line;
  }

  byId("share").addEventListener("click", openCard);
  byId("copy-quote").addEventListener("click", copyQuote);
  byId("picture").addEventListener("click", savePicture);
  byId("send").addEventListener("click", send);
  byId("close").addEventListener("click", () => card.close());
  card.addEventListener("click", (event) => { if (event.target === card) card.close(); });

  // -------------------------------------------------------------------------------------------------- where we stopped

  function remember() {
    const nearEnd = audio.currentTime > length() - 2;
    kept.set(place, nearEnd ? "0" : audio.currentTime.toFixed(1));
  }

  function resume() {
    const seconds = Number(kept.get(place));
    if (seconds > 1 && seconds < page.seconds) seek(seconds);
  }

  audio.addEventListener("pause", remember);
  addEventListener("pagehide", () => { if (audio.currentTime) remember(); });
  setInterval(() => { if (!audio.paused) remember(); }, SAVE_EVERY);

  // ------------------------------------------------------------------------------------------------------------- search

  let matches = []; // each is the list of its <mark>s, one in every sentence that it touches
  let match = -1;
  let folded = null; // made by the first search

  /** All sentences as one text to search, and where each of its letters comes from; paragraphs are a line each. */
  function foldText() {
    const found = { text: "", starts: [], from: [], to: [] };
    const pieces = [];
    let place = 0;
    const add = (piece, size) => {
      pieces.push(piece);
      for (let n = piece.length; n > 0; n -= 1) {
        found.from.push(place);
        found.to.push(place + size);
      }
      place += size;
    };
    for (const sentence of sentences) {
      const before = sentence.previousSibling;
      if (!before) add("\n", 0);
      else if (before.nodeType === Node.TEXT_NODE) add(" ", 0);
      found.starts.push(place);
      for (const [letter] of sentence.textContent.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) add(compared(letter), letter.length);
    }
    found.text = pieces.join("");
    return found;
  }

  function unmark() {
    for (const found of matches.flat()) {
      const sentence = found.parentNode;
      found.replaceWith(found.textContent);
      sentence.normalize();
    }
    matches = [];
    match = -1;
  }

  /** Mark the letters from one place of all text to another. */
  function markFound(from, to) {
    const marks = [];
    for (let n = lastUpTo(folded.starts, from); folded.starts[n] < to; n += 1) {
      const [start, end] = [folded.starts[n], folded.starts[n + 1] ?? Infinity];
      const piece = document.createElement("mark");
      rangeIn(sentences[n], Math.max(from, start) - start, Math.min(to, end) - start).surroundContents(piece);
      marks.push(piece);
    }
    return marks;
  }

  function search() {
    unmark();
    const text = compared(query.value.trim());
    document.body.classList.toggle("searching", text !== "");
    if (text) {
      folded ??= foldText();
      const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&").replace(/\s+/g, "\\s+"), "g");
      const places = [...folded.text.matchAll(pattern)].map(({ 0: { length: size }, index }) => [index, index + size - 1]);
      matches = places.map(([first, last]) => markFound(folded.from[first], folded.to[last]));
    }
    word = -1; // marks cut the text that it was in
    showMatch(0);
    show();
  }

  function showMatch(index) {
    for (const piece of matches[match] ?? []) piece.classList.remove("here");
    match = matches.length ? (index + matches.length) % matches.length : -1;
    const count = matches.length ? `${match + 1} / ${matches.length}` : page.words.none;
    byId("count").textContent = query.value.trim() ? count : "";
    const [here, ...rest] = matches[match] ?? [];
    if (!here) return;
    for (const piece of [here, ...rest]) piece.classList.add("here");
    if (!visible(here, 0.12)) {
      setFollowing(false);
      scrollToPlace(here);
    }
  }

  query.addEventListener("input", search);
  query.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      showMatch(match - 1);
    } else if (event.key === "Escape") {
      query.value = "";
      search();
      query.blur();
    }
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    showMatch(match + 1);
  });
  byId("earlier").addEventListener("click", () => showMatch(match - 1));

  // ----------------------------------------------------------------------------------------------------------- keyboard

  const keysOn = byId("keys-on");
  keysOn.checked = kept.get("keys") !== "off";
  keysOn.addEventListener("change", () => kept.set("keys", keysOn.checked ? "on" : "off"));

  const shortcuts = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => move(-STEP),
    ArrowRight: () => move(STEP),
    j: () => move(-BACK),
    l: () => move(FORWARD),
    p: () => stepChapter(-1),
    n: () => stepChapter(1),
    "[": () => stepSentence(-1),
    "]": () => stepSentence(1),
    "<": () => stepSpeed(-1),
    ">": () => stepSpeed(1),
    c: copyLink,
    s: openCard,
    f: backToVoice,
    "/": () => query.focus(),
    "?": showKeys,
  };

  function showKeys() {
    const keys = byId("keys");
    keys.open = !keys.open;
    if (keys.open) {
      keys.querySelector("summary").focus();
      keys.scrollIntoView({ block: "nearest" });
    }
  }

  /** The transcript is one stop for Tab; up and down go from sentence to sentence. */
  function setStop(sentence) {
    stop.querySelector(".jump").tabIndex = -1;
    sentence.querySelector(".jump").tabIndex = 0;
    stop = sentence;
  }

  function focusSentence(from, direction) {
    sentences[sentences.indexOf(from) + direction]?.querySelector(".jump").focus();
  }

  byId("transcript").addEventListener("focusin", ({ target }) => {
    if (target.matches(".cue .jump")) setStop(target.parentNode);
  });

  /** Whether the focused element wants this key for itself. */
  function taken(target, key) {
    if (target === range) return false;
    if (target.closest("input:not([type=checkbox]), select, textarea")) return true;
    return key === " " && target.closest("button, a, summary, input") !== null;
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || taken(event.target, event.key)) return;
    if (card.open) return;
    const sentence = event.target.closest(".cue");
    if (sentence && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      focusSentence(sentence, event.key === "ArrowUp" ? -1 : 1);
      return;
    }
    const own = event.target === range && event.key.startsWith("Arrow");
    if (!keysOn.checked && !own) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = shortcuts[key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // ------------------------------------------------------------------------------------------- the system's own controls

  function inSession(act) { // an older browser knows less of this, and misses only what it does not know
    try { act(navigator.mediaSession); } catch { /* the page's own controls do the same */ }
  }

  if ("mediaSession" in navigator) {
    const artwork = page.cover ? [{ src: new URL(page.cover, location.href).href, sizes: "1400x1400" }] : [];
    const facts = { title: page.title, artist: page.artist, album: page.album, artwork };
    const chapterInfo = page.chapters.map(([startTime, title]) => ({ title, startTime, artwork }));
    inSession((session) => { session.metadata = new MediaMetadata(facts); });
    inSession((session) => { session.metadata = new MediaMetadata({ ...facts, chapterInfo }); });
    const handlers = {
      play,
      pause: () => audio.pause(),
      seekto: (details) => seek(details.seekTime),
      seekbackward: (details) => move(-(details.seekOffset || BACK)),
      seekforward: (details) => move(details.seekOffset || FORWARD),
      previoustrack: () => stepChapter(-1),
      nexttrack: () => stepChapter(1),
    };
    for (const [name, handler] of Object.entries(handlers)) {
      inSession((session) => session.setActionHandler(name, handler));
    }
    const report = () => inSession((session) => session.setPositionState(
      { duration: length(), position: Math.min(audio.currentTime, length()), playbackRate: audio.playbackRate },
    ));
    for (const event of ["loadedmetadata", "seeked", "ratechange", "play", "pause"]) audio.addEventListener(event, report);
  }

  if (document.documentElement.classList.contains("embed")) {
    for (const link of document.links) link.target = "_blank"; // not in the frame of another site
  }
  if (audio.error) say(page.words.failed);
  if (!goToMoment()) resume();
  show();
}
