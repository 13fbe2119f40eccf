// A text in segments: offsets count code points, strings here count UTF-16 units.
function sliced(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, part: (a, b) => text.slice(a, b) };
  const points = Array.from(text);
  return { length: points.length, part: (a, b) => points.slice(a, b).join("") };
}

const cache = new Map();
function textOf(article) {
  if (article < 0 || texts()[article] === null) return null;
  if (!cache.has(article)) cache.set(article, sliced(texts()[article]));
  return cache.get(article);
}

// Cut [start, end) wherever a layer begins or ends: one sweep over sorted edges.
function segments(start, end, layers) {
  const edges = [];
  layers.forEach((layer, at) => {
    const from = Math.max(layer.start, start), to = Math.min(layer.end, end);
    if (to > from) edges.push([from, 1, at], [to, -1, at]);
  });
  edges.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  const found = [], active = new Set();
  let last = start;
  for (const [at, change, layer] of edges) {
    if (at > last) { found.push({ start: last, end: at, layers: [...active].sort((x, y) => x - y).map((each) => layers[each]) }); last = at; }
    if (change > 0) active.add(layer); else active.delete(layer);
  }
  if (end > last) found.push({ start: last, end, layers: [] });
  return found;
}

// Where each line of a text begins; line numbers are those of the report.
function lineStarts(text) {
  const starts = [0], whole = text.part(0, text.length);
  const points = /[\ud800-\udfff]/.test(whole) ? Array.from(whole) : whole;
  for (let at = 0; at < points.length; at += 1) if (points[at] === "\n") starts.push(at + 1);
  return starts;
}

const NOISE = new Set(["chrome", "widget", "teaser", "label", "bio", "credit", "citation", "correction", "caption", "byline", "dateline"]);
const direction = (article) => ({ dir: "auto", lang: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(article.language) ? article.language : null });
