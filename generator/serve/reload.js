// Keeps a page of the preview up to date. It is added to answers of `creditroll serve` only, never to a file.
(() => {
  if (window.top !== window.self) return; // a frame comes anew with its page
  const script = document.currentScript;
  let build = script.dataset.build;
  let source = null;
  let overlay = null;
  const KEY = "creditroll-scroll";

  const storage = (use) => {
    try { return use(window.sessionStorage); } catch { return null; } // storage may be forbidden
  };

  function reload() {
    const place = { at: location.pathname + location.search, x: window.scrollX, y: window.scrollY };
    storage((kept) => kept.setItem(KEY, JSON.stringify(place)));
    location.reload();
  }

  function comeBack() {
    const place = storage((kept) => JSON.parse(kept.getItem(KEY)));
    if (!place) return;
    storage((kept) => kept.removeItem(KEY));
    if (place.at !== location.pathname + location.search) return;
    const scroll = () => window.scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    scroll();
    if (document.readyState !== "complete") window.addEventListener("load", scroll, { once: true });
  }

  // playbill.0123456789.css is playbill.css, whatever is in it
  const stem = (path) => path.replace(/^.*\//, "").replace(/\.[0-9a-f]{10}\.css$/, ".css");

  function restyle(styles) {
    const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
    const pairs = styles.map((path) => [path, links.filter((link) => stem(new URL(link.href).pathname) === stem(path))]);
    if (!pairs.length || pairs.some(([, found]) => !found.length)) return false;
    for (const [path, found] of pairs) {
      for (const old of found) {
        const fresh = old.cloneNode();
        fresh.href = new URL(path.replace(/^.*\//, ""), old.href).href;
        fresh.addEventListener("load", () => old.remove(), { once: true });
        fresh.addEventListener("error", reload, { once: true });
        old.after(fresh);
      }
    }
    return true;
  }

  function clear() {
    overlay?.remove();
    overlay = null;
  }

  function show(problems) {
    clear();
    overlay = document.createElement("creditroll-problems");
    const part = (name, text) => {
      const made = document.createElement(name);
      made.textContent = text;
      return made;
    };
    const box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.lang = "en";
    box.dir = "ltr";
    const close = part("button", "Close");
    close.type = "button";
    close.addEventListener("click", clear);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    box.append(close, part("h1", `${count} to mend`), part("p", "Behind this is the last good state of the site. This goes away by itself."));
    for (const problem of problems) box.append(part("pre", problem));
    const style = part("style", `
      div { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 2rem max(1rem, calc(50vw - 32rem));
        background: rgb(24 20 18 / .94); color: #f4efe8; font: 16px/1.5 system-ui, sans-serif; text-align: left }
      h1 { margin: 0; font-size: 1.4rem; color: #ffb4a6 }
      pre { margin: 1rem 0 0; padding: 1rem; overflow-x: auto; border-left: 4px solid #ff8a75; background: #000;
        font: 14px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
      button { float: right; padding: .4rem 1rem; font: inherit; color: inherit; background: transparent; border: 1px solid; border-radius: 4px; cursor: pointer }
      button:focus-visible { outline: 3px solid #ffb4a6; outline-offset: 2px }`);
    overlay.attachShadow({ mode: "open" }).append(style, box);
    document.documentElement.append(overlay);
  }

  function listen() {
    if (source || document.hidden) return; // a browser has six connections for all its tabs: hidden ones give theirs back
    source = new EventSource("/_creditroll/events");
    source.addEventListener("state", (event) => {
      if (JSON.parse(event.data).build !== build) reload();
      else clear();
    });
    source.addEventListener("problems", (event) => show(JSON.parse(event.data).problems));
    source.addEventListener("built", (event) => {
      const told = JSON.parse(event.data);
      clear();
      if (told.build === build) return;
      if (restyle(told.styles)) build = told.build;
      else reload();
    });
  }

  function rest() {
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && clear());
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  comeBack();
  listen();
})();
