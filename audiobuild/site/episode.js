"use strict";
{
  const byId = (id) => document.getElementById(id);
  const page = JSON.parse(byId("page").textContent);
  const audio = byId("audio");
  const player = byId("player");
  const strip = byId("strip");
  const range = byId("position");
  const speed = byId("speed");
  const query = byId("query");
  const chapterButtons = [...document.querySelectorAll(".chapters .jump")];
  const sentences = [...document.querySelectorAll(".cue")];
  const cueStarts = page.cues.map(([start]) => start);
  const chapterStarts = page.chapters.map(([start]) => start);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const SLACK = 0.06; // seconds: a browser lands up to 0.044 s before the place it was sent to
  const STEP = 5;
  const BACK = 15;
  const FORWARD = 30;
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
    const nowCue = lastUpTo(cueStarts, at + SLACK);
    if (nowCue !== cue) showCue(nowCue);
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

  // ------------------------------------------------------------------------------------------------- following the text

  let following = true; // until the reader scrolls to where the sentence being played is not
  let ours = 0; // until then (milliseconds) scrolling is our own

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

  function scrollToPlace(element) {
    ours = Date.now() + 1000;
    const top = scrollY + element.getBoundingClientRect().top - (innerHeight - barHeight()) * 0.35;
    scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  function setFollowing(on) {
    following = on;
    byId("follow").hidden = on || !sentences[cue] || (audio.paused && !audio.currentTime);
  }

  addEventListener("scroll", () => {
    if (Date.now() > ours && sentences[cue]) setFollowing(visible(sentences[cue], 0));
  }, { passive: true });
  addEventListener("scrollend", () => { ours = 0; });
  for (const intent of ["wheel", "touchmove"]) addEventListener(intent, () => { ours = 0; }, { passive: true });

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
    const jump = event.target.closest(".jump") ?? event.target.closest(".cue")?.querySelector(".jump");
    const selecting = !event.target.closest("button") && String(getSelection());
    if (jump && !selecting) listenFrom(Number(jump.dataset.start));
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

  // --------------------------------------------------------------------------------------------- a link to this moment

  /** The seconds of “#t=1:05”, “#t=1:02:03” or “#t=65”; null when the address names no moment. */
  function moment(hash) {
    const found = /^#t=(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(hash);
    if (!found) return null;
    const [, hours, minutes, seconds] = found;
    return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  }

  function goToMoment() {
    const seconds = moment(location.hash);
    if (seconds === null) return false;
    seek(seconds);
    if (audio.paused) say(page.words.begins.replace("{time}", clock(seconds)));
    setFollowing(true);
    follow();
    return true;
  }

  async function copyLink() {
    const time = clock(position());
    const address = `${location.href.split("#")[0]}#t=${time}`;
    history.replaceState(null, "", `#t=${time}`);
    const copied = await copy(address);
    if (copied) say(page.words.copied.replace("{time}", time));
    else prompt(page.words.copy_by_hand, address);
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

  let matches = []; // each is the list of its <mark>s: one, for a match lies within one sentence
  let match = -1;

  function unmark() {
    for (const found of matches) {
      const sentence = found.parentNode;
      found.replaceWith(found.textContent);
      sentence.normalize();
    }
    matches = [];
    match = -1;
  }

  function markIn(sentence, pattern) {
    const text = sentence.lastChild;
    if (text?.nodeType !== Node.TEXT_NODE) return;
    const places = [...text.data.matchAll(pattern)];
    for (const found of places.reverse()) { // from the end, so that earlier places stay where they are
      const rest = text.splitText(found.index);
      rest.splitText(found[0].length);
      const marked = document.createElement("mark");
      rest.replaceWith(marked);
      marked.append(rest);
    }
    matches.push(...sentence.querySelectorAll("mark"));
  }

  function search() {
    unmark();
    const text = query.value.trim();
    document.body.classList.toggle("searching", text !== "");
    if (text) {
      const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&").replace(/\s+/g, "\\s+"), "gi");
      for (const sentence of sentences) markIn(sentence, pattern);
    }
    showMatch(0);
  }

  function showMatch(index) {
    matches[match]?.classList.remove("here");
    match = matches.length ? (index + matches.length) % matches.length : -1;
    const count = matches.length ? `${match + 1} / ${matches.length}` : page.words.none;
    byId("count").textContent = query.value.trim() ? count : "";
    const here = matches[match];
    if (!here) return;
    here.classList.add("here");
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

  /** Whether the focused element wants this key for itself. */
  function taken(target, key) {
    if (target === range) return false;
    if (target.closest("input:not([type=checkbox]), select, textarea")) return true;
    return key === " " && target.closest("button, a, summary, input") !== null;
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || taken(event.target, event.key)) return;
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

  if (audio.error) say(page.words.failed);
  if (!goToMoment()) resume();
  show();
}
