// A notebook has uses of its own for keys: d, d deletes a cell. Notebook 7 even looks at each key before our widgets
// do, but not at one that was prevented. Text fields are left alone by both. Shift + Enter is the notebook's: it runs
// the cell and goes on to the next one, wherever the keyboard stands.

const USES_KEYS = ".noUi-handle, .cb-grid, canvas"; // parts that answer to keys themselves

export const isNotebooks = ({ shiftKey, key }) => shiftKey && key === "Enter";

// Keeps the keys pressed inside `root` away from the notebook; returns how to end this.
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
