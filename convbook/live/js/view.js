// Draws a Frame: grids of cells, photos, highlights and the arithmetic of the cell pointed at.
// It follows links from table to table and writes the texts that it is given. It knows nothing of
// convolution, computes no number and asks Python only when a cell is pinned or edited.

import { findControls, nameControls, standing, watchControls } from "./controls.js";
import { element, put, roomFor, write } from "./dom.js";
import { GridView } from "./grid.js";
import { isNotebooks, keepKeys } from "./keys.js";
import { largestScale, workRoom } from "./layout.js";
import { entriesOf, isNothing, lit, readFrame } from "./links.js";
import { Mail } from "./mail.js";
import { PhotoView } from "./photo.js";
import { Tools } from "./tools.js";
import { showWork } from "./work.js";

class View {
  constructor(model, el) {
    this.model = model;
    this.fixed = model.get("fixed");
    this.panels = new Map(); // the PanelView of each key
    this.controls = []; // pairs: the model of a control, the trait that holds its position
    this.hovered = null; // the cell that is pointed at
    this.open = new Set(); // the folded rows of products that the reader opened
    this.width = 640; // of the picture, until it is measured
    this.make(element("div", "cb-root", el));
    this.mail = new Mail(model, () => this.late());
    this.endings = [() => this.tools.stop(), () => this.mail.stopWaiting()];
    this.listen();
    this.update();
  }

  make(root) {
    const { words, longest } = this.fixed;
    this.root = root;
    this.stage = element("div", "cb-panels", root);
    this.legend = element("div", "cb-legend", root);
    this.tools = new Tools(element("div", "cb-tools", root), words, this);
    this.helped = roomFor([words.point, words.waiting], "cb-help", root);
    this.below = element("div", "cb-below", root);
    const told = element("div", "cb-told", this.below);
    this.line = roomFor(longest.line, "cb-line", told);
    this.line.setAttribute("aria-live", "polite");
    this.sentence = roomFor(longest.sentence, "cb-sentence", told);
    this.sentence.setAttribute("role", "status");
    this.work = element("div", "cb-work", this.below);
    this.work.tabIndex = 0;
    this.work.setAttribute("role", "group");
    this.work.setAttribute("aria-label", words.terms);
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.heardKey(event));
    const sizes = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width || this.width; // 0 while it is hidden
      this.fit();
    });
    sizes.observe(this.root);
    this.endings.push(() => sizes.disconnect());
    const hear = (model, event, act) => {
      model.on(event, act);
      this.endings.push(() => model.off(event, act));
    };
    hear(this.model, "change:shown", () => this.update());
    hear(this.model, "msg:custom", () => {
      this.answered = this.place();
      this.help("point");
      this.mail.answered();
    });
    // A control reports its move before it asks Python: the frame is drawn once it has asked.
    const moved = () => queueMicrotask(() => this.show(this.placed()));
    findControls(this.model).then((found) => {
      if (this.gone) return;
      this.controls = found;
      this.answered = this.place();
      for (const [control, stands] of found) hear(control, `change:${stands}`, moved);
    });
    requestAnimationFrame(() => this.meetControls(this.root.closest(".convbook-explorer")));
  }

  meetControls(explorer) {
    if (!explorer || this.gone) return;
    nameControls(explorer);
    this.endings.push(keepKeys(explorer));
    const near = (control) => this.model.send({ kind: "near", control });
    this.endings.push(watchControls(explorer, () => this.mail.wait(), near));
  }

  // JupyterLab would otherwise use the arrow keys to collapse headings.
  heardKey(event) {
    if (isNotebooks(event)) return;
    event.stopPropagation();
    if (event.key === "Escape") {
      this.tools.stop();
      this.release();
    }
    const step = { PageDown: 1, PageUp: -1 }[event.key]; // what a presenter's remote control sends
    if (!step || !this.panels.has(this.home)) return;
    event.preventDefault();
    this.tools.walk(step);
  }

  hover(key, cell) {
    const next = key === null || isNothing(this.frame.byKey[key], cell) ? null : [key, cell];
    if (String(next) === String(this.hovered)) return;
    this.hovered = next;
    this.highlight();
  }

  pin(key, cell) {
    if (isNothing(this.frame.byKey[key], cell)) return;
    if (this.frame.byKey[key].texts !== null) {
      this.frame.focus = [key, cell];
      this.highlight();
    }
    this.mail.send({ kind: "focus", panel: key, cells: [cell] });
  }

  release() {
    this.left = this.frame.focus ?? this.left; // the steps continue from there
    this.hovered = this.frame.focus = null;
    this.highlight();
    this.mail.send({ kind: "release" });
  }

  // A step through the cells of the pinned panel; returns whether there was one to take.
  walk(step) {
    const [key, cell] = this.frame.focus ?? this.left ?? [this.home, -step];
    const sources = this.frame.links.filter((link) => link.source === key);
    const joined = (link) => (e) => [link.cells[e], link.weights?.[e]];
    const windowOf = (at) => sources.flatMap((link) => entriesOf(link.owner, at).map(joined(link))).join();
    const skipped = sources.length ? [windowOf(cell), ""] : []; // cells of one window, as in a table's row
    const cells = this.panels.get(key)?.cells ?? [];
    let next = cell + step;
    while (cells[next] && skipped.includes(windowOf(next))) next += step;
    this.hovered = null; // the keyboard may stand on a cell
    if (cells[next]) this.panels.get(key).pin(next);
    return Boolean(cells[next]);
  }

  // Makes everything large for a class, or small again; returns which.
  project() {
    const on = this.root.classList.toggle("cb-projector");
    this.root.closest(".convbook-explorer")?.classList.toggle("cb-large", on);
    this.fit();
    return on;
  }

  help(word) {
    this.helped.textContent = this.fixed.words[word];
  }

  // No answer has come for a while. None is due if the controls are where they were at the last one, such as at
  // their ends, or where Python's own picture has them.
  late() {
    const { place } = this.model.get(this.model.get("shown")) ?? {};
    const due = ![this.answered, JSON.stringify(place)].includes(this.place());
    if (this.mail.busy || due) this.help("waiting");
  }

  // Where the controls are: according to their models, or as displayed.
  place() {
    if (!this.controls.length) return standing(this.root.closest(".convbook-explorer"));
    return JSON.stringify(this.controls.map(([control, stands]) => control.get(stands)));
  }

  // The frame that Python sent for the current place of the controls, if it sent one.
  placed() {
    if (!this.controls.length || this.mail.busy) return undefined;
    const place = this.place();
    const frames = this.model.get("slots").map((slot) => this.model.get(slot));
    return frames.find((sent) => sent && JSON.stringify(sent.place) === place);
  }

  update() {
    this.mail.stopWaiting();
    this.answered = this.place();
    this.help("point");
    this.show(this.placed() ?? this.model.get(this.model.get("shown")));
  }

  show(sent) {
    if (!sent || sent === this.drawn) return;
    this.drawn = sent;
    this.frame = readFrame(sent);
    this.showPanels();
    this.showLegend();
    this.work.hidden = !sent.term_rows;
    this.line.parentElement.hidden = this.work.hidden && !this.frame.panels.some((panel) => panel.lines);
    write(this.sentence, sent.sentence);
    this.stand(sent.focus);
    this.fit();
    this.highlight();
  }

  showPanels() {
    for (const [key, view] of this.panels)
      if (!this.frame.byKey[key] || !(view instanceof kindOf(this.frame.byKey[key]))) {
        view.root.remove();
        view.column.remove();
        this.panels.delete(key);
      }
    let [across, down, column] = [0, 0];
    for (const panel of this.frame.panels) {
      if (!this.panels.has(panel.key)) this.panels.set(panel.key, new (kindOf(panel))(this));
      const view = this.panels.get(panel.key);
      if (!panel.under) {
        column = view.column;
        put(this.stage, across++, column);
        down = 0;
      }
      put(column, down++, view.root);
      view.show(panel, this.model.get(this.frame.photos[panel.key]), this.fixed);
    }
  }

  showLegend() {
    this.legend.replaceChildren();
    for (const [mark, text] of this.frame.legend) {
      const entry = element("span", "cb-key", this.legend);
      element("i", "cb-cell", entry).dataset.mark = mark;
      entry.append(text);
    }
  }

  // The keyboard continues from the cell that is picked out, unless it is in this panel already.
  stand(focus) {
    if (focus) {
      this.home = focus[0]; // the panel that the steps go through
      this.left = null;
      const view = this.panels.get(this.home);
      if (view.cells?.length && !view.root.contains(document.activeElement)) view.current = focus[1];
    }
    if (this.hovered && !this.frame.byKey[this.hovered[0]]) this.hovered = null;
    this.tools.canWalk(this.panels.has(this.home));
  }

  highlight() {
    const { frame } = this;
    const focus = this.hovered ?? frame.focus;
    const roles = focus ? lit(frame, this.fixed.roles, focus) : {};
    for (const [key, view] of this.panels) view.light?.(roles[key]);
    this.work.replaceChildren();
    const work = (at) => showWork(this.work, frame, at, this.fixed.words, this.open);
    // A cell without arithmetic leaves that of the pinned cell in place.
    if (focus && !work(focus) && frame.focus) work(frame.focus);
    const [key, cell] = focus ?? [];
    write(this.line, frame.byKey[key]?.lines?.[cell] ?? "");
  }

  fit() {
    const { width, panels } = this;
    const large = this.root.classList.contains("cb-projector");
    const widths = (column) => [...panels.values()]
      .filter((view) => column.contains(view.root)).map((view) => view.size * view.space[1]);
    const scale = large ? largestScale([...this.stage.children].map(widths), width) : 1;
    for (const view of panels.values()) view.fit(width, scale);
    const { wide, blocks, stacked } = workRoom(this.frame.term_columns, width, large);
    this.below.classList.toggle("cb-stacked", stacked);
    const style = { "--work-width": `${wide}px`, "--term-rows": this.frame.term_rows, "--blocks": blocks };
    for (const [name, value] of Object.entries(style)) this.root.style.setProperty(name, value);
  }
}

const kindOf = (panel) => (panel.texts === null ? PhotoView : GridView);

function render({ model, el }) {
  const view = new View(model, el);
  return () => {
    view.gone = true;
    for (const end of view.endings) end();
  };
}

export default { render };
