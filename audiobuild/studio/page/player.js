/** One player: sentences one after another, exactly the runs that a build joins. Only the last play may sound. */

import { post } from "./api.js";

const AHEAD = 2; // sentences asked for while one plays
const BACK = 1; // seconds before the place where it was stopped

export class Player {
  constructor(audio, { script, order, pause, show, failed, made, may }) {
    Object.assign(this, { audio, script, order, pause, show, failed, made, may });
    Object.assign(this, { number: 0, now: null, playing: false, alone: false, asked: new Map(), left: null, last: null, speed: 1 });
    audio.addEventListener("ended", () => this.#ended());
  }

  /** The sound of a sentence: asked for once, and again when it has failed or was given up for newer ones. */
  sound(id, instead = {}, ahead = false) {
    const key = JSON.stringify([this.script(), id, instead]);
    const known = this.asked.get(key);
    if (known && !(known.ahead && !ahead && !known.done)) return known.promise;
    const entry = { ahead, done: false, promise: null };
    entry.promise = post(`script/${this.script()}/say`, { sentence: id, instead, ahead });
    this.asked.set(key, entry);
    entry.promise.then(
      (found) => {
        entry.done = true;
        if (!found.run) this.asked.delete(key);
        else if (!Object.keys(instead).length) this.made(id, found);
      },
      () => this.asked.get(key) === entry && this.asked.delete(key),
    );
    return entry.promise;
  }

  forget() {
    this.asked.clear();
  }

  async play(id, instead = {}, alone = false, from = 0) {
    if (!(await this.may())) return;
    const number = ++this.number;
    this.audio.pause();
    if (Object.keys(instead).length) this.last = { id, instead };
    Object.assign(this, { now: id, playing: true, alone, left: null, instead });
    this.show(id, true, true);
    try {
      const found = await this.sound(id, instead);
      if (number !== this.number) return;
      this.audio.src = `api/sound/${found.run}.mp3`;
      await this.audio.play();
      this.audio.playbackRate = this.speed;
      if (from) this.audio.currentTime = from;
      this.show(id, true, false);
      for (const next of alone ? [] : this.#after(id, AHEAD)) this.sound(next).catch(() => {});
    } catch (error) {
      if (number !== this.number || error.name === "AbortError") return;
      this.stop();
      this.failed(error);
    }
  }

  stop() {
    if (this.playing) this.left = { id: this.now, instead: this.instead, at: this.audio.currentTime };
    this.number++;
    this.playing = false;
    this.audio.pause();
    this.show(this.now, false, false);
  }

  /** Play or stop; what was stopped goes on a second earlier. */
  toggle() {
    const id = this.now ?? this.order()[0];
    if (this.playing) this.stop();
    else if (id && this.left?.id === id) this.play(id, this.left.instead, this.alone, Math.max(0, this.left.at - BACK));
    else if (id) this.play(id);
  }

  /** The sentence as it is, or as it was last tried, whichever was not heard last. */
  compare() {
    if (this.last?.id !== this.now) return;
    const changed = Object.keys(this.instead ?? {}).length > 0;
    this.play(this.now, changed ? {} : this.last.instead, true);
  }

  pace(speed) {
    this.speed = Math.min(2, Math.max(0.5, speed));
    this.audio.playbackRate = this.speed;
  }

  step(by) {
    const order = this.order();
    const at = Math.max(0, order.indexOf(this.now)) + by;
    this.to(order[Math.min(order.length - 1, Math.max(0, at))]);
  }

  /** Go to a sentence, and play it when something is playing. */
  to(id) {
    if (!id) return;
    if (this.playing) this.play(id);
    else this.go(id);
  }

  /** Move to a sentence without playing it. */
  go(id) {
    this.now = id;
    this.show(id, this.playing, false);
  }

  #after(id, count) {
    const order = this.order();
    const at = order.indexOf(id);
    return at < 0 ? [] : order.slice(at + 1, at + 1 + count);
  }

  #ended() {
    const [next] = this.alone ? [] : this.#after(this.now, 1);
    if (!next) {
      this.stop();
      this.left = null;
      return;
    }
    const number = this.number;
    setTimeout(() => number === this.number && this.play(next), this.pause(next));
  }
}
