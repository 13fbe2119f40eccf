// Addresses: #overview and its sections, #article/N[/FINDING], #pair/N[/PASSAGE].
const title = document.title;
function show(name) {
  for (const each of ["overview", "article", "pair"]) byId(`view-${each}`).hidden = each !== name;
  if (name === "overview") document.title = title;
}

function route(event) {
  const [view, first, second] = location.hash.slice(1).split("/");
  const at = Number(first), wanted = second === undefined ? undefined : Number(second);
  if (view === "article" && articles[at]) { show("article"); if (!articleView(at, findings[wanted] ? wanted : undefined)) top(); return; }
  if (view === "pair" && links()[at]) { show("pair"); if (!pairView(at, links()[at].passages[wanted] ? wanted : undefined)) top(); return; }
  show("overview");
  const section = byId(`${view}-title`);
  if (section) { section.scrollIntoView(); section.focus({ preventScroll: true }); } else if (event) top();
}

function top() {
  scrollTo(0, 0);
  document.querySelector("main > div:not([hidden]) h1")?.focus({ preventScroll: true });
}

document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
addEventListener("hashchange", route);
overviewStart();
findingsStart();
route();
