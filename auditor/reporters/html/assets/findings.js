const [RULE, SEVERITY, ARTICLE, MESSAGE, PLACE, QUOTE, RELATED, MORE, EVIDENCE, STATE, REASON, ELSEWHERE] = Array(12).keys();
for (const finding of findings) finding[STATE] ??= "open";
const byArticle = articles.map(() => []);
findings.forEach((finding, at) => { if (finding[ARTICLE] >= 0) byArticle[finding[ARTICLE]].push(at); });

function clipped(text, length = 240) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length).trimEnd()} …` : line;
}

function quoted(article, start, end, quote) {
  const text = textOf(article);
  return clipped(text && end > start ? text.part(start, Math.min(end, start + 600)) : quote);
}

// The pair of two articles that shows the strongest link between them.
function pairOf(a, b) {
  if (a < 0 || b < 0 || a === b) return -1;
  let best = -1;
  for (const at of articles[a].links) {
    const link = links()[at];
    if (link.ends.some((end) => end[0] === b) && (best < 0 || link.score > links()[best].score)) best = at;
  }
  return best;
}

function findingsStart() {
  const form = byId("filters");
  const rules = new Map();
  const severities = new Map();
  for (const one of findings) {
    if (one[STATE] !== "open") continue;
    rules.set(one[RULE], (rules.get(one[RULE]) || 0) + 1);
    severities.set(one[SEVERITY], (severities.get(one[SEVERITY]) || 0) + 1);
  }
  for (const rule of Object.keys(about.rules)) form.elements.rule.append(node("option", { value: rule }, `${rule} ${about.rules[rule][0]} (${number(rules.get(rule) || 0)})`));
  for (const span of form.querySelectorAll("[data-severity]")) span.textContent = number(severities.get(span.dataset.severity) || 0);
  form.addEventListener("input", () => filtered(form));
  form.addEventListener("reset", () => setTimeout(() => filtered(form)));
  form.addEventListener("submit", (event) => event.preventDefault());
  filtered(form);
}

function filtered(form) {
  const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
  const rule = form.elements.rule.value, settled = form.elements.settled.checked;
  const article = form.elements.article.value.trim().toLowerCase(), text = form.elements.text.value.trim().toLowerCase();
  const named = articles.map((one) => !article || `${one.id}\n${one.title}`.toLowerCase().includes(article));
  const found = [];
  findings.forEach((one, at) => {
    if (!severities.has(one[SEVERITY]) || (rule && one[RULE] !== rule) || (!settled && one[STATE] !== "open")) return;
    if (one[ARTICLE] >= 0 ? !named[one[ARTICLE]] : article && !one[ELSEWHERE].toLowerCase().includes(article)) return;
    if (text && !`${phrase(one[MESSAGE])}\n${quoted(one[ARTICLE], one[PLACE][0], one[PLACE][1], one[QUOTE])}`.toLowerCase().includes(text)) return;
    found.push(at);
  });
  const left = about.findings - findings.length;
  byId("finding-count").textContent = `${number(found.length)} of ${counted(findings.length, "finding")}` + (left > 0 ? `; ${number(left)} more in report.json` : "");
  paged(found, 50, byId("finding-list"), byId("finding-pager"), (at) => findingItem(at, true));
}

function findingItem(at, where) {
  const one = findings[at], [name, summary, address, precision] = about.rules[one[RULE]];
  const [start, end, line] = one[PLACE];
  const quote = quoted(one[ARTICLE], start, end, one[QUOTE]);
  const code = address && /^https?:/.test(address) ? node("a", { href: address, rel: "noreferrer" }, one[RULE]) : one[RULE];
  const evidence = Object.entries(one[EVIDENCE]).map(([key, value]) => `${key.replaceAll("_", " ")} ${plainly(value)}`).join("; ");
  return node("li", { class: one[SEVERITY], id: where ? null : `finding-${at}` },
    node("p", {}, node("span", { class: `sev ${one[SEVERITY]}` }, one[SEVERITY]), " ", node("b", {}, code, " ", name), " ",
      one[ARTICLE] >= 0 ? node("a", { href: `#article/${one[ARTICLE]}/${at}` }, where ? `${articles[one[ARTICLE]].name}, line ${line}` : `line ${line}`) : `${one[ELSEWHERE]}, line ${line}`,
      one[STATE] === "open" ? null : node("span", { class: "dim" }, ` (${one[STATE]}${one[REASON] ? `: ${one[REASON]}` : ""})`)),
    node("p", {}, phrase(one[MESSAGE])),
    quote ? node("blockquote", { dir: "auto" }, `“${quote}”`) : null,
    node("p", { class: "dim small" }, summary, evidence ? ` Evidence: ${evidence}. ` : " ", `Precision: ${precision}.`),
    one[RELATED].length ? relatedPlaces(one) : null);
}

function relatedPlaces(one) {
  const shown = one[RELATED].slice(0, 5);
  const left = one[RELATED].length - shown.length + one[MORE];
  return node("ul", { class: "small" }, shown.map(([article, start, end, line, quote, name]) => {
    const pair = pairOf(one[ARTICLE], article), said = quoted(article, start, end, quote);
    return node("li", {}, article >= 0 ? node("a", { href: `#article/${article}` }, `${articles[article].name}, line ${line}`) : `${name}, line ${line}`,
      pair >= 0 ? [" · ", node("a", { href: `#pair/${pair}` }, "side by side")] : null, said ? `: “${clipped(said, 140)}”` : null);
  }), left > 0 ? node("li", {}, `${number(left)} more in report.json`) : null);
}
