// The layers of an article's text: what its blocks are, what it shares with whom, what was found.
function articleLayers(at) {
  const article = articles[at], layers = [];
  for (const [role, start, end, reason] of article.blocks) layers.push({ kind: "role", start, end, role, reason: phrase(reason) });
  article.links.forEach((number, tint) => {
    const link = links()[number], side = link.ends[0][0] === at ? 0 : 1;
    const peer = link.ends[1 - side];
    link.passages.forEach((passage, index) => layers.push({ kind: "reuse", start: passage[2 * side], end: passage[2 * side + 1], link: number, passage: index, side, peer, how: passage[5], tint: tint % 6 }));
  });
  for (const finding of byArticle[at]) {
    const [start, end] = findings[finding][PLACE];
    layers.push({ kind: "finding", start, end: Math.max(end, start + 1), finding });
  }
  return layers;
}

function segmentClass(found) {
  const names = ["seg"];
  const worst = found.filter((one) => one.kind === "finding").map((one) => findings[one.finding]);
  for (const one of found) {
    if (one.kind === "role") { names.push(`role-${one.role}`); if (NOISE.has(one.role)) names.push("noise"); }
  }
  const reuse = found.find((one) => one.kind === "reuse");
  if (reuse) names.push(`p${reuse.tint}`);
  const open = worst.filter((one) => one[STATE] === "open");
  const severity = SEVERITIES.find((each) => open.some((one) => one[SEVERITY] === each));
  if (severity) names.push(severity); else if (worst.length) names.push("settled");
  return names.join(" ");
}

function articleText(at, explain) {
  const article = articles[at], text = textOf(at);
  if (!text) return node("p", { class: "notice" }, about.texts ? "The text of this article is left out to keep the page small; its findings are listed, and report.json names their places." : "The texts are not in this report: it was made without quotations. Places and figures stay.");
  const layers = articleLayers(at), starts = lineStarts(text), tagged = new Set();
  const begins = new Map(article.stories.slice(1).map((story, index) => [story.lines[0], index + 2]));
  const box = node("div", { class: "text", ...direction(article) });
  const all = segments(0, text.length, layers);
  let next = 0;
  starts.forEach((start, line) => {
    const end = line + 1 < starts.length ? starts[line + 1] - 1 : text.length;
    const body = node("span");
    if (begins.has(line + 1)) body.append(node("span", { class: "tag" }, `story ${begins.get(line + 1)} begins: appended`), " ");
    while (next < all.length && all[next].start < end) {
      const one = all[next], from = Math.max(one.start, start), to = Math.min(one.end, end);
      for (const layer of one.layers) if (layer.kind === "reuse" && !tagged.has(layer)) { tagged.add(layer); body.append(reuseTag(layer)); }
      const said = text.part(from, to);
      body.append(one.layers.length ? node("span", { class: segmentClass(one.layers), tabindex: "0", "data-findings": one.layers.filter((each) => each.kind === "finding").map((each) => each.finding).join(" ") || null, onmouseenter: () => explain(one.layers), onfocus: () => explain(one.layers) }, said) : said);
      if (one.end > end) break;
      next += 1;
    }
    while (next < all.length && all[next].end <= end + 1 && all[next].start >= end) next += 1;
    const appended = article.stories.slice(1).some((story) => line + 1 >= story.lines[0] && line + 1 <= story.lines[1]);
    box.append(node("div", { class: appended ? "line appended" : "line" }, node("span", { "aria-hidden": "true" }, line + 1), body));
  });
  return box;
}

const endName = ([article, story]) => (article < 0 ? "an article that is not listed" : articles[article].name + (story > 1 ? ` (story ${story})` : ""));

function reuseTag(layer) {
  const peer = endName(layer.peer);
  return node("a", { class: `tag p${layer.tint}`, href: `#pair/${layer.link}/${layer.passage}`, title: `${layer.how} in ${peer}: see both side by side` }, `⇄ ${peer}`);
}

function explanation(layers) {
  return layers.map((one) => {
    if (one.kind === "role") return node("p", {}, node("b", {}, one.role), NOISE.has(one.role) ? " (taken out before stories are compared)" : "", one.reason ? `: ${one.reason}` : "");
    if (one.kind === "reuse") return node("p", {}, "This passage stands in ", node("b", {}, endName(one.peer)), `, too (${one.how}): `, node("a", { href: `#pair/${one.link}/${one.passage}` }, "side by side"));
    const finding = findings[one.finding];
    return node("p", {}, node("span", { class: `sev ${finding[SEVERITY]}` }, finding[SEVERITY]), " ", node("b", {}, finding[RULE], " ", about.rules[finding[RULE]][0]), `: ${phrase(finding[MESSAGE])}`);
  });
}

function articleView(at, wanted) {
  const article = articles[at];
  const explained = node("div", {}, node("p", { class: "dim" }, "Rest the pointer on a coloured part of the text, or move to it by the tab key."));
  const explain = (layers) => explained.replaceChildren(...explanation(layers));
  const story = article.stories[0];
  const facts = [`${counted(article.words, "word")}`, counted(article.stories.length, "story", "stories"), article.language ? `language ${article.language}` : null, story && story.family ? `family ${story.family}` : null].filter(Boolean);
  const found = node("ol", { class: "findings" }), pager = node("div", { class: "pager" });
  const pages = paged(byArticle[at], 50, found, pager, (each) => findingItem(each, false));
  const view = [
    node("p", {}, node("a", { href: "#articles" }, "← All articles")),
    node("h1", { tabindex: "-1" }, grade(article), " ", node("span", { dir: "auto" }, heading(article))),
    node("p", { class: "dim" }, article.id, " · ", facts.join(" · ")),
    node("div", { class: "made" }, partsBar(article)),
    node("ul", { class: "key-list" }, node("li", {}, node("span", { class: "p0" }, "tinted"), " told by another article, too: follow ⇄"), node("li", {}, node("span", { class: "seg error" }, "wavy line"), " a finding"), node("li", {}, node("span", { class: "noise" }, "grey italic"), " not the article, or not its body")),
    article.notes.map((note) => node("p", { class: "dim" }, note)),
    node("div", { class: "sheet" },
      node("div", {}, node("section", { class: "panel", "aria-label": "Text of the article" }, articleText(at, explain)),
        node("section", { class: "panel", "aria-label": "Findings in this article" }, node("h2", {}, `Findings: ${number(byArticle[at].length)}`), found, pager)),
      node("div", { class: "side", tabindex: "0", role: "group", "aria-label": "About this article" },
        node("section", { class: "panel explain", "aria-live": "polite", "aria-label": "What this part is" }, node("h2", {}, "What this part is"), explained),
        linkPanel(at), article.grade ? signalPanel(article) : null)),
  ].flat();
  byId("view-article").replaceChildren(...view);
  document.title = `${article.name}: ${heading(article)}`;
  if (wanted !== undefined) {
    pages.reveal(Math.max(byArticle[at].indexOf(wanted), 0));
    const target = [...document.querySelectorAll("#view-article .seg[data-findings]")].find((each) => each.dataset.findings.split(" ").includes(String(wanted))) || byId(`finding-${wanted}`);
    if (target) { target.classList.add("on"); target.scrollIntoView({ block: "center" }); target.focus({ preventScroll: true }); explain([{ kind: "finding", finding: wanted }]); return true; }
  }
  return false;
}

function linkPanel(at) {
  const article = articles[at];
  if (!article.links.length) return null;
  const rows = article.links.slice(0, 100).map((number) => {
    const link = links()[number], side = link.ends[0][0] === at ? 0 : 1;
    return node("li", {}, node("a", { href: `#pair/${number}` }, endName(link.ends[1 - side])), ` ${link.relation}: ${percent(link.coverage[side])} of this, ${percent(link.coverage[1 - side])} of the other`);
  });
  const left = article.links.length - rows.length;
  return node("section", { class: "panel", "aria-label": "Shares text with" }, node("h2", {}, "Shares text with"), node("ul", {}, rows, left > 0 ? node("li", {}, `${number(left)} more in report.json`) : null));
}

function signalPanel(article) {
  return node("section", { class: "panel", "aria-label": "Grade" }, node("h2", {}, "Grade ", article.grade, node("span", { class: "dim" }, ` (${signed(article.points)} points)`)),
    node("ul", { class: "signals" }, article.signals.map(([name, value, points, why]) => node("li", {}, node("span", { class: points < 0 ? "minus" : points > 0 ? "plus" : "dim" }, signed(points)), node("span", {}, node("b", {}, phrase(name)), ` ${plainly(value)} `, node("span", { class: "dim small" }, phrase(why)))))));
}
