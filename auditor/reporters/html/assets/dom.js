// Elements are made by node() alone: what comes from articles becomes text nodes, never markup.
const SVG = "http://www.w3.org/2000/svg";
const read = (name) => JSON.parse(document.getElementById(`data-${name}`).textContent);
const later = (name) => { let value; return () => (value ??= read(name)); };
const articles = read("articles").map((article) => ({ title: "", language: "", words: 0, grade: "", points: 0, notes: [], signals: [], blocks: [], parts: [], links: [], ...article }));
const about = read("about")[0];
const findings = read("findings");
const phrase = (at) => about.phrases[at];
for (const article of articles) for (const story of article.stories) if (story.title === 0) story.title = article.title;
const links = later("links");
const texts = later("texts");
const SEVERITIES = ["error", "warning", "note"];

function fill(element, children) {
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== "") element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

function attributes(element, given) {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  return element;
}

const node = (tag, given = {}, ...children) => fill(attributes(document.createElement(tag), given), children);
const shape = (tag, given = {}, ...children) => fill(attributes(document.createElementNS(SVG, tag), given), children);
const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en-US");
const counted = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;
const percent = (share) => `${Math.round(share * 100)} %`;
const signed = (value) => (value > 0 ? `+${value}` : String(value).replace("-", "−"));
const grade = (article) => article.grade && node("span", { class: `grade grade-${article.grade.toLowerCase()}` }, article.grade);
const heading = (article) => article.title || "no headline";
const plainly = (value) => (typeof value === "number" && !Number.isInteger(value) ? value.toFixed(3).replace(/0+$/, "") : String(value));

// A list of many items in parts, with buttons below it.
function paged(items, size, list, pager, row) {
  let page = 0;
  const pages = Math.max(1, Math.ceil(items.length / size));
  const go = (to) => { page = Math.min(Math.max(to, 0), pages - 1); show(); };
  function show() {
    list.replaceChildren(...items.slice(page * size, (page + 1) * size).map(row));
    if (pages === 1) { pager.replaceChildren(); return; }
    pager.replaceChildren(
      node("button", { type: "button", disabled: page === 0, onclick: () => go(page - 1) }, "Previous"),
      node("span", {}, `Page ${number(page + 1)} of ${number(pages)}`),
      node("button", { type: "button", disabled: page === pages - 1, onclick: () => go(page + 1) }, "Next"),
    );
  }
  show();
  return { reveal: (at) => go(Math.floor(at / size)) };
}

function partsBar(article) {
  const total = article.parts.reduce((sum, part) => sum + part[1], 0) || 1;
  let x = 0;
  const say = ([kind, words, source]) => `about ${counted(Math.round(words), "word")} ${about.kinds[kind]}${source ? `, shared with ${source}` : ""}`;
  const bars = article.parts.map((part) => {
    const [kind, words] = part;
    const width = (words / total) * 1000;
    const bar = shape("rect", { class: kind, x, y: 0, width: Math.max(width - 3, 1), height: 15 }, shape("title", {}, say(part)));
    x += width;
    return bar;
  });
  const label = article.parts.map(say).join("; ");
  return shape("svg", { class: "picture", viewBox: "0 0 1000 15", preserveAspectRatio: "none", role: "img", "aria-label": label || "nothing" }, bars);
}
