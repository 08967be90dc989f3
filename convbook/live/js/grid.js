// A grid of numbered cells: the reader can point at them, pin them, type into them and move by keys.

import { element, fill } from "./dom.js";
import { isNotebooks } from "./keys.js";
import { bytes } from "./links.js";
import { PanelView, inside } from "./panel.js";

let made = 0; // cells so far, for their ids

export const negative = (text) => text.startsWith("\u2212"); // the real minus sign, as Python writes it

export class GridView extends PanelView {
  make() {
    this.lit = new Map();
    this.cells = [];
    this.current = 0;
    this.grid = element("div", "cb-grid", this.stage);
    this.grid.tabIndex = 0;
    this.grid.setAttribute("role", "grid");
    const on = (event, act) => this.grid.addEventListener(event, act);
    on("pointermove", (event) => this.moved(event));
    on("pointerleave", () => this.view.hover(null));
    // A mouse pins where its stroke begins; a finger may be scrolling the page, until it has tapped. Where one
    // paints, the page does not scroll.
    const strokes = (event) => event.pointerType === "mouse" || this.paintable;
    on("pointerdown", (event) => strokes(event) && !event.button && this.press(event));
    on("click", (event) => strokes(event) || this.tap(event));
    on("keydown", (event) => event.target.tagName !== "INPUT" && this.heardKey(event));
    on("focus", () => this.grid.matches(":focus-visible") && this.stand());
    on("blur", () => this.view.hover(null));
    on("change", (event) => event.target.tagName === "INPUT" && this.typed(event));
    on("paste", (event) => this.pasted(event));
  }

  cellOf({ target }) {
    const cell = target.closest?.(".cb-cell");
    return cell ? this.cells.indexOf(cell) : -1;
  }

  moved(event) {
    const mouse = event.pointerType === "mouse";
    if (!mouse && !this.paintable) return;
    // A finger keeps reporting the cell where it came down.
    const under = () => document.elementFromPoint(event.clientX, event.clientY) ?? this.grid;
    const cell = this.cellOf(mouse ? event : { target: under() });
    if (!this.paintable) this.view.hover(this.key, cell); // somebody who paints wants to see the output change
    if (event.buttons === 1 && cell >= 0 && cell !== this.current) this.stroke(cell);
  }

  press(event) {
    const cell = this.cellOf(event);
    if (cell >= 0) this.pin(cell);
  }

  // A finger has no Escape: tapping the cell that is pinned releases it. A field may be tapped again to type.
  tap(event) {
    const pinned = String(this.view.frame.focus) === String([this.key, this.cellOf(event)]);
    if (pinned && event.target.tagName !== "INPUT") this.view.release();
    else this.press(event);
  }

  pin(cell) {
    this.current = cell;
    this.view.pin(this.key, cell);
  }

  placeOf(cell) {
    return [Math.floor(cell / this.shape[1]), cell % this.shape[1]];
  }

  // A fast stroke skips cells that no event reports; somebody who paints wants them all.
  stroke(cell) {
    const [row, column] = this.placeOf(this.current);
    const [down, across] = [this.placeOf(cell)[0] - row, this.placeOf(cell)[1] - column];
    const steps = this.paintable ? Math.max(Math.abs(down), Math.abs(across)) : 1;
    for (let step = 1; step <= steps; step++) {
      const [i, j] = [row + Math.round((down * step) / steps), column + Math.round((across * step) / steps)];
      this.pin(i * this.shape[1] + j);
    }
  }

  // The cell with the keyboard focus counts as pointed at.
  stand() {
    this.grid.setAttribute("aria-activedescendant", this.cells[this.current].id);
    this.view.hover(this.key, this.current);
  }

  heardKey(event) {
    const [rows, columns] = this.shape;
    const [row, column] = this.placeOf(this.current);
    const place = {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? rows - 1 : row, columns - 1],
    }[event.key];
    if (place) {
      this.current = inside(place[0], rows) * columns + inside(place[1], columns);
      this.stand();
    } else if (!isNotebooks(event) && (event.key === "Enter" || event.key === " ")) {
      this.pin(this.current);
      this.cells[this.current].querySelector("input")?.focus();
    } else return;
    event.preventDefault();
  }

  typed({ target }) {
    this.view.mail.send({ kind: "edit", panel: this.key, cell: this.cellOf({ target }), text: target.value });
    target.value = target.defaultValue; // until Python accepts what was typed
  }

  pasted(event) {
    const text = event.clipboardData.getData("text").trim();
    if (!/[\s;；&|｜\\\])}]|[,，、].*[,，、]/.test(text)) return; // one number goes into its cell, also 0,25
    event.preventDefault();
    this.view.mail.send({ kind: "paste", panel: this.key, text });
  }

  draw(panel, fixed) {
    this.paintable = panel.paintable;
    this.grid.setAttribute("aria-label", panel.title);
    this.grid.classList.toggle("cb-paintable", panel.paintable);
    this.grid.style.gridTemplateColumns = `repeat(${panel.shape[1]}, var(--cell))`;
    if (panel.shape.join() !== this.built) this.build(panel.shape, panel.editable);
    this.current = Math.max(0, inside(this.current, this.cells.length));
    this.grid.tabIndex = this.cells.length ? 0 : -1;
    const levels = bytes(panel.levels);
    const colours = panel.colour ? levels : bytes(fixed.palettes[panel.palette]);
    const inks = bytes(panel.colour ? panel.inks : fixed.inks[panel.palette]);
    const marks = bytes(panel.marks);
    this.cells.forEach((cell, i) => {
      const level = panel.colour ? i : levels[i];
      const colour = `rgb(${colours[3 * level]}, ${colours[3 * level + 1]}, ${colours[3 * level + 2]})`;
      const mark = marks ? fixed.marks[marks[i]] : "";
      const look = [panel.title, panel.palette, colour, mark, panel.texts[i]].join();
      if (look === cell.look) return; // writing to a cell costs more than comparing it
      cell.look = look;
      cell.style.backgroundColor = colour;
      cell.style.color = inks[level] ? "#000" : "#fff";
      cell.dataset.mark = mark;
      this.showText(cell, panel.texts[i], panel, fixed.words);
    });
  }

  showText(cell, text, panel, words) {
    const longest = Math.max(...text.split("\n").map((line) => line.length));
    cell.dataset.sign = panel.palette === "signed" && negative(text) ? "minus" : "";
    cell.dataset.long = longest > 5 ? "2" : longest > 3 ? "1" : longest < 3 ? "0" : "";
    if (!panel.editable) cell.textContent = text;
    else cell.firstChild.value = cell.firstChild.defaultValue = text;
    const name = fill(words.placed, { title: panel.title, place: cell.dataset.place });
    cell.firstChild?.setAttribute?.("aria-label", name);
  }

  build([rows, columns], editable) {
    this.built = `${rows},${columns}`;
    this.grid.replaceChildren();
    this.cells = [];
    for (let i = 0; i < rows; i++) {
      const row = element("div", "cb-row", this.grid);
      row.setAttribute("role", "row");
      for (let j = 0; j < columns; j++) this.cells.push(newCell(row, editable, `${i}, ${j}`));
    }
  }

  resize(size) {
    this.root.style.setProperty("--cell", `${Math.floor(size)}px`);
  }

  light(roles = new Map()) {
    for (const cell of this.lit.keys())
      if (this.cells[cell] && !roles.has(cell)) {
        delete this.cells[cell].dataset.role;
        delete this.cells[cell].dataset.sides;
      }
    const columns = this.shape[1];
    roles.forEach((role, cell) => {
      if (!this.cells[cell]) return;
      const same = (there, inRow) => inRow && roles.get(there) === role;
      const column = cell % columns;
      this.cells[cell].dataset.role = role;
      this.cells[cell].dataset.sides = [
        same(cell - columns, true) ? "" : "top",
        same(cell + 1, column + 1 < columns) ? "" : "right",
        same(cell + columns, true) ? "" : "bottom",
        same(cell - 1, column > 0) ? "" : "left",
      ].join(" ");
    });
    this.lit = roles;
  }
}

function newCell(row, editable, place) {
  const cell = element("div", "cb-cell", row);
  cell.id = `cb-cell-${++made}`;
  cell.setAttribute("role", "gridcell");
  cell.dataset.place = place;
  if (!editable) return cell;
  const input = element("input", "", cell);
  input.type = "text";
  input.inputMode = "decimal";
  input.addEventListener("focus", () => input.select());
  // A finger on selected text opens a menu: the browser's own, not the notebook's menu for the cells.
  input.addEventListener("contextmenu", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => event.key === "Enter" && input.blur());
  return cell;
}
