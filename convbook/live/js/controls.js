// The sliders and menus above the picture, which ipywidgets draws.

// ipywidgets writes the name of a control beside it, not into it: give it to screen readers too.
export function nameControls(explorer) {
  for (const control of explorer.querySelectorAll(".widget-inline-hbox")) {
    const name = control.querySelector("label, .widget-label")?.textContent;
    for (const part of control.querySelectorAll("[role=slider], .widget-readout, select"))
      if (name && !part.hasAttribute("aria-label")) part.setAttribute("aria-label", name);
  }
}

// Calls `moved` when the reader, and not Python, moves a control, and `near` with its number when one has the
// focus; returns a function that ends this.
export function watchControls(explorer, moved, near) {
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
  return () => readouts.disconnect();
}

// What the controls show: numbers, choices, switches and files.
export function standing(explorer) {
  const parts = explorer?.firstElementChild.querySelectorAll(".widget-readout,select,input") ?? [];
  return JSON.stringify([...parts].map((part) => [part.textContent, part.value, part.checked]));
}

// The models of the controls, each with the trait that holds its position; none if they are not available: then
// every picture is requested.
export async function findControls(model) {
  const find = async ([id, stands]) => [await model.widget_manager.get_model(id), stands];
  return Promise.all(model.get("controls").map(find)).catch(() => []);
}
