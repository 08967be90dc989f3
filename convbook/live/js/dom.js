// Elements of the page: creating, ordering and filling them.

export function element(tag, className, parent) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (parent) parent.append(made);
  return made;
}

// Moves an element only if it is elsewhere, because moving it would lose the keyboard focus.
export function put(parent, at, child) {
  if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
}

// Writes only new text into a live region, because everything written there may be read out.
export function write(region, text) {
  if (region.textContent !== text) region.textContent = text;
}

// A sentence with its places {name} filled in.
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Text that changes, in a place with room for the longest of `texts`: these stand there too, unseen, so that
// the browser itself measures them.
export function roomFor(texts, className, parent) {
  const place = element("div", "cb-place", parent);
  const live = element("div", className, place);
  for (const text of texts) {
    const unseen = element("div", `${className} cb-unseen`, place);
    unseen.setAttribute("aria-hidden", true);
    unseen.textContent = text;
  }
  return live;
}
