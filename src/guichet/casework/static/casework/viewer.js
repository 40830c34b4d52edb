// Papers are turned and widened in place, so that the file stays where it is: a comfort, every link leads to a page that shows the
// same, and where somebody types, every button carries what was typed. The address of a file keeps what is shown.

const section = document.querySelector("[data-papers]");
const blank = section?.querySelector("[data-viewer-to-fill]");
const announcer = document.querySelector("[data-announcer]");
const names = JSON.parse(section?.dataset.zooms ?? "{}");
const ZOOMS = Object.keys(names).map(Number);
const part = (viewer, name) => viewer.querySelector(`[data-of="${name}"]`);
const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const query = ({ paper, page, zoom }) => `?${new URLSearchParams({ paper, page, zoom })}`;
const ofPaper = (paper) => section.querySelector(`[data-paper="${CSS.escape(paper)}"]`);
const target = (link) => (link.matches("a") ? "href" : "formAction");
const keep = (address) => {
  if (section.hasAttribute("data-in-address")) history.replaceState(history.state, "", address);
};

// The pages of every paper of the same answer, in one row.
const leaves = (article) => [...article.querySelectorAll("[data-paper]")].flatMap((link) =>
  Array.from({ length: Number(link.dataset.pages) }, (_, place) => ({
    paper: link.dataset.paper, page: place + 1,
  })));

const viewerIn = (article) => {
  const place = article.querySelector("[data-beside]");
  const viewer = section.querySelector("[data-viewer]");
  if (viewer && place.contains(viewer)) return viewer;
  viewer?.remove();
  place.append(blank.content.cloneNode(true));
  return place.querySelector("[data-viewer]");
};

const lead = (viewer, name, leaf) => {
  const link = part(viewer, name);
  link.hidden = !leaf;
  if (leaf) link[target(link)] = `${query(leaf)}#paper`;
};

const fill = (viewer, leaf) => {
  const link = ofPaper(leaf.paper);
  const row = leaves(link.closest("article"));
  const place = row.findIndex(({ paper, page }) => paper === leaf.paper && page === leaf.page);
  const name = link.querySelector("bdi").textContent, pages = link.dataset.pages;
  const { zoom } = leaf, rank = ZOOMS.indexOf(zoom);
  part(viewer, "name").textContent = name;
  part(viewer, "place").textContent = filled(section.dataset.place, { page: leaf.page, pages });
  part(viewer, "zoom").textContent = names[zoom];
  part(viewer, "whole").href = `${section.dataset.papers}${leaf.paper}/`;
  lead(viewer, "before", row[place - 1] && { ...row[place - 1], zoom });
  lead(viewer, "after", row[place + 1] && { ...row[place + 1], zoom });
  lead(viewer, "narrower", ZOOMS[rank - 1] && { ...leaf, zoom: ZOOMS[rank - 1] });
  lead(viewer, "wider", ZOOMS[rank + 1] && { ...leaf, zoom: ZOOMS[rank + 1] });
  const jump = part(viewer, "jump");
  if (jump) {
    jump.hidden = Number(pages) < 3;
    for (const field of ["paper", "zoom", "page"]) jump.elements[field].value = leaf[field];
  }
  for (const other of section.querySelectorAll("[data-paper]")) {
    if (other === link) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  document.dispatchEvent(new Event("guichet:keys"));
  return filled(section.dataset.alt, { name, page: leaf.page });
};

// The picture keeps its middle where it was when it becomes wider.
const widen = (frame, picture, zoom) => {
  const middle = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
  const height = (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight;
  picture.className = `zoom-${zoom}`;
  frame.scrollLeft = middle * frame.scrollWidth - frame.clientWidth / 2;
  frame.scrollTop = height * frame.scrollHeight - frame.clientHeight / 2;
};

let turn = 0;
const show = async (leaf) => {
  const article = ofPaper(leaf.paper).closest("article");
  const viewer = viewerIn(article), frame = part(viewer, "frame"), before = part(viewer, "picture");
  const isSamePage = before && viewer.dataset.shows === `${leaf.paper} ${leaf.page}`;
  const alt = fill(viewer, leaf), mine = ++turn;
  keep(query(leaf));
  Object.assign(viewer.dataset, { shows: `${leaf.paper} ${leaf.page}`, zoom: leaf.zoom });
  part(viewer, "failed").hidden = true;
  if (isSamePage) widen(frame, before, leaf.zoom);
  frame.setAttribute("aria-busy", "true");
  const picture = Object.assign(new Image(), { alt, className: `zoom-${leaf.zoom}` });
  picture.dataset.of = "picture";
  picture.src = `${section.dataset.papers}${leaf.paper}/pages/${leaf.page}/${leaf.zoom}/`;
  const isThere = await picture.decode().then(() => true, () => false);
  if (mine !== turn) return; // another page was turned to meanwhile
  frame.removeAttribute("aria-busy");
  part(viewer, "failed").hidden = isThere;
  const { scrollLeft, scrollTop } = frame;
  frame.replaceChildren(picture);
  if (isSamePage) Object.assign(frame, { scrollLeft, scrollTop });
  else Object.assign(frame, { scrollLeft: 0, scrollTop: 0 });
  if (announcer) announcer.textContent = `${alt}, ${part(viewer, "zoom").textContent}`;
};

const close = () => {
  const viewer = section.querySelector("[data-viewer]");
  const link = viewer.closest("article").querySelector("[data-paper][aria-current]");
  viewer.remove();
  link?.removeAttribute("aria-current");
  link?.focus();
  turn += 1;
  keep(location.pathname);
  document.dispatchEvent(new Event("guichet:keys"));
};

// What the address of a link asks for; a page that is not there becomes the nearest one.
const leafOf = (search) => {
  const asks = new URLSearchParams(search), paper = asks.get("paper") ?? "";
  const pages = Number(ofPaper(paper)?.dataset.pages);
  const page = Math.min(Math.max(Number.parseInt(asks.get("page") ?? "1", 10) || 1, 1), pages);
  const viewer = section.querySelector("[data-viewer]");
  const zoom = Number(asks.get("zoom") ?? viewer?.dataset.zoom);
  return { paper, page, zoom: ZOOMS.includes(zoom) ? zoom : ZOOMS[0] };
};

if (blank) {
  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-leaf]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.dataset.of === "close") return close();
    const isNew = link.matches("[data-paper]");
    show(leafOf(new URL(link[target(link)], location.href).search));
    const viewer = section.querySelector("[data-viewer]");
    if (isNew) viewer.scrollIntoView({ block: "nearest" });
    // The place for the arrow keys; also where the link that was pressed leads nowhere any more.
    if (isNew || link.hidden) part(viewer, "frame").focus({ preventScroll: true });
  });
  section.addEventListener("submit", (event) => {
    event.preventDefault(); // the number of a page
    show(leafOf(`?${new URLSearchParams(new FormData(event.target))}`));
  });
}
