/** The strip of the player: who speaks when, as on the listening page, and where we are. A click goes there. */

const PACE = 4.3; // Chinese characters a second, for sentences that are not made yet

const length = (sentence, sound) => (sound?.seconds ?? sentence.text.length / PACE) + sentence.pause / 1000;

export class Strip {
  constructor(canvas, go) {
    Object.assign(this, { canvas, starts: [], all: 0, blocks: [] });
    canvas.addEventListener("click", (event) => {
      const at = (event.offsetX / canvas.clientWidth) * this.all;
      const found = this.starts.findLast(([start]) => start <= at);
      if (found) go(found[1]);
    });
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Take over the sentences with the lengths that are known. */
  fill(sentences, sounds, hues) {
    let at = 0;
    this.starts = [];
    this.blocks = [];
    for (const [id, sentence] of sentences) {
      const seconds = length(sentence, sounds.get(id));
      this.starts.push([at, id]);
      this.blocks.push([at, seconds, hues[sentence.row.speaker] ?? "n"]);
      at += seconds;
    }
    this.all = at;
    this.begins = new Map(this.starts.map(([start, id]) => [id, start]));
    this.draw();
  }

  /** The second at which a sentence begins. */
  at(id) {
    return this.begins?.get(id) ?? 0;
  }

  show(now) {
    this.now = now;
    this.draw();
  }

  draw() {
    const { canvas } = this;
    const scale = devicePixelRatio || 1;
    const [wide, high] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
    if (!wide || !this.all) return;
    Object.assign(canvas, { width: wide, height: high });
    const pen = canvas.getContext("2d");
    const colours = getComputedStyle(canvas);
    const colour = (name) => colours.getPropertyValue(`--${name}`);
    const tops = { h: 0.12, g: 0.52, n: 0.32 };
    for (const [start, seconds, hue] of this.blocks) {
      pen.fillStyle = colour(hue);
      pen.globalAlpha = this.now !== undefined && start + seconds <= this.now ? 1 : 0.55;
      pen.fillRect((start / this.all) * wide, tops[hue[0]] * high, Math.max(1, (seconds / this.all) * wide - scale), 0.36 * high);
    }
    pen.globalAlpha = 1;
    pen.fillStyle = colour("ink");
    pen.fillRect(Math.min(wide - 2 * scale, ((this.now ?? 0) / this.all) * wide), 0, 2 * scale, high);
  }
}

/** Seconds as people read them: 0:41, 1:02:03. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => `${n}`.padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
