// Keeps a page of the preview up to date. It is added to answers of `creditroll serve` only, never to a file.
(() => {
  if (window.top !== window.self) return; // a frame comes anew with its page
  const page = document.currentScript.dataset.page;
  const PLACE = "creditroll-place";
  const PATIENCE_MS = 3000;
  let source = null;
  let lost = 0;
  let leaving = false;

  const storage = (use) => {
    try { return use(window.sessionStorage); } catch { return null; } // storage may be forbidden
  };

  function reload() {
    if (leaving) return;
    leaving = true;
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    const place = { at: location.pathname + location.search, x: window.scrollX, y: window.scrollY, open };
    storage((kept) => kept.setItem(PLACE, JSON.stringify(place)));
    location.reload();
  }

  function comeBack() {
    const place = storage((kept) => JSON.parse(kept.getItem(PLACE)));
    if (!place) return;
    storage((kept) => kept.removeItem(PLACE));
    if (place.at !== location.pathname + location.search) return;
    const folds = document.querySelectorAll("details");
    if (folds.length === place.open.length) place.open.forEach((open, number) => { folds[number].open = open; });
    const scroll = () => window.scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    scroll();
    if (document.readyState !== "complete") window.addEventListener("load", scroll, { once: true });
  }

  const named = (link) => new URL(link.href).pathname.replace(/^.*\//, "");
  const stem = (name) => name.replace(/\.[0-9a-f]{10}\.css$/, ""); // playbill.0123456789.css is playbill, whatever is in it

  function restyle(styles) {
    for (const name of styles) {
      const links = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => stem(named(link)) === stem(name));
      const last = links.at(-1);
      if (!last || named(last) === name) continue;
      const fresh = last.cloneNode();
      fresh.href = new URL(name, last.href).href;
      fresh.addEventListener("load", () => links.forEach((link) => link.remove()), { once: true });
      fresh.addEventListener("error", reload, { once: true });
      last.after(fresh);
    }
  }

  // Pictures and frames keep their names when what is in them changes; what is named by its digest does not come here.
  function shows(changed, prefix) {
    if (!changed.length) return false;
    const files = new Set(changed.map((path) => `/${path}`));
    return performance.getEntriesByType("resource").some((entry) => {
      const url = new URL(entry.name);
      if (url.origin !== location.origin) return false;
      const path = decodeURIComponent(url.pathname);
      return files.has(path) || (path.startsWith(prefix) && files.has(path.slice(prefix.length - 1)));
    });
  }

  let overlay = null;
  function report(troubles, message) {
    overlay ??= import("/_creditroll/overlay.js"); // at once: when the preview has ended it is too late
    overlay.then(({ show }) => show(troubles, message)).catch(() => { overlay = null; });
  }

  function heed(event) {
    const news = JSON.parse(event.data);
    clearTimeout(lost);
    lost = 0;
    if (news.page !== page || shows(news.changed, news.prefix)) return reload();
    restyle(news.styles);
    report(news.troubles);
  }

  function miss() {
    lost ||= setTimeout(() => report([], "The preview has ended. This page is as it was last."), PATIENCE_MS);
  }

  function listen() {
    if (source || document.hidden) return; // a browser has six connections for all its tabs: hidden ones give theirs back
    source = new EventSource(`/_creditroll/events?page=${encodeURIComponent(location.pathname)}`);
    source.addEventListener("message", heed);
    source.addEventListener("error", miss);
  }

  function rest() {
    source?.close();
    source = null;
    clearTimeout(lost);
    lost = 0;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  comeBack();
  listen();
})();
