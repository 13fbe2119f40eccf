// Bands between the two panes: each passage's place left and right, renewed while they scroll.
const piecesOf = (side, index) => document.querySelectorAll(`#pane-${side} [data-passage="${index}"]`);

function extent(side, index) {
  const pieces = piecesOf(side, index);
  if (!pieces.length) return null;
  const first = pieces[0].getClientRects()[0], rects = pieces[pieces.length - 1].getClientRects();
  return first && rects.length ? [first.top, rects[rects.length - 1].bottom] : null;
}

function select(link, index, from, move, fact) {
  for (const one of document.querySelectorAll("#view-pair .on")) one.classList.remove("on");
  for (const side of [0, 1]) for (const piece of piecesOf(side, index)) piece.classList.add("on");
  document.querySelector(`.ribbon[data-passage="${index}"]`)?.classList.add("on");
  const anchor = from >= 0 && !move ? extent(from, index) : null;
  const height = byId("pane-0").getBoundingClientRect();
  const target = from >= 0 && extent(from, index) ? extent(from, index)[0] : anchor ? anchor[0] : height.top + 70;
  const to = Math.min(Math.max(target, height.top + 60), height.bottom - 120);
  for (const side of [0, 1]) {
    const found = fact >= 0 ? document.querySelector(`#pane-${side} [data-drift="${fact}"]`)?.getBoundingClientRect().top : undefined;
    const place = found ?? extent(side, index)?.[0];
    if (place !== undefined && side !== from) byId(`pane-${side}`).scrollTop += place - to;
  }
  byId("pane-0").dataset.driven = byId("pane-1").dataset.driven = "1";
  if (move) {
    byId("pane-0").scrollIntoView({ block: "nearest" });
    if (from >= 0) document.querySelector(`#pane-${1 - from} .badge[data-passage="${index}"]`)?.focus({ preventScroll: true });
  }
}

function connect(link, together, jump) {
  const panes = [byId("pane-0"), byId("pane-1")], svg = byId("ribbons");
  let waiting = false;
  const bands = link.passages.map((passage, index) => shape("path", { class: `ribbon r${index % 6}`, "data-passage": index, onclick: () => jump(index, -1, true) }, shape("title", {}, `Passage ${index + 1}`)));
  svg.replaceChildren(...bands);
  const draw = () => {
    waiting = false;
    if (!svg.isConnected) return;
    const frame = svg.getBoundingClientRect(), w = frame.width;
    bands.forEach((band, index) => {
      const a = extent(0, index), b = extent(1, index);
      if (!a || !b || (Math.max(a[1], b[1]) < frame.top) || (Math.min(a[0], b[0]) > frame.bottom)) { band.setAttribute("d", ""); return; }
      const [at, ab, bt, bb] = [a[0], a[1], b[0], b[1]].map((y) => Math.round(y - frame.top));
      band.setAttribute("d", `M0 ${at} C${w / 2} ${at} ${w / 2} ${bt} ${w} ${bt} L${w} ${bb} C${w / 2} ${bb} ${w / 2} ${ab} 0 ${ab} Z`);
    });
  };
  const renew = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
  panes.forEach((pane, side) => {
    pane.addEventListener("scroll", () => {
      renew();
      if (pane.dataset.driven) { delete pane.dataset.driven; return; }
      if (together.checked) follow(link, pane, side, panes[1 - side]);
    }, { passive: true });
    pane.addEventListener("mouseover", (event) => {
      const row = event.target.closest?.("[data-row]")?.dataset.row;
      for (const one of document.querySelectorAll(".passage.row")) one.classList.remove("row");
      if (row) for (const one of document.querySelectorAll(`[data-row="${row}"]`)) one.classList.add("row");
    });
  });
  new ResizeObserver(renew).observe(svg);
  renew();
}

// The passage nearest to the middle of one pane is brought to the same height in the other.
function follow(link, pane, side, other) {
  const frame = pane.getBoundingClientRect(), middle = frame.top + frame.height / 3;
  let best = null;
  link.passages.forEach((passage, index) => {
    const place = extent(side, index);
    if (!place) return;
    const distance = middle < place[0] ? place[0] - middle : middle > place[1] ? middle - place[1] : 0;
    if (!best || distance < best.distance) best = { distance, index, part: Math.min(Math.max((middle - place[0]) / Math.max(place[1] - place[0], 1), 0), 1) };
  });
  const target = best && best.distance < frame.height / 2 ? extent(1 - side, best.index) : null;
  if (!target) return;
  const shift = target[0] + best.part * (target[1] - target[0]) - middle;
  if (Math.abs(shift) < 2) return;
  const before = other.scrollTop;
  other.scrollTop += shift;
  if (other.scrollTop !== before) other.dataset.driven = "1";
}
