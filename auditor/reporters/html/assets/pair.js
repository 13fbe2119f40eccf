const FACTS = { number: "another number", precision: "exact or vague", qualifier: "“at least”, “about” …", hedge: "claim or plain fact", negation: "said or denied", subject: "who it is about", name: "a name or title", date: "a date", credit: "who is credited" };
const HOW = { verbatim: "word for word", edited: "edited", reworded: "in other words" };

// The layers of one side: passages, the rows of sentences in them, words that differ, facts that drift.
function pairLayers(link, side) {
  const layers = [];
  link.passages.forEach((passage, index) => layers.push({ kind: "passage", index, start: passage[2 * side], end: passage[2 * side + 1] }));
  link.rows.forEach((rows, index) => rows.forEach((row, at) => {
    const start = row[2 * side];
    if (start < 0) return;
    layers.push({ kind: "row", index, at, start, end: row[2 * side + 1] });
    for (const span of changedSpans(row, side)) layers.push({ kind: "changed", ...span });
  }));
  link.drift.forEach((fact, index) => layers.push({ kind: "drift", index, start: fact[1 + 2 * side], end: fact[2 + 2 * side] }));
  return layers;
}

function changedSpans(row, side) {
  const found = [], steps = row[4 + side];
  for (let at = 0, last = row[2 * side]; at < steps.length; at += 2) {
    const start = last + steps[at];
    last = start + steps[at + 1];
    found.push({ start, end: last });
  }
  return found;
}

function storyRange(text, story) {
  const starts = lineStarts(text), [first, last] = story.lines;
  return [starts[first - 1] || 0, last < starts.length ? starts[last] - 1 : text.length];
}

function pane(link, side, jump) {
  const [at, index] = link.ends[side], article = articles[at], text = textOf(at), story = article.stories[index - 1];
  const box = node("div", { class: "text", ...direction(article) });
  const [start, end] = storyRange(text, story), seen = new Set();
  for (const one of segments(start, end, pairLayers(link, side))) {
    const said = text.part(one.start, one.end), over = one.layers.filter((each) => each.kind === "passage");
    // Of passages within one another the shortest shows; each has its number.
    const passage = over.reduce((best, each) => (best && best.end - best.start <= each.end - each.start ? best : each), undefined);
    const drift = one.layers.find((each) => each.kind === "drift");
    if (!passage) { box.append(drift ? node("span", { class: "drift", "data-drift": drift.index }, said) : said); continue; }
    const row = one.layers.find((each) => each.kind === "row" && each.index === passage.index), names = ["passage", `p${passage.index % 6}`];
    if (one.layers.some((each) => each.kind === "changed")) names.push("changed");
    if (drift) names.push("drift");
    for (const { index } of over) if (!seen.has(index)) { seen.add(index); box.append(badge(link, side, index, jump)); }
    box.append(node("span", { class: names.join(" "), "data-passage": passage.index, "data-row": row ? `${row.index}.${row.at}` : null, "data-drift": drift ? drift.index : null, onclick: () => jump(passage.index, side) }, said));
  }
  return node("div", { class: "pane", id: `pane-${side}`, tabindex: "0", role: "region", "aria-label": `Text of ${article.name}` },
    node("h3", {}, node("a", { href: `#article/${at}` }, endName(link.ends[side])), " ", node("span", { dir: "auto" }, story.title || "no headline")), box);
}

function badge(link, side, index, jump) {
  const other = endName(link.ends[1 - side]);
  return node("button", { type: "button", class: `badge p${index % 6}`, "data-passage": index, "aria-label": `Passage ${index + 1}: show it in ${other}`, title: `Show it in ${other}`, onclick: () => jump(index, side, true) }, side === 0 ? `${index + 1} →` : `← ${index + 1}`);
}

const shareBar = (share) => shape("svg", { class: "picture", viewBox: "0 0 1000 14", preserveAspectRatio: "none", "aria-hidden": "true" }, shape("rect", { class: "self", width: 1000, height: 14 }), shape("rect", { class: "reused", width: 1000 * share, height: 14 }));

function pairHead(link) {
  const [a, b] = link.ends.map(endName);
  const order = link.statements > 1 && link.order !== null ? `, ${percent(link.order)} of them in the same order` : "";
  return [
    node("p", {}, node("a", { href: "#overview" }, "← Overview")),
    node("h1", { tabindex: "-1" }, `${a} and ${b} tell the same in ${counted(link.passages.length, "passage")}`),
    node("p", { class: "says" }, link.statements === null ? "" : `They share ${counted(link.statements, "statement")}${order}. `, "Relation: ", node("b", {}, link.relation), link.kind === "plain" ? "" : ` (${link.kind})`, `. Who was first: ${link.direction}.`, link.drift.length ? node("b", {}, ` ${counted(link.drift.length, "fact is", "facts are")} put differently, see below the texts.`) : ""),
    node("div", { class: "shares" }, link.ends.map((end, side) => [node("span", {}, `${percent(link.coverage[side])} of ${endName(end)} stands in passages of the other`), shareBar(link.coverage[side])])),
    node("details", {}, node("summary", {}, "All figures"), node("ul", {},
      node("li", {}, `score ${plainly(link.score)}; Jaccard over word 5-grams ${plainly(link.jaccard)}; longest passage word for word or nearly so: ${counted(link.longest, "word")}`),
      link.ends.map((end, side) => link.aligned[side] === null ? null : node("li", {}, `${percent(link.aligned[side])} of the sentences of ${endName(end)} are contained in the other`, link.only[side] ? `; ${counted(link.only[side][1], "statement")} (${percent(link.only[side][0])} of its content words) only there` : "")),
      link.evidence.map((reason) => node("li", {}, reason)))),
  ];
}

function driftTable(link, jump) {
  if (!link.drift.length) return null;
  const rows = link.drift.slice(0, 200).map((fact, index) => {
    const passage = link.passages.findIndex((one) => fact[1] >= one[0] && fact[1] <= one[1]);
    return node("tr", {}, node("td", {}, FACTS[fact[0]] || fact[0], node("div", { class: "dim small" }, fact[0])),
      [5, 6].map((at) => node("td", { dir: "auto" }, fact[at] ? `“${fact[at]}”` : node("span", { class: "dim" }, "says nothing to it"))),
      node("td", {}, node("button", { type: "button", class: "jump", onclick: () => jump(passage, -1, true, index), "aria-label": `Show fact ${index + 1} in both texts` }, passage >= 0 ? `in passage ${passage + 1}` : "outside of passages")));
  });
  const left = link.drift.length - rows.length;
  return node("section", { class: "panel" }, node("h2", {}, `Facts put differently: ${number(link.drift.length)}`), node("p", { class: "dim" }, "Which of the two is right is not known."),
    node("table", {}, node("thead", {}, node("tr", {}, ["What differs", endName(link.ends[0]), endName(link.ends[1]), "Where"].map((title) => node("th", { scope: "col" }, title)))), node("tbody", {}, rows)),
    left > 0 ? node("p", { class: "dim" }, `${number(left)} more in report.json`) : null);
}

function sentenceCell(link, side, row, tint) {
  const [at] = link.ends[side], start = row[2 * side], end = row[2 * side + 1];
  if (start < 0) return node("td", { class: "dim" }, "—");
  const changed = changedSpans(row, side);
  return node("td", direction(articles[at]), segments(start, end, changed).map((one) => node("span", { class: one.layers.length ? `passage p${tint} changed` : `passage p${tint}` }, textOf(at).part(one.start, one.end))));
}

function sentenceTable(link) {
  if (!link.rows.length) return null;
  const rows = link.rows.flatMap((each, index) => each.map((row, at) => node("tr", { class: "sentence" }, node("td", {}, at ? "" : node("span", { class: `badge p${index % 6}`, title: link.passages[index][5] }, index + 1)), sentenceCell(link, 0, row, index % 6), sentenceCell(link, 1, row, index % 6))));
  return node("section", { class: "panel" }, node("h2", {}, "Sentence beside sentence"), node("p", { class: "dim" }, "Dotted words are not at this place in the other text; a dash: no counterpart."),
    node("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Sentence beside sentence" }, node("table", { class: "sentences" }, node("thead", {}, node("tr", {}, ["Passage", ...link.ends.map(endName)].map((title) => node("th", { scope: "col" }, title)))), node("tbody", {}, rows.slice(0, 1000)))),
    rows.length > 1000 ? node("p", { class: "dim" }, `${number(rows.length - 1000)} more rows in the texts above`) : null);
}

function pairView(at, wanted) {
  const link = links()[at], state = { at: -1 };
  const status = node("span", { role: "status" }, counted(link.passages.length, "passage"));
  const jump = (index, from, move = false, fact = -1) => {
    select(link, index, from, move, fact);
    if (index < 0) return;
    state.at = index;
    status.textContent = `Passage ${index + 1} of ${number(link.passages.length)}: ${HOW[link.passages[index][5]] || link.passages[index][5]}`;
  };
  const step = (by) => jump((state.at + by + link.passages.length) % link.passages.length, -1, true);
  const whole = link.ends.every(([article]) => textOf(article)) && link.passages.length > 0;
  const together = node("input", { type: "checkbox", checked: true });
  byId("view-pair").replaceChildren(...[
    pairHead(link),
    whole ? node("section", { class: "panel", "aria-label": "Both texts" },
      node("div", { class: "pager" }, node("button", { type: "button", onclick: () => step(-1) }, "Previous passage"), node("button", { type: "button", onclick: () => step(1) }, "Next passage"), status, node("label", {}, together, " scroll together")),
      node("ul", { class: "key-list" }, node("li", {}, node("span", { class: "passage p0" }, "coloured"), " the same words in both"), node("li", {}, node("span", { class: "passage p0 changed" }, "dotted"), " the same said in other words"), node("li", {}, node("span", { class: "drift" }, "framed"), " a fact put differently"), node("li", {}, node("span", { class: "dim" }, "grey"), " only in this text"), node("li", { class: "dim" }, "Select a number or a passage to bring its counterpart beside it.")),
      node("div", { class: "panes" }, pane(link, 0, jump), node("div", { class: "gutter", "aria-hidden": "true" }, shape("svg", { id: "ribbons" })), pane(link, 1, jump))) : node("p", { class: "notice" }, link.passages.length ? "The texts of both articles are needed to show them side by side, and are not in this page." : "No passages are recorded for this pair."),
    driftTable(link, jump),
    whole ? sentenceTable(link) : null,
  ].flat(3).filter(Boolean));
  byId("view-pair").dataset.pair = at;
  document.title = `${endName(link.ends[0])} and ${endName(link.ends[1])}`;
  if (whole) { connect(link, together, jump); jump(Math.min(wanted ?? 0, link.passages.length - 1), -1, wanted !== undefined); }
  return whole && wanted !== undefined;
}
