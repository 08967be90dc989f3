// A Frame as Python sends it, read; and the links between its cells, followed in all directions.

export const bytes = (view) => view && new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const list = (joined) => (joined === null ? null : joined.split("\t").slice(0, -1)); // a tab ends each text
const int32 = (view) =>
  view && new Int32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

export function readFrame(sent) {
  const panels = sent.panels.map(readPanel);
  const byKey = Object.fromEntries(panels.map((panel) => [panel.key, panel]));
  return { ...sent, panels, byKey, links: sent.links.map(readLink) };
}

const readPanel = (panel) => ({
  ...panel, owners: int32(panel.owners), texts: list(panel.texts), lines: list(panel.lines),
});

// A link as numbers. Each entry joins a cell of the source, its owner, with a cell of the target.
function readLink(link) {
  const [start, cells, weights] = [link.start, link.cells, link.weights].map(int32);
  const owner = new Int32Array(cells.length);
  for (let q = 0; q + 1 < start.length; q++) owner.fill(q, start[q], start[q + 1]);
  const [terms, sums, partials] = [link.terms, link.sums, link.partials].map(list);
  const ends = { source: owner, target: cells, via: weights };
  return { ...link, cells, owner, weights, ends, terms, sums, partials };
}

// The entries of a link that hold this cell at one of its ends: link.owner, link.cells or link.weights.
export function entriesOf(end, cell) {
  const entries = [];
  for (let entry = 0; entry < (end?.length ?? 0); entry++) if (end[entry] === cell) entries.push(entry);
  return entries;
}

// All cells that hold the same pixel as this one: the cell, its original and its copies.
export function holders(panel, cell) {
  const { owners } = panel ?? {};
  return owners && owners[cell] >= 0 ? [...owners.keys()].filter((c) => owners[c] === owners[cell]) : [cell];
}

// A cell without a text only holds its place in a table.
export const isNothing = (panel, cell) => cell < 0 || panel.texts?.[cell] === "";

// The highlighted cells of each panel with their role, for a cell pointed at; the twin of Frame.lit in frame.py.
// `roles` is the table from that file: the end of a link where the cell is, the other ends, their roles.
export function lit(frame, roles, [key, cell]) {
  const found = {};
  if (isNothing(frame.byKey[key], cell)) return found;
  const light = (panel, lit, role) => ((found[panel] ??= new Map()).set(lit, role));
  const copies = holders(frame.byKey[key], cell);
  for (const link of frame.links)
    for (const end of Object.keys(roles).filter((end) => link[end] === key)) {
      const held = end === "target" ? copies : [cell];
      const entries = held.flatMap((c) => entriesOf(link.ends[end], c));
      for (const [other, role] of Object.entries(roles[end]))
        if (link[other]) for (const e of entries) light(link[other], link.ends[other][e], role);
    }
  for (const copy of copies) light(key, copy, "reach");
  light(key, cell, "focus");
  return found;
}
