// How large things can be in the available width.

const PANEL_GAP = 28; // pixels between panels that stand side by side
const WORK_GAP = 24; // and between blocks of arithmetic
const LEAST = 420; // the width that words beside the arithmetic need

// Things of these widths in rows, as many side by side as there is room for.
function packed(widths, gap, width) {
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

// How much larger panels can get before those side by side no longer fit; `columns` lists the widths of the
// panels in each column.
export function largestScale(columns, width) {
  const rows = packed(columns.map((widths) => Math.max(...widths)), PANEL_GAP, width);
  const scales = rows.map((row) => (width - PANEL_GAP * (row.length - 1) - 2) / row.reduce((a, b) => a + b));
  return Math.min(Math.max(Math.min(...scales), 1.1), 1.5);
}

// Room for the arithmetic: its width, the rows of blocks, and whether words fit beside it.
export function workRoom(columns, width, large) {
  const term = large ? 96 : width < 480 ? 50 : 72;
  const blocks = packed(columns.map((terms) => terms * term), WORK_GAP, width);
  const wide = Math.max(0, ...blocks.map((row) => row.reduce((a, b) => a + WORK_GAP + b)));
  return { wide, blocks: Math.max(1, blocks.length), stacked: width - wide - WORK_GAP < LEAST };
}
