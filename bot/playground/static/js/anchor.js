// Keeping what one reads where it is while messages come, change or are measured for the first time. Browsers
// do this by themselves for lists that hang from their upper edge only, and not all of them.

const MIDDLE = 0.4;

/** `held()` says whether the reader is somewhere above the newest message. */
export function holdPlace(scroller, inner, held) {
  let anchor = null;

  /** Note the row in the middle, after each scrolling. */
  function note() {
    const box = scroller.getBoundingClientRect();
    const row = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * MIDDLE)?.closest(".row");
    anchor = row && scroller.contains(row) ? { id: row.dataset.id, top: row.getBoundingClientRect().top - box.top } : null;
  }

  function restore() {
    if (!held() || !anchor) return;
    const row = inner.querySelector(`.row[data-id="${anchor.id}"]`);
    if (!row) return;
    const moved = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) > 0.5) scroller.scrollTop += moved;
  }

  new ResizeObserver(restore).observe(inner);
  return { note, forget: () => (anchor = null) };
}
