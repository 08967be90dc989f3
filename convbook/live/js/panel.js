// A panel: its title, a stage for a grid or a photo, its caption.

import { element } from "./dom.js";

export const inside = (value, size) => Math.min(Math.max(value, 0), size - 1);

export class PanelView {
  // `view` is the picture that the panel belongs to; it is told what the reader does here.
  constructor(view) {
    this.view = view;
    this.column = element("div", "cb-column");
    this.root = element("figure", "cb-panel", this.column);
    this.title = element("figcaption", "cb-title", this.root);
    this.stage = element("div", "cb-stage", this.root);
    this.make();
    this.caption = element("div", "cb-caption", this.stage);
  }

  show(panel, photo, fixed) {
    this.key = panel.key;
    this.shape = panel.shape;
    this.space = panel.space;
    this.size = panel.cell;
    this.root.dataset.panel = panel.key;
    this.title.textContent = panel.title;
    this.caption.textContent = panel.caption;
    this.draw(panel, fixed, photo);
  }

  // Cells shrink to the available width, and the reserved space shrinks with them.
  fit(width, scale) {
    const size = Math.min(this.size * scale, width / this.space[1]);
    const fitted = [size, ...this.space, ...this.shape].join();
    if (fitted === this.fitted) return;
    this.fitted = fitted;
    this.root.style.setProperty("--height", `${size * this.space[0]}px`);
    this.root.style.setProperty("--width", `${size * this.space[1]}px`);
    this.resize(size);
  }
}
