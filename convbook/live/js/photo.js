// A photo, with the box that a pointer or the arrow keys move over it.

import { element, fill } from "./dom.js";
import { bytes } from "./links.js";
import { PanelView, inside } from "./panel.js";

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class PhotoView extends PanelView {
  make() {
    this.frameBox = element("div", "cb-photo", this.stage);
    this.canvas = element("canvas", "", this.frameBox);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.box = element("div", "cb-box", this.frameBox);
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.moveTo(event);
    });
    this.canvas.addEventListener("pointermove", (event) => event.buttons && this.moveTo(event));
    this.canvas.addEventListener("keydown", (event) => this.heardKey(event));
  }

  moveTo({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const row = Math.floor(((clientY - top) / height) * this.shape[0]);
    this.move(row, Math.floor(((clientX - left) / width) * this.shape[1]));
  }

  heardKey(event) {
    const step = ARROWS[event.key];
    if (!step || !this.spot) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    this.move(this.spot[0] + step[0] * size, this.spot[1] + step[1] * size);
  }

  move(row, column) {
    this.spot = [inside(row, this.shape[0]), inside(column, this.shape[1])];
    this.view.pin(this.key, this.spot[0] * this.shape[1] + this.spot[1]);
  }

  draw(panel, fixed, photo) {
    this.canvas.setAttribute("aria-label", fill(fixed.words.described, panel));
    if (photo !== this.drawn || panel.palette !== this.palette) this.paint(panel, bytes(photo), fixed);
    this.drawn = photo;
    this.palette = panel.palette;
    this.box.hidden = !panel.box;
    if (panel.box) this.showBox(panel.box, panel.shape);
  }

  paint(panel, pixels, fixed) {
    const [rows, columns] = panel.shape;
    Object.assign(this.canvas, { width: columns, height: rows });
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    const colours = panel.colour ? pixels : bytes(fixed.palettes[panel.palette]);
    for (let i = 0; i < rows * columns; i++) {
      const from = 3 * (panel.colour ? i : pixels[i]);
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = colours[from + c];
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }

  showBox([row, column, height, width], [rows, columns]) {
    const percent = (value, size) => `${(100 * value) / size}%`;
    Object.assign(this.box.style, {
      top: percent(row, rows), left: percent(column, columns),
      height: percent(height, rows), width: percent(width, columns),
    });
    this.spot = [row + (height >> 1), column + (width >> 1)];
  }

  resize(size) {
    this.frameBox.style.width = `${size * this.shape[1]}px`;
    this.frameBox.style.height = `${size * this.shape[0]}px`;
  }
}
