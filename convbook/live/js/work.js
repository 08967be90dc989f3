// The arithmetic of the cell pointed at, below the panels: products and what they add up to.

import { element, fill } from "./dom.js";
import { negative } from "./grid.js";
import { entriesOf, holders } from "./links.js";

// Shows the sums of a cell, and the products that it goes into; returns whether there are any. `open` holds the
// folded rows of products that the reader opened.
export function showWork(parent, frame, [key, cell], words, open) {
  const sums = frame.links.filter((link) => link.terms && link.source === key);
  for (const link of sums) showSum(parent, frame, link, cell, open);
  const held = holders(frame.byKey[key], cell);
  // Where two panels show the same outputs, as X·M and the maps do, the first is enough.
  const reached = frame.links.find(
    (link) => link.terms && link.target === key && held.some((c) => link.cells.includes(c)));
  if (reached) showReach(parent, frame, reached, held, words);
  return sums.length > 0 || Boolean(reached);
}

// The products of one cell, laid out like the window, and what they add up to. Where the link brings partial
// sums, each row of products is folded behind its own.
function showSum(parent, frame, link, cell, open) {
  const block = newBlock(parent, link.title);
  const entries = entriesOf(link.owner, cell);
  if (!link.partials) showTerms(block, frame, link, entries);
  else
    for (let row = 0; row * link.columns < entries.length; row++) {
      const fold = newFold(block, `${link.source} ${link.target} ${row}`, open);
      const rows = link.partials.length / link.sums.length;
      element("summary", "", fold).textContent = link.partials[cell * rows + row];
      showTerms(fold, frame, link, entries.slice(row * link.columns, (row + 1) * link.columns));
    }
  element("div", "cb-total", block).textContent = `Σ = ${link.sums[cell]}`;
}

function newBlock(parent, title) {
  const block = element("div", "cb-sum", parent);
  if (title) element("div", "cb-sum-title", block).textContent = title;
  return block;
}

function newFold(parent, name, open) {
  const fold = element("details", "cb-fold", parent);
  fold.open = open.has(name);
  fold.addEventListener("toggle", () => (fold.open ? open.add(name) : open.delete(name)));
  return fold;
}

// The other direction: the products that a pixel and its copies go into, and the output that each belongs to.
function showReach(parent, frame, link, held, words) {
  const entries = held.flatMap((cell) => entriesOf(link.cells, cell)).sort((a, b) => link.owner[a] - link.owner[b]);
  const { shape, first } = frame.byKey[link.source];
  const place = (e) => [Math.floor(link.owner[e] / shape[1]), link.owner[e] % shape[1]];
  const columns = entries.filter((e) => place(e)[0] === place(entries[0])[0]).length;
  const reach = link.title ? words.reach_titled : words.reach;
  const block = newBlock(parent, fill(reach, { n: entries.length, title: link.title }));
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
