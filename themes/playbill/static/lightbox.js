// Pictures large, one after the other, in a dialog. Back closes it, as does Esc.
// Hook: <a href="original or page" data-lightbox="group" data-caption="..."><picture><img alt="..."></picture></a>

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const IMAGE = /\.(avif|gif|jpe?g|png|svg|webp)$/i;
const SWIPE_PX = 50;

function part(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = `lightbox-${name}`;
  made.textContent = text;
  if (tag === "button") made.type = "button";
  return made;
}

// The widest copy the page knows: the original where the link leads to it, else the last of srcset.
function largest(link) {
  if (IMAGE.test(new URL(link.href).pathname)) return link.href;
  const image = link.querySelector("img");
  const widths = (image.srcset || "").split(/,\s+/).map((entry) => entry.trim().split(/\s+/));
  const [best] = widths.filter(([url]) => url).sort((a, b) => parseInt(b[1] ?? "0", 10) - parseInt(a[1] ?? "0", 10));
  return best ? new URL(best[0], document.baseURI).href : image.currentSrc || image.src;
}

class Lightbox {
  constructor(links) {
    this.links = links;
    this.dialog = part("dialog", "dialog");
    this.dialog.className = "lightbox";
    this.dialog.setAttribute("aria-label", say("Pictures"));
    this.image = part("img", "image");
    this.image.draggable = false;
    this.image.style.touchAction = "pan-y pinch-zoom"; // a swipe sideways is ours
    this.caption = part("figcaption", "caption");
    this.caption.setAttribute("aria-live", "polite");
    const figure = part("figure", "figure");
    figure.append(this.image, this.caption);
    this.page = part("a", "page", say("Open its page"));
    this.zoomButton = part("button", "zoom", say("Zoom"));
    this.previous = part("button", "previous", say("Previous picture"));
    this.next = part("button", "next", say("Next picture"));
    this.close = part("button", "close", say("Close"));
    this.previous.hidden = this.next.hidden = links.length < 2;
    this.dialog.append(this.close, this.previous, figure, this.next, this.zoomButton, this.page);
    this.listen();
  }

  listen() {
    this.close.addEventListener("click", () => this.dialog.close());
    this.previous.addEventListener("click", () => this.show(this.place - 1));
    this.next.addEventListener("click", () => this.show(this.place + 1));
    this.zoomButton.addEventListener("click", () => this.zoom(!this.zoomed));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.closed());
    addEventListener("popstate", () => this.dialog.open && this.dialog.close());
    this.image.addEventListener("pointerdown", (event) => (this.from = event));
    this.image.addEventListener("click", (event) => {
      const moved_px = event.clientX - (this.from?.clientX ?? event.clientX);
      if (Math.abs(moved_px) < SWIPE_PX) this.zoom(!this.zoomed);
    });
    this.image.addEventListener("pointerup", (event) => {
      if (!this.from || this.zoomed) return;
      const across_px = event.clientX - this.from.clientX;
      const along_px = event.clientY - this.from.clientY;
      if (Math.abs(across_px) >= SWIPE_PX && Math.abs(across_px) > 2 * Math.abs(along_px)) this.turn(across_px < 0 ? 1 : -1);
    });
  }

  // To the right is onward, but where pictures are read from right to left.
  turn(right) {
    const rtl = getComputedStyle(this.links[this.place]).direction === "rtl";
    this.show(this.place + (rtl ? -right : right));
  }

  key(event) {
    if (event.key === "ArrowRight") this.turn(1);
    else if (event.key === "ArrowLeft") this.turn(-1);
    else if (event.key === "Home") this.show(0);
    else if (event.key === "End") this.show(this.links.length - 1);
    else return; // Esc is the dialog's own
    event.preventDefault();
  }

  zoom(zoomed) {
    this.zoomed = zoomed;
    this.dialog.toggleAttribute("data-zoomed", zoomed);
    this.zoomButton.setAttribute("aria-pressed", String(zoomed));
  }

  show(place) {
    this.place = (place + this.links.length) % this.links.length;
    const link = this.links[this.place];
    this.zoom(false);
    this.image.src = largest(link);
    this.image.alt = link.querySelector("img").alt;
    const number = this.links.length > 1 ? `${this.place + 1} / ${this.links.length}` : "";
    this.caption.textContent = [link.dataset.caption, number].filter(Boolean).join(" · ");
    this.page.href = link.href;
    this.page.hidden = IMAGE.test(new URL(link.href).pathname);
  }

  open(link) {
    this.opener = link;
    this.show(this.links.indexOf(link));
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.close.focus();
    history.pushState({ lightbox: true }, ""); // so that Back closes the picture and not the page
  }

  closed() {
    if (history.state?.lightbox) history.back();
    this.dialog.remove();
    this.opener.focus();
  }
}

if (history.state?.lightbox) history.replaceState(null, ""); // loaded again where a picture was open

const groups = new Map();
for (const link of document.querySelectorAll("a[data-lightbox]")) {
  if (!link.querySelector("img")) continue;
  const group = link.dataset.lightbox;
  groups.set(group, [...(groups.get(group) ?? []), link]);
}
for (const links of groups.values()) {
  const box = new Lightbox(links);
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab is a new tab
      event.preventDefault();
      box.open(link);
    });
  }
}

export {};
