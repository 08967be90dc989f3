// The buttons below the panels: step through the cells of the pinned panel, and enlarge everything for a class.

import { element } from "./dom.js";

export class Tools {
  constructor(parent, words, view) {
    Object.assign(this, { parent, words, view });
    this.projector = this.button("projector", () => this.projector.setAttribute("aria-pressed", view.project()));
    this.projector.setAttribute("aria-pressed", false);
    this.steps = [this.button("previous", () => this.walk(-1)), this.button("next", () => this.walk(1))];
    this.play = this.button("play", () => this.start());
  }

  button(word, onClick) {
    const made = element("button", "cb-button", this.parent);
    made.dataset.does = word;
    made.type = "button";
    made.textContent = this.words[word];
    made.addEventListener("click", onClick);
    return made;
  }

  walk(step) {
    this.stop();
    this.view.walk(step);
  }

  start() {
    if (this.playing !== undefined) return this.stop();
    // A reader who asked for reduced motion gets one step per press.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.view.walk(1);
    this.play.textContent = this.words.stop;
    this.playing = setInterval(() => this.view.walk(1) || this.stop(), 600);
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.play.textContent = this.words.play;
  }

  canWalk(can) {
    for (const button of [...this.steps, this.play]) button.disabled = !can;
  }
}
