// Notebooks have shortcuts of their own: d, d deletes a cell. Notebook 7 even sees each key before our widgets do,
// but ignores one that was prevented. Both leave text fields alone. Shift + Enter belongs to the notebook: it runs
// the cell and moves on to the next one, wherever the keyboard focus is.

const USES_KEYS = ".noUi-handle, .cb-grid, canvas"; // parts that handle keys themselves

export const isNotebooks = ({ shiftKey, key }) => shiftKey && key === "Enter";

// Keeps keys pressed inside `root` away from the notebook; returns a function that ends this.
export function keepKeys(root) {
  const keep = (event) => {
    const { target, key } = event;
    const shortcut = event.ctrlKey || event.altKey || event.metaKey || isNotebooks(event) || key === "Tab";
    if (shortcut || !root.contains(target) || target.matches("input:read-write, [contenteditable]")) return;
    const heard = target.matches(USES_KEYS) || ["Escape", "PageUp", "PageDown"].includes(key);
    if (heard) event.preventDefault();
    else event.stopPropagation(); // the browser itself presses buttons, opens menus and scrolls
  };
  addEventListener("keydown", keep, true);
  return () => removeEventListener("keydown", keep, true);
}
