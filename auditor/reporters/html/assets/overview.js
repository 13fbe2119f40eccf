const KINDS = { own: "own words", reused: "told by others, too", appended: "appended stories", heading: "headlines, captions", citation: "citations, credits", furniture: "page furniture, teasers, labels", bio: "author bios" };

function overviewStart() {
  byId("legend-parts").replaceChildren(...Object.entries(KINDS).map(([kind, said]) => node("span", {},
    shape("svg", { class: "picture", viewBox: "0 0 12 12", "aria-hidden": "true" }, shape("rect", { class: kind, width: 12, height: 12 })), said)));
  const form = byId("article-filters");
  const renew = () => articleRows(form.elements.text.value.trim().toLowerCase(), form.elements.order.value);
  form.addEventListener("input", renew);
  form.addEventListener("submit", (event) => event.preventDefault());
  renew();
}

const reusedWords = (article) => article.parts.reduce((sum, part) => sum + (part[0] === "reused" ? part[1] : 0), 0);

function articleRows(wanted, order) {
  const found = articles.map((article, at) => at).filter((at) => !wanted || `${articles[at].id}\n${articles[at].title}`.toLowerCase().includes(wanted));
  if (order === "worst") found.sort((a, b) => articles[a].points - articles[b].points || articles[b].counts[0] - articles[a].counts[0] || articles[b].counts[1] - articles[a].counts[1] || a - b);
  if (order === "reused") found.sort((a, b) => reusedWords(articles[b]) / (articles[b].words || 1) - reusedWords(articles[a]) / (articles[a].words || 1) || a - b);
  byId("article-count").textContent = `${number(found.length)} of ${counted(articles.length, "article")}`;
  paged(found, 50, byId("article-table").tBodies[0], byId("article-pager"), articleRow);
}

function articleRow(at) {
  const article = articles[at];
  return node("tr", {},
    node("td", {}, grade(article)),
    node("td", {}, node("a", { href: `#article/${at}` }, node("b", {}, article.name), " ", node("span", { dir: "auto" }, heading(article))), article.name === article.id ? null : node("div", { class: "dim small" }, article.id)),
    node("td", { class: "made" }, partsBar(article)),
    node("td", { class: "n" }, number(article.words)),
    article.counts.map((count) => node("td", { class: "n" }, number(count))));
}
