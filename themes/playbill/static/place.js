// Where a reader stopped in a long text, kept in this browser alone.
// Hook: <div data-place="Go on reading"> around the paragraphs of a text; <ol data-places="Go on reading|Read"> around links to chapters.

const KEPT = "creditroll-places";
const MOST = 60;
const BEGUN = 3; // who has seen this many paragraphs has begun to read
const REST_MS = 400;

const address = (url) => new URL(url, document.baseURI).pathname.replace(/index\.html$/, "");

function places() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // a browser that keeps nothing
  }
}

function keep(path, place) {
  const { [path]: _, ...others } = places();
  const kept = Object.entries({ ...others, ...(place ? { [path]: place } : {}) }).slice(-MOST);
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // as above
  }
}

function offer(before, words, go) {
  const made = document.createElement("p");
  made.className = "place";
  const link = document.createElement("a");
  link.href = go.href;
  link.textContent = words;
  link.addEventListener("click", go.click);
  made.append(link);
  before.before(made);
  return made;
}

for (const text of document.querySelectorAll("[data-place]")) {
  const blocks = [...text.children].filter((one) => one.textContent.trim());
  const path = address(location.href);
  const last = places()[path];
  if (last?.at >= BEGUN && last.at < blocks.length && last.at < last.of && !location.hash) {
    const note = offer(text, text.dataset.place, {
      href: location.href,
      click: (event) => {
        event.preventDefault();
        const block = blocks[last.at];
        block.tabIndex = -1;
        block.scrollIntoView({ block: "start" });
        block.focus({ preventScroll: true });
        note.remove();
      },
    });
  }
  let waiting = 0;
  const look = () => {
    const seen = blocks.findIndex((one) => one.getBoundingClientRect().bottom > innerHeight / 4);
    const ended = blocks.at(-1)?.getBoundingClientRect().bottom < innerHeight;
    const at = ended || seen < 0 ? blocks.length : seen;
    if (at >= BEGUN) keep(path, { at, of: blocks.length });
  };
  addEventListener(
    "scroll",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, REST_MS);
    },
    { passive: true },
  );
}

for (const list of document.querySelectorAll("[data-places]")) {
  const kept = places();
  const [goOn, ended] = list.dataset.places.split("|");
  const paths = Object.keys(kept);
  let newest = null;
  for (const link of list.querySelectorAll("a.chapter-title")) {
    const path = address(link.href);
    const place = kept[path];
    if (!place) continue;
    const mark = document.createElement("span");
    mark.className = "beside place-mark";
    mark.textContent = place.at >= place.of ? ended : `${Math.round((100 * place.at) / place.of)} %`;
    link.after(" ", mark);
    if (place.at < place.of && (!newest || paths.indexOf(path) > paths.indexOf(address(newest.href)))) newest = link;
  }
  if (newest && list.tagName === "OL") offer(list, `${goOn}: ${newest.textContent}`, { href: newest.href, click: () => {} });
}

export {};
