// Runs inside the page of JupyterLab: reads what an explorer draws, and waits for it to change.

window.convbookTests = (() => {
  const app = () => window.jupyterapp;
  const notebook = () => app()?.shell.currentWidget;
  const kernel = () => notebook()?.sessionContext.session?.kernel;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const kernelErrors = []; // also those that JupyterLab shows nowhere but in its log
  const explorers = () => all(".convbook-explorer");

  function hash(canvas) {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let sum = 0;
    for (const word of new Uint32Array(pixels.buffer)) sum = (Math.imul(sum, 31) + word) | 0;
    return sum;
  }

  // Everything that tells two pictures apart: texts, colours, marks, highlights, photos.
  // Of what an explorer is compared with it is the photo of @interact, drawn into a small canvas, or a number.
  function picture(root) {
    if (root.matches(".convbook-floor")) return root.querySelector(".widget-html-content").textContent;
    if (!root.querySelector(".cb-root")) return all("img", root).map(hashOfImage).join();
    const cells = all(".cb-cell", root).map((cell) => [
      cell.querySelector("input")?.defaultValue ?? cell.textContent, cell.style.backgroundColor,
      cell.dataset.mark, cell.dataset.role, cell.dataset.sides,
    ].join("|"));
    const words = all(".cb-title, .cb-caption, .cb-legend, .cb-line:not(.cb-unseen), .cb-work", root);
    return [
      ...words.map((element) => element.textContent), ...cells,
      ...all("canvas", root).map(hash), ...all(".cb-box", root).map((box) => box.hidden || box.style.cssText),
    ].join("\n");
  }

  const sentence = (root) => root.querySelector(".cb-sentence")?.textContent ?? "";
  const drawing = (root) => picture(root) + sentence(root);

  const probe = Object.assign(document.createElement("canvas"), { width: 160, height: 58 });
  function hashOfImage(image) {
    if (!image.complete || !image.naturalWidth) return "";
    probe.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0, 160, 58);
    return hash(probe);
  }

  // The rest of what a step is judged by.
  const frame = () => new Promise(requestAnimationFrame);
  const settle = async () => { for (let i = 0; i < 3; i++) await frame(); };

  const cutOff = (root) => {
    const output = root.closest(".jp-OutputArea-output") ?? root;
    const right = output.getBoundingClientRect().right + 0.5;
    const wide = all(".cb-panel, .cb-grid, .cb-photo, .cb-caption, .cb-legend, .cb-sentence, .widget-inline-hbox", root);
    return [
      ...(output.scrollWidth > output.clientWidth ? ["the output"] : []),
      ...wide.filter((element) => element.getBoundingClientRect().right > right).map((element) => element.className),
      ...all(".cb-caption, .cb-line, .cb-sentence", root).filter((element) => element.scrollHeight > element.clientHeight + 1)
        .map((element) => `${element.className}: ${element.textContent}`),
    ];
  };

  // Which of these texts, by the class of their region, would be cut off there.
  function unfit(root, texts) {
    return Object.entries(texts).flatMap(([name, all]) => {
      const region = root.querySelector(`.${name}`);
      const before = region.textContent;
      const cut = all.filter((text) => {
        region.textContent = text;
        return region.scrollHeight > region.clientHeight + 1;
      });
      region.textContent = before;
      return cut;
    });
  }

  // arm(root) remembers the drawing and watches it frame by frame; changed() resolves once another one has come
  // to rest with the kernel. Its time is that of the first frame with the drawing that stays.
  const REST = 60;
  let watch, keydown;
  document.addEventListener("keydown", () => (keydown = performance.now()), true);
  function arm(root, patience = 8000) {
    const before = drawing(root);
    const until = performance.now() + patience;
    let last = before;
    let at = performance.now();
    watch = new Promise((resolve) => {
      const look = () => {
        const now = drawing(root);
        const time = performance.now();
        if (now !== last && now !== "") [last, at] = [now, time];
        const changed = last !== before && time - at >= REST && kernel().status === "idle";
        if (!changed && time < until) return requestAnimationFrame(look);
        const ms = at - keydown;
        resolve({ changed: last !== before, ms, sentence: sentence(root), height: root.offsetHeight, cut: cutOff(root), drawing: last });
      };
      requestAnimationFrame(look);
    });
  }
  const changed = () => watch;

  // Milliseconds from a move of the pointer onto a numbered cell to the highlights drawn, layout included.
  function pointAtCells(root, moves = 60) {
    const cells = all(".cb-cell", root);
    return Array.from({ length: moves }, (_, move) => {
      const cell = cells[(move * 37) % cells.length];
      const start = performance.now();
      cell.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse" }));
      root.getBoundingClientRect();
      return performance.now() - start;
    });
  }

  // follow(root) watches every frame until followed(): how long after the last key the picture still changed,
  // and the frames in which it had another height.
  let trail;
  function follow(root) {
    const height = root.offsetHeight;
    const own = (trail = { on: true, jumps: 0, last: 0 });
    let before = drawing(root);
    const look = () => {
      const now = drawing(root);
      if (now !== before && now !== "") own.last = performance.now();
      if (root.offsetHeight !== height) own.jumps++;
      before = now;
      if (own.on) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
  function followed() {
    trail.on = false;
    return { lag: Math.max(0, trail.last - keydown), jumps: trail.jumps };
  }

  async function runAll() {
    await app().commands.execute("notebook:clear-all-cell-outputs");
    const listen = (_, { header, content }) => {
      if (header.msg_type === "error") kernelErrors.push(`${content.ename}: ${content.evalue}`);
    };
    kernel().iopubMessage.connect(listen);
    await app().commands.execute("notebook:run-all-cells");
  }

  // Runs code beside the notebook; resolves to what it prints.
  async function execute(code) {
    let printed = "";
    const run = kernel().requestExecute({ code, store_history: false });
    run.onIOPub = ({ content }) => (printed += content.text ?? "");
    await run.done;
    return printed;
  }

  // What went wrong in the notebook's cells. A cell tagged raises-exception is meant to.
  function badOutputs() {
    const bad = [];
    notebook().content.widgets.forEach((cell, at) => {
      if (cell.model.type !== "code" || cell.model.getMetadata("tags")?.includes("raises-exception")) return;
      const source = cell.model.sharedModel.getSource();
      if (source.trim() && !cell.model.executionCount) bad.push(`cell ${at} did not run`);
      for (let i = 0; i < cell.model.outputs.length; i++) {
        const output = cell.model.outputs.get(i).toJSON();
        if (output.output_type === "error") bad.push(`cell ${at}: ${output.ename}: ${output.evalue}`);
        if (output.name === "stderr") bad.push(`cell ${at}: ${output.text}`);
      }
    });
    const text = document.body.innerText;
    for (const words of ["model not found", "Error displaying widget", "Error creating widget"])
      if (text.toLowerCase().includes(words.toLowerCase())) bad.push(words);
    return bad;
  }

  const liveOutputs = () =>
    notebook().content.widgets
      .filter((cell) => cell.model.type === "code")
      .flatMap((cell) => Array.from({ length: cell.model.outputs.length }, (_, i) => cell.model.outputs.get(i)))
      .filter((output) => "application/vnd.jupyter.widget-view+json" in output.data).length;

  // Resolves once every live output is drawn and the kernel has come to rest; to false after `patience`.
  async function allDrawn(patience = 30000) {
    const until = performance.now() + patience;
    const drawn = () =>
      all(".convbook-explorer, .convbook-recall, .convbook-card, .widget-interact, .convbook-floor, .convbook-training")
        .filter((root) => !root.parentElement.closest(".convbook-recall"))
        .filter((root) => root.querySelector(".cb-cell, canvas, img, .widget-html-content"));
    while (kernel().status !== "idle" || drawn().length !== liveOutputs()) {
      if (performance.now() > until) return false;
      await frame();
    }
    return true;
  }

  // Runs one cell again; resolves to the explorer that it then shows.
  async function fresh(at, patience = 20000) {
    const { content } = notebook();
    const find = () => content.widgets[at].node.querySelector(".convbook-explorer");
    const before = find();
    const until = performance.now() + patience;
    content.activeCellIndex = at;
    app().commands.execute("notebook:run-cell");
    while (!find() || find() === before || !find().querySelector(".cb-cell, canvas") || kernel().status !== "idle") {
      if (performance.now() > until) throw new Error(`cell ${at} showed no explorer`);
      await frame();
    }
    find().scrollIntoView({ block: "start" });
    await settle();
    return find();
  }

  // The numbered panels of an explorer as data: their texts, and the role and outlined sides of each lit cell.
  const panels = (root) => Object.fromEntries(all(".cb-panel", root).filter((panel) => panel.querySelector(".cb-grid"))
    .map((panel) => {
      const cells = all(".cb-cell", panel);
      const rows = all(".cb-row", panel).length;
      const lit = [...cells.entries()].filter(([, cell]) => cell.dataset.role);
      return [panel.dataset.panel, {
        shape: [rows, rows && cells.length / rows],
        texts: cells.map((cell) => cell.querySelector("input")?.value ?? cell.textContent),
        roles: Object.fromEntries(lit.map(([at, cell]) => [at, cell.dataset.role])),
        sides: Object.fromEntries(lit.map(([at, cell]) => [at, cell.dataset.sides.trim().split(/ +/)])),
      }];
    }));

  // The sums written out below the panels.
  const sums = (root) => all(".cb-sum", root).map((sum) => ({
    terms: all(".cb-term", sum).map((term) => [term.firstChild.textContent, term.lastChild.textContent]),
    rows: all(".cb-fold", sum).map((fold) => all(".cb-term b", fold).map((product) => product.textContent)),
    partials: all(".cb-fold summary", sum).map((summary) => summary.textContent),
    total: sum.querySelector(".cb-total")?.textContent.replace("Σ = ", "") ?? "", // none where a pixel's products go apart
  }));

  // What the Tab key should reach in an explorer, each named by its place.
  const STOPS = ".noUi-handle, .widget-readout, select, button, input, summary, [tabindex='0']";
  const tabStops = (root) => [...new Set(all(STOPS, root))].filter((stop) => stop.offsetParent && !stop.disabled && (stop.tabIndex >= 0 || stop.isContentEditable));
  const stops = (root) => tabStops(root).map((_, at) => at);
  const nameOf = (stop) =>
    stop.getAttribute("aria-label") || [...(stop.labels ?? [])].map((label) => label.textContent).join("") || stop.textContent;
  const nameless = (root) => tabStops(root)
    .filter((stop) => !(stop.matches(".widget-readout") ? stop.getAttribute("aria-label") : nameOf(stop)).trim())
    .map((stop) => stop.outerHTML.slice(0, 200));
  const focusFirst = (root) => tabStops(root)[0].focus({ focusVisible: true });

  // Where the focus is, and whether that can be seen: the element, or the one that it is drawn in, looks different.
  function focused(root) {
    const stop = document.activeElement;
    const drawn = [stop, ...all("*", stop), stop.parentElement];
    const look = () => drawn.map((part) => {
      const { outline, boxShadow, border, backgroundColor } = getComputedStyle(part);
      return [outline, boxShadow, border, backgroundColor].join();
    }).join();
    const inside = root.contains(stop);
    const at = tabStops(root).indexOf(stop);
    if (!inside) return { inside };
    const on = look();
    stop.blur();
    const off = look();
    stop.focus({ focusVisible: true });
    return { inside, at, name: nameOf(stop) || stop.outerHTML.slice(0, 120), visible: on !== off };
  }

  const pictures = () => all(".jp-OutputArea-output img").filter((image) => image.complete && image.naturalWidth).length;
  const cellsShown = () => notebook().content.widgets.filter((cell) => cell.isVisible).map((cell) => cell.model.id);

  // Whether the page as a whole, or the notebook in it, can be scrolled sideways.
  const overflow = () =>
    [document.documentElement, ...all(".jp-Notebook, .jp-WindowedPanel-outer")]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => element.className || element.tagName);

  // Texts that are hard to read on what lies behind them: contrast below 4.5 (WCAG 2).
  function faint(root) {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (rgb) => {
      const [r, g, b] = rgb.slice(0, 3).map((c) => (c <= 10 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = channels(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] === 1) return colour;
      }
      return [255, 255, 255];
    };
    const texts = all(".cb-root *, .widget-label, .widget-readout, select", root).filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && element.offsetWidth);
    return texts.flatMap((element) => {
      const [dark, light] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      return contrast < 4.5 ? [`${element.className || element.tagName} “${element.textContent}” ${contrast.toFixed(1)}`] : [];
    });
  }

  return {
    allDrawn, arm, badOutputs, cellsShown, changed, cutOff, drawing, execute, explorers, faint, focused, focusFirst, follow, followed, fresh, kernel, kernelErrors, liveOutputs,
    nameless, notebook, overflow, panels, picture, pictures, pointAtCells, runAll, sentence, settle, stops, sums, unfit,
  };
})();
