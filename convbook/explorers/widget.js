// Draws a Frame: grids of cells, photos, highlights and the arithmetic of the cell pointed at.
// It follows links from table to table and writes the texts that it is given. It knows nothing of
// convolution, computes no number and asks Python only when a cell is pinned or edited.

const element = (tag, className, parent) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (parent) parent.append(made);
  return made;
};

let made = 0; // cells so far, for their ids

const negative = (text) => text.startsWith("\u2212"); // the real minus sign, as Python writes it

// Moves an element only if it is elsewhere, because moving it takes the keyboard focus away.
const put = (parent, at, child) => {
  if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
};

// Writes into a live region only what is new there, because all that is written may be read out.
const write = (region, text) => region.textContent !== text && (region.textContent = text);

const inRange = (value, low, high) => Math.min(Math.max(value, low), high);
const inside = (value, size) => inRange(value, 0, size - 1);

const bytes = (view) => view && new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const list = (joined) => (joined === null ? null : joined.split("\t").slice(0, -1)); // a tab ends each text
const int32 = (view) =>
  view && new Int32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

const readPanel = (panel) => ({
  ...panel, owners: int32(panel.owners), texts: list(panel.texts), lines: list(panel.lines),
});

// A link as numbers. Each entry joins a cell of the source, its owner, with a cell of the target.
function readLink(link) {
  const start = int32(link.start);
  const cells = int32(link.cells);
  const owner = new Int32Array(cells.length);
  for (let q = 0; q + 1 < start.length; q++) owner.fill(q, start[q], start[q + 1]);
  const [terms, sums, partials] = [link.terms, link.sums, link.partials].map(list);
  return { ...link, cells, owner, weights: int32(link.weights), terms, sums, partials };
}

// The entries of a link that hold this cell at one of its ends: link.owner, link.cells or link.weights.
function entriesOf(end, cell) {
  const entries = [];
  end?.forEach((held, entry) => held === cell && entries.push(entry));
  return entries;
}

// All cells that hold the same pixel as this one: the cell, its original and its copies.
function holders(panel, cell) {
  const { owners } = panel ?? {};
  return owners && owners[cell] >= 0 ? [...owners.keys()].filter((c) => owners[c] === owners[cell]) : [cell];
}

// The highlighted cells of each panel with their role; the twin of Frame.lit in frame.py.
function lit(frame, [key, cell]) {
  const roles = {};
  const light = (panel, cell, role) => ((roles[panel] ??= new Map()).set(cell, role));
  const held = holders(frame.byKey[key], cell);
  for (const link of frame.links) {
    const joins = link.via && link.weights;
    if (link.source === key)
      for (const e of entriesOf(link.owner, cell)) {
        light(link.target, link.cells[e], "window");
        if (joins) light(link.via, link.weights[e], "weight");
      }
    if (link.target === key)
      for (const e of held.flatMap((c) => entriesOf(link.cells, c))) {
        light(link.source, link.owner[e], "reach");
        if (joins) light(link.via, link.weights[e], "weight");
      }
    if (link.via === key) for (const e of entriesOf(link.weights, cell)) light(link.target, link.cells[e], "window");
  }
  for (const copy of held) if (copy !== cell) light(key, copy, "reach");
  light(key, cell, "focus");
  return roles;
}

class PanelView {
  constructor(panel, act) {
    this.act = act;
    this.column = element("div", "cb-column");
    this.root = element("figure", "cb-panel", this.column);
    this.title = element("figcaption", "cb-title", this.root);
    this.stage = element("div", "cb-stage", this.root);
    this.lit = new Map();
    this.cells = [];
    this.current = 0;
    this.photo = panel.texts === null;
    if (this.photo) this.makePhoto();
    else this.makeGrid();
    this.caption = element("div", "cb-caption", this.stage);
  }

  makeGrid() {
    this.grid = element("div", "cb-grid", this.stage);
    this.grid.tabIndex = 0;
    this.grid.setAttribute("role", "grid");
    const cellOf = (event) => {
      const cell = event.target.closest?.(".cb-cell");
      return cell ? this.cells.indexOf(cell) : -1;
    };
    // A finger keeps telling of the cell where it came down.
    const under = ({ clientX, clientY }) => cellOf({ target: document.elementFromPoint(clientX, clientY) ?? this.grid });
    this.grid.addEventListener("pointermove", (event) => {
      const mouse = event.pointerType === "mouse";
      if (!mouse && !this.paintable) return;
      const cell = mouse ? cellOf(event) : under(event);
      if (!this.paintable) this.act.hover(this.key, cell); // who paints wants to see the result change
      if (event.buttons === 1 && cell >= 0 && cell !== this.current) this.stroke(cell);
    });
    this.grid.addEventListener("pointerleave", () => this.act.hover(null));
    const press = (event) => {
      const cell = cellOf(event);
      if (cell >= 0) this.pin(cell);
    };
    // A finger has no Escape: tapping the cell that is pinned releases it. A field may be tapped again to type.
    const tap = (event) => {
      const held = this.act.pinned(this.key, cellOf(event)) && event.target.tagName !== "INPUT";
      if (held) this.act.release();
      else press(event);
    };
    // A mouse pins where its stroke begins; a finger may be scrolling the page, until it has tapped. Where one paints,
    // the page does not scroll.
    const strokes = (event) => event.pointerType === "mouse" || this.paintable;
    this.grid.addEventListener("pointerdown", (event) => strokes(event) && !event.button && press(event));
    this.grid.addEventListener("click", (event) => strokes(event) || tap(event));
    this.grid.addEventListener("keydown", (event) => this.key_(event));
    this.grid.addEventListener("focus", () => this.grid.matches(":focus-visible") && this.stand());
    this.grid.addEventListener("blur", () => this.act.hover(null));
    this.grid.addEventListener("change", (event) => {
      if (event.target.tagName !== "INPUT") return;
      this.act.edit(this.key, cellOf(event), event.target.value);
      event.target.value = event.target.defaultValue; // until Python accepts what was typed
    });
    this.grid.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text").trim();
      if (!/[\s,;\]]/.test(text)) return; // one number goes into its cell
      event.preventDefault();
      this.act.paste(this.key, text);
    });
  }

  pin(cell) {
    this.current = cell;
    this.act.pin(this.key, cell);
  }

  // A fast stroke passes over cells that no event tells of; who paints wants them all.
  stroke(cell) {
    const columns = this.shape[1];
    const [row, column] = [Math.floor(this.current / columns), this.current % columns];
    const [down, across] = [Math.floor(cell / columns) - row, (cell % columns) - column];
    const steps = this.paintable ? Math.max(Math.abs(down), Math.abs(across)) : 1;
    for (let step = 1; step <= steps; step++)
      this.pin((row + Math.round((down * step) / steps)) * columns + column + Math.round((across * step) / steps));
  }

  // The cell that the keyboard stands on is pointed at.
  stand() {
    this.grid.setAttribute("aria-activedescendant", this.cells[this.current].id);
    this.act.hover(this.key, this.current);
  }

  key_(event) {
    if (event.target.tagName === "INPUT") return;
    const [rows, columns] = this.shape;
    const [row, column] = [Math.floor(this.current / columns), this.current % columns];
    const place = {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? rows - 1 : row, columns - 1],
    }[event.key];
    if (place) {
      this.current = inside(place[0], rows) * columns + inside(place[1], columns);
      this.stand();
    } else if (event.key === "Enter" || event.key === " ") {
      this.pin(this.current);
      this.cells[this.current].querySelector("input")?.focus();
    } else return;
    event.preventDefault();
  }

  makePhoto() {
    this.frameBox = element("div", "cb-photo", this.stage);
    this.canvas = element("canvas", "", this.frameBox);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.box = element("div", "cb-box", this.frameBox);
    const at = (event) => {
      const area = this.canvas.getBoundingClientRect();
      const row = Math.floor(((event.clientY - area.top) / area.height) * this.shape[0]);
      const column = Math.floor(((event.clientX - area.left) / area.width) * this.shape[1]);
      this.move(row, column);
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      at(event);
    });
    this.canvas.addEventListener("pointermove", (event) => event.buttons && at(event));
    this.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!step || !this.spot) return;
      event.preventDefault();
      const size = event.shiftKey ? 10 : 1;
      this.move(this.spot[0] + step[0] * size, this.spot[1] + step[1] * size);
    });
  }

  move(row, column) {
    this.spot = [inside(row, this.shape[0]), inside(column, this.shape[1])];
    this.act.pin(this.key, this.spot[0] * this.shape[1] + this.spot[1]);
  }

  show(panel, photo, fixed) {
    this.key = panel.key;
    this.shape = panel.shape;
    this.space = panel.space;
    this.size = panel.cell;
    this.paintable = panel.paintable;
    this.root.dataset.panel = panel.key;
    this.title.textContent = panel.title;
    this.caption.textContent = panel.caption;
    if (this.photo) this.showPhoto(panel, photo, fixed);
    else this.showGrid(panel, fixed);
  }

  showGrid(panel, fixed) {
    const [rows, columns] = panel.shape;
    this.grid.setAttribute("aria-label", panel.title);
    this.grid.classList.toggle("cb-paintable", panel.paintable);
    this.grid.style.gridTemplateColumns = `repeat(${columns}, var(--cell))`;
    if (panel.shape.join() !== this.built) this.build(panel.shape, panel.editable);
    this.current = Math.max(0, Math.min(this.current, this.cells.length - 1));
    this.grid.tabIndex = this.cells.length ? 0 : -1;
    const levels = bytes(panel.levels);
    const colours = panel.colour ? levels : bytes(fixed.palettes[panel.palette]);
    const inks = panel.colour ? bytes(panel.inks) : bytes(fixed.inks[panel.palette]);
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
      this.showText(cell, panel.texts[i], panel);
    });
  }

  showText(cell, text, panel) {
    const longest = Math.max(...text.split("\n").map((line) => line.length));
    cell.dataset.sign = panel.palette === "signed" && negative(text) ? "minus" : "";
    cell.dataset.long = longest > 5 ? "2" : longest > 3 ? "1" : longest < 3 ? "0" : "";
    if (!panel.editable) cell.textContent = text;
    else cell.firstChild.value = cell.firstChild.defaultValue = text;
    cell.firstChild?.setAttribute?.("aria-label", `${panel.title} ${cell.dataset.place}`);
  }

  build([rows, columns], editable) {
    this.built = `${rows},${columns}`;
    this.grid.replaceChildren();
    this.cells = [];
    for (let i = 0; i < rows; i++) {
      const row = element("div", "cb-row", this.grid);
      row.setAttribute("role", "row");
      for (let j = 0; j < columns; j++) this.cells.push(this.newCell(row, editable, `${i}, ${j}`));
    }
  }

  newCell(row, editable, place) {
    const cell = element("div", "cb-cell", row);
    cell.id = `cb-cell-${++made}`;
    cell.setAttribute("role", "gridcell");
    cell.dataset.place = place;
    if (editable) {
      const input = element("input", "", cell);
      input.type = "text";
      input.inputMode = "decimal";
      input.addEventListener("focus", () => input.select());
      // A finger on selected text asks for a menu: the browser's own, not one of the notebook over the cells.
      input.addEventListener("contextmenu", (event) => event.stopPropagation());
      input.addEventListener("keydown", (event) => event.key === "Enter" && input.blur());
    }
    return cell;
  }

  showPhoto(panel, photo, fixed) {
    const [rows, columns] = panel.shape;
    this.canvas.setAttribute("aria-label", `${panel.title}. ${panel.caption}`);
    const pixels = bytes(photo);
    if (photo !== this.drawn || panel.palette !== this.palette) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      const context = this.canvas.getContext("2d");
      const image = context.createImageData(columns, rows);
      const colours = panel.colour ? pixels : bytes(fixed.palettes[panel.palette]);
      for (let i = 0; i < rows * columns; i++) {
        const from = 3 * (panel.colour ? i : pixels[i]);
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = colours[from + c];
        image.data[4 * i + 3] = 255;
      }
      context.putImageData(image, 0, 0);
      this.drawn = photo;
      this.palette = panel.palette;
    }
    this.box.hidden = !panel.box;
    if (panel.box) {
      const [row, column, height, width] = panel.box;
      const percent = (value, size) => `${(100 * value) / size}%`;
      this.box.style.top = percent(row, rows);
      this.box.style.left = percent(column, columns);
      this.box.style.height = percent(height, rows);
      this.box.style.width = percent(width, columns);
      this.spot = [row + (height >> 1), column + (width >> 1)];
    }
  }

  // Cells shrink to the width there is; the space kept free shrinks with them.
  fit(width, scale) {
    const size = Math.min(this.size * scale, width / this.space[1]);
    const fitted = [size, ...this.space, ...this.shape].join();
    if (fitted === this.fitted) return;
    this.fitted = fitted;
    this.root.style.setProperty("--cell", `${this.photo ? size : Math.floor(size)}px`);
    this.root.style.setProperty("--height", `${size * this.space[0]}px`);
    this.root.style.setProperty("--width", `${size * this.space[1]}px`);
    if (this.photo) {
      this.frameBox.style.width = `${size * this.shape[1]}px`;
      this.frameBox.style.height = `${size * this.shape[0]}px`;
    }
  }

  light(roles) {
    roles ??= new Map();
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

// The products of one cell, laid out like the window, and what they add up to. Where the link brings partial
// sums, each row of products is folded behind its own.
function showSum(parent, frame, link, cell, open) {
  const block = element("div", "cb-sum", parent);
  if (link.title) element("div", "cb-sum-title", block).textContent = link.title;
  const entries = entriesOf(link.owner, cell);
  if (!link.partials) showTerms(block, frame, link, entries);
  else
    for (let row = 0; row * link.columns < entries.length; row++) {
      const fold = element("details", "cb-fold", block);
      const rows = link.partials.length / link.sums.length;
      element("summary", "", fold).textContent = link.partials[cell * rows + row];
      const name = `${link.source} ${link.target} ${row}`;
      fold.open = open.has(name);
      fold.addEventListener("toggle", () => (fold.open ? open.add(name) : open.delete(name)));
      showTerms(fold, frame, link, entries.slice(row * link.columns, (row + 1) * link.columns));
    }
  element("div", "cb-total", block).textContent = `Σ = ${link.sums[cell]}`;
}

// The other way round: the products that a pixel, and its copies, go into, and the output that each belongs to.
function showReach(parent, frame, link, held, words) {
  const entries = held.flatMap((cell) => entriesOf(link.cells, cell)).sort((a, b) => link.owner[a] - link.owner[b]);
  const { shape, first } = frame.byKey[link.source];
  const place = (e) => [Math.floor(link.owner[e] / shape[1]), link.owner[e] % shape[1]];
  const columns = entries.filter((e) => place(e)[0] === place(entries[0])[0]).length;
  const block = element("div", "cb-sum", parent);
  const title = [words.reach.replace("{n}", entries.length), link.title].filter(Boolean);
  element("div", "cb-sum-title", block).textContent = title.join(", ");
  const grid = showTerms(block, frame, { ...link, columns }, entries);
  entries.forEach((e, at) => {
    const [row, column] = place(e);
    grid.children[at].lastChild.textContent += ` \u2192 (${row + first[0]}, ${column + first[1]})`;
  });
}

function showTerms(parent, frame, link, entries) {
  const grid = element("div", "cb-terms", parent);
  grid.style.gridTemplateColumns = `repeat(${link.columns}, auto)`;
  const pixels = frame.byKey[link.target].texts;
  const weights = frame.byKey[link.via].texts;
  for (const e of entries) {
    const term = element("div", "cb-term", grid);
    term.dataset.sign = negative(link.terms[e]) ? "minus" : "";
    element("span", "cb-factors", term).textContent = `${pixels[link.cells[e]]} × ${weights[link.weights[e]]}`;
    element("b", "", term).textContent = link.terms[e];
  }
  return grid;
}

// The buttons below the panels: step through the cells of the pinned panel, and make all large for a class.
function makeTools(tools, words, act) {
  const button = (word, onClick) => {
    const made = element("button", "cb-button", tools);
    made.dataset.does = word;
    made.type = "button";
    made.textContent = words[word];
    made.addEventListener("click", () => onClick(made));
    return made;
  };
  const projector = button("projector", () => {
    const on = act.project();
    projector.setAttribute("aria-pressed", on);
  });
  projector.setAttribute("aria-pressed", false);
  let playing;
  const stop = () => {
    clearInterval(playing);
    playing = undefined;
    play.textContent = words.play;
  };
  const walk = (step) => {
    stop();
    act.walk(step);
  };
  const steps = [button("previous", () => walk(-1)), button("next", () => walk(1))];
  const play = button("play", () => {
    if (playing !== undefined) return stop();
    // Who asked for less motion gets one step for each press.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return act.walk(1);
    play.textContent = words.stop;
    playing = setInterval(() => act.walk(1) || stop(), 600);
  });
  return { stop, walk, canWalk: (can) => [...steps, play].forEach((each) => (each.disabled = !can)) };
}

// ipywidgets writes the name of a control beside it and not into it: say it to screen readers too.
function nameControls(explorer) {
  for (const control of explorer.querySelectorAll(".widget-inline-hbox")) {
    const name = control.querySelector("label, .widget-label")?.textContent;
    for (const part of control.querySelectorAll("[role=slider], .widget-readout, select"))
      if (name && !part.hasAttribute("aria-label")) part.setAttribute("aria-label", name);
  }
}

// The width that a letter takes in the text of a region, on average, with what is lost at the ends of lines.
const pen = document.createElement("canvas").getContext("2d");
function letterWidth(region) {
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(region); // `font` is empty with tabular digits
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const samples = ["The window around pixel (1, 23) gives \u2212456.", "output(0, 0) = (0 + 4 + 6 + 8 + 6) + (0 + 5) = 94."];
  return 1.08 * Math.max(...samples.map((sample) => pen.measureText(sample).width / sample.length));
}

// Calls `late` when it was started and not stopped for a while.
function makeWait(late) {
  let timer;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = setTimeout(late, 2500);
  };
  return { start, stop };
}

// Calls `moved` when the reader, and not Python, moves a control, and `near` with its number when one has the focus.
function watchControls(explorer, moved, near) {
  let touched = -Infinity;
  explorer.addEventListener("focusin", ({ target }) => {
    const at = [...explorer.firstElementChild.children].findIndex((control) => control.contains(target));
    if (at >= 0) near(at);
  });
  for (const event of ["pointerdown", "pointermove", "keydown", "change"])
    explorer.addEventListener(event, ({ target, timeStamp }) => {
      if (!target.closest(".cb-root")) touched = timeStamp;
    }, true);
  const heard = () => performance.now() - touched < 1000 && moved();
  explorer.addEventListener("change", ({ target }) => target.closest(".cb-root") || heard());
  const readouts = new MutationObserver(heard);
  for (const readout of explorer.querySelectorAll(".widget-readout"))
    readouts.observe(readout, { childList: true, characterData: true, subtree: true });
  return readouts;
}

// A notebook has uses of its own for keys: d, d deletes a cell. Notebook 7 even looks at each key before the picture
// does, but not at one that was prevented. Text fields are left alone by both; returns how to end this.
function keepKeys(explorer) {
  const keep = (event) => {
    const { target, key } = event;
    const shortcut = event.ctrlKey || event.altKey || event.metaKey || key === "Tab";
    if (shortcut || !explorer.contains(target) || target.matches("input:read-write, [contenteditable]")) return;
    const heard = target.matches(".noUi-handle, .cb-grid, canvas") || ["Escape", "PageUp", "PageDown"].includes(key);
    if (heard) event.preventDefault();
    else event.stopPropagation(); // the browser itself presses buttons, opens menus and scrolls
  };
  addEventListener("keydown", keep, true);
  return () => removeEventListener("keydown", keep, true);
}

// The models of the controls; none where they cannot be had: then every picture is asked for.
async function findControls(model) {
  const find = async ([id, stands]) => [await model.widget_manager.get_model(id), stands];
  return Promise.all(model.get("controls").map(find)).catch(() => []);
}

function render({ model, el }) {
  const root = element("div", "cb-root", el);
  const panels = element("div", "cb-panels", root);
  const legend = element("div", "cb-legend", root);
  const words = model.get("fixed").words;
  const buttons = element("div", "cb-tools", root);
  const help = element("div", "cb-help", root);
  const below = element("div", "cb-below", root);
  const told = element("div", "cb-told", below);
  const line = element("div", "cb-line", told);
  const sentence = element("div", "cb-sentence", told);
  const work = element("div", "cb-work", below);
  work.tabIndex = 0;
  work.setAttribute("role", "group");
  work.setAttribute("aria-label", words.terms);
  sentence.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  // JupyterLab would take the arrow keys for itself and collapse headings.
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      tools.stop();
      act.release();
    }
    const step = { PageDown: 1, PageUp: -1 }[event.key]; // what a presenter's remote control sends
    if (!step || !canWalk()) return;
    event.preventDefault();
    tools.walk(step);
  });

  const views = new Map();
  let frame; // the one that is drawn, with its numbers read
  let drawn; // the same, as it was sent
  let controls = []; // pairs: the model of a control, its trait that tells where it stands
  let gone = false;
  let hovered = null;
  const open = new Set(); // the folded rows of products that the reader opened
  let watched; // the controls beside this view, once they are on the page
  let leaveKeys = () => {};
  let width = 640; // of the picture, until it is measured
  let busy = false;
  const queue = []; // messages to send once Python has answered the one under way

  const help_ = (word) => (help.textContent = words[word]);
  const wait = makeWait(() => help_("waiting"));
  const send = (message) => {
    const last = queue.at(-1);
    // Cells passed in one movement travel together.
    if (message.kind === "focus" && last?.kind === "focus" && last.panel === message.panel)
      last.cells.push(...message.cells);
    else queue.push(message);
    if (!busy) sendNext();
  };
  const sendNext = () => {
    busy = queue.length > 0;
    if (!busy) return;
    model.send(queue.shift());
    wait.start();
  };
  const answered = () => {
    wait.stop();
    help_("point");
    sendNext();
  };

  // A cell without a text only keeps its place in a table.
  const isNothing = (key, cell) => cell < 0 || frame.byKey[key].texts?.[cell] === "";

  const act = {
    hover(key, cell) {
      const next = key === null || isNothing(key, cell) ? null : [key, cell];
      if (String(next) === String(hovered)) return;
      hovered = next;
      highlight();
    },
    pin(key, cell) {
      if (isNothing(key, cell)) return;
      if (frame.byKey[key].texts !== null) {
        frame.focus = [key, cell];
        highlight();
      }
      send({ kind: "focus", panel: key, cells: [cell] });
    },
    pinned: (key, cell) => String(frame.focus) === String([key, cell]),
    release() {
      left = frame.focus ?? left;
      hovered = frame.focus = null;
      highlight();
      send({ kind: "release" });
    },
    edit: (key, cell, text) => send({ kind: "edit", panel: key, cell, text }),
    paste: (key, text) => send({ kind: "paste", panel: key, text }),
    walk(step) {
      const [key, cell] = frame.focus ?? left ?? [home, -step];
      const sources = frame.links.filter((link) => link.source === key);
      const joined = (link) => (e) => [link.cells[e], link.weights?.[e]];
      const windowOf = (at) => sources.flatMap((link) => entriesOf(link.owner, at).map(joined(link))).join();
      const skipped = sources.length ? [windowOf(cell), ""] : []; // cells of one window, as in a table's row
      const cells = views.get(key)?.cells ?? [];
      let next = cell + step;
      while (cells[next] && skipped.includes(windowOf(next))) next += step;
      hovered = null; // the keyboard may stand on a cell
      if (cells[next]) views.get(key).pin(next);
      return Boolean(cells[next]);
    },
    project() {
      const on = root.classList.toggle("cb-projector");
      root.closest(".convbook-explorer")?.classList.toggle("cb-large", on);
      fit();
      return on;
    },
  };
  const tools = makeTools(buttons, words, act);
  let left; // the cell that was released last: the steps go on from there
  let home; // the panel that the steps go through when nothing is pinned
  const canWalk = () => views.has(home);

  function highlight() {
    const focus = hovered ?? frame.focus;
    const roles = focus ? lit(frame, focus) : {};
    for (const [key, view] of views) if (!view.photo) view.light(roles[key]);
    work.replaceChildren();
    // What has no arithmetic of its own leaves that of the pinned cell in its place.
    if (focus && !showWork(...focus) && frame.focus) showWork(...frame.focus);
    const [key, cell] = focus ?? [];
    write(line, frame.byKey[key]?.lines?.[cell] ?? "");
  }

  function showWork(key, cell) {
    const sums = frame.links.filter((link) => link.terms && link.source === key);
    for (const link of sums) showSum(work, frame, link, cell, open);
    const held = holders(frame.byKey[key], cell);
    // Where two panels show the same results, as X·W and the maps do, the first is enough.
    const reached = frame.links.find(
      (link) => link.terms && link.target === key && held.some((c) => link.cells.includes(c)));
    if (reached) showReach(work, frame, reached, held, words);
    return sums.length || Boolean(reached);
  }

  function fit() {
    const large = root.classList.contains("cb-projector");
    const scale = large ? largestScale() : 1;
    for (const view of views.values()) view.fit(width, scale);
    const { lineRoom, sentenceRoom, termRows, termColumns } = frame;
    const fitted = [width, large, lineRoom, sentenceRoom, termRows, termColumns].join();
    if (fitted === fit.last) return; // measuring letters takes longer than drawing a frame
    fit.last = fitted;
    const term = large ? 96 : width < 480 ? 50 : 72;
    const blocks = packed(termColumns.map((columns) => columns * term), 24);
    const wide = Math.max(0, ...blocks.map((row) => row.reduce((a, b) => a + 24 + b)));
    const beside = width - wide - 24; // for the words, if they and the arithmetic stand side by side
    const rowsFor = (region, room) =>
      Math.max(1, Math.ceil((room * letterWidth(region)) / (beside < 420 ? width : beside)));
    below.classList.toggle("cb-stacked", beside < 420);
    root.style.setProperty("--work-width", `${wide}px`);
    root.style.setProperty("--line-rows", rowsFor(line, lineRoom));
    root.style.setProperty("--sentence-rows", rowsFor(sentence, sentenceRoom));
    root.style.setProperty("--term-rows", termRows);
    root.style.setProperty("--blocks", Math.max(1, blocks.length));
  }

  // Things of these widths in rows, as many side by side as there is room for.
  function packed(widths, gap) {
    const rows = [];
    let free = -1;
    for (const each of widths) {
      if (each > free) {
        rows.push([]);
        free = width;
      }
      rows.at(-1).push(each);
      free -= each + gap;
    }
    return rows;
  }

  // How much larger the panels can be while those that stand side by side still do.
  function largestScale() {
    const widest = (column) => Math.max(...[...views.values()]
      .filter((view) => column.contains(view.root)).map((view) => view.size * view.space[1]));
    const rows = packed([...panels.children].map(widest), 28);
    const scales = rows.map((row) => (width - 28 * (row.length - 1) - 2) / row.reduce((a, b) => a + b));
    return inRange(Math.min(...scales), 1.1, 1.5);
  }

  // The frame that Python sent for the place where the controls stand now, if it sent one.
  const placed = () => {
    const place = JSON.stringify(controls.map(([control, stands]) => control.get(stands)));
    const frames = controls.length && !busy ? model.get("slots").map((slot) => model.get(slot)) : [];
    return frames.find((sent) => sent && JSON.stringify(sent.place) === place);
  };
  const drawAhead = () => drawn !== (placed() ?? drawn) && show(placed());
  const update = () => {
    wait.stop();
    help_("point");
    show(placed() ?? model.get(model.get("shown")));
  };

  function show(sent) {
    if (sent === drawn) return;
    drawn = sent;
    const fixed = model.get("fixed");
    frame = { ...sent, panels: sent.panels.map(readPanel), links: sent.links.map(readLink), byKey: {} };
    for (const panel of frame.panels) frame.byKey[panel.key] = panel;
    for (const [key, view] of views)
      if (!frame.byKey[key] || view.photo !== (frame.byKey[key].texts === null)) {
        view.root.remove();
        view.column.remove();
        views.delete(key);
      }
    let across = 0;
    let down = 0;
    let column;
    for (const panel of frame.panels) {
      if (!views.has(panel.key)) views.set(panel.key, new PanelView(panel, act));
      const view = views.get(panel.key);
      if (!panel.under) {
        column = view.column;
        put(panels, across++, column);
        down = 0;
      }
      put(column, down++, view.root);
      view.show(panel, model.get(sent.photos[panel.key]), fixed);
    }
    legend.replaceChildren();
    for (const [mark, text] of sent.legend) {
      const entry = element("span", "cb-key", legend);
      element("i", "cb-cell", entry).dataset.mark = mark;
      entry.append(text);
    }
    work.hidden = !sent.termRows;
    line.hidden = work.hidden && !frame.panels.some((panel) => panel.lines);
    write(sentence, sent.sentence);
    home = sent.focus?.[0] ?? home;
    if (sent.focus) left = null;
    const stood = views.get(sent.focus?.[0]);
    if (stood?.cells.length && !stood.root.contains(document.activeElement)) stood.current = sent.focus[1];
    tools.canWalk(canWalk());
    if (hovered && !frame.byKey[hovered[0]]) hovered = null;
    fit();
    highlight();
  }

  const sizes = new ResizeObserver(([{ contentRect }]) => {
    width = contentRect.width || width; // 0 while it is hidden
    fit();
  });
  sizes.observe(root);
  // A control tells of its move before it asks Python: the frame is drawn once it has asked.
  const moved = () => queueMicrotask(drawAhead);
  findControls(model).then((found) => {
    if (gone) return;
    controls = found;
    for (const [control, stands] of controls) control.on(`change:${stands}`, moved);
  });
  model.on("change:shown", update);
  model.on("msg:custom", answered);
  update();
  requestAnimationFrame(() => {
    const explorer = root.closest(".convbook-explorer");
    if (!explorer) return;
    nameControls(explorer);
    leaveKeys = keepKeys(explorer);
    watched = watchControls(explorer, wait.start, (control) => model.send({ kind: "near", control }));
  });
  return () => {
    tools.stop();
    wait.stop();
    watched?.disconnect();
    leaveKeys();
    sizes.disconnect();
    gone = true;
    for (const [control, stands] of controls) control.off(`change:${stands}`, moved);
    model.off("change:shown", update);
    model.off("msg:custom", answered);
  };
}

export default { render };
