/** One player: sentences one after another, exactly the runs that a build joins. Only the last play may sound. */

import { post } from "./api.js";

const AHEAD = 2; // sentences asked for while one plays

export class Player {
  constructor(audio, { script, order, pause, show, failed, made }) {
    Object.assign(this, { audio, script, order, pause, show, failed, made });
    this.number = 0;
    this.now = null;
    this.playing = false;
    this.asked = new Map();
    audio.addEventListener("ended", () => this.#ended());
  }

  /** The sound of a sentence: asked for once, and again when it has failed. */
  sound(id, instead = {}) {
    const key = JSON.stringify([this.script(), id, instead]);
    if (!this.asked.has(key)) {
      const asking = post(`script/${this.script()}/say`, { sentence: id, instead });
      this.asked.set(key, asking);
      asking.then(
        (found) => Object.keys(instead).length || this.made(id, found),
        () => this.asked.delete(key),
      );
    }
    return this.asked.get(key);
  }

  forget() {
    this.asked.clear();
  }

  async play(id, instead = {}, alone = false) {
    const number = ++this.number;
    this.audio.pause();
    Object.assign(this, { now: id, playing: true, alone });
    this.show(id, true, true);
    try {
      const found = await this.sound(id, instead);
      if (number !== this.number) return;
      this.audio.src = `api/sound/${found.run}.mp3`;
      await this.audio.play();
      this.show(id, true, false);
      for (const next of alone ? [] : this.#after(id, AHEAD)) this.sound(next).catch(() => {});
    } catch (error) {
      if (number !== this.number || error.name === "AbortError") return;
      this.stop();
      this.failed(error);
    }
  }

  stop() {
    this.number++;
    this.playing = false;
    this.audio.pause();
    this.show(this.now, false, false);
  }

  toggle() {
    if (this.playing) this.stop();
    else if (this.now ?? this.order()[0]) this.play(this.now ?? this.order()[0]);
  }

  step(by) {
    const order = this.order();
    const at = Math.max(0, order.indexOf(this.now)) + by;
    const next = order[Math.min(order.length - 1, Math.max(0, at))];
    if (!next) return;
    if (this.playing) this.play(next);
    else this.go(next);
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
      return;
    }
    const number = this.number;
    setTimeout(() => number === this.number && this.play(next), this.pause(next));
  }
}
