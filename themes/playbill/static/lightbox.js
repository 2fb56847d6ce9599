// Pictures large, one after the other, in a dialog. Back closes it, as does Esc.
// Hook: <a href="page or original" data-lightbox="group" data-caption="..." data-full="original"><picture><img alt="..."></picture></a>
// The figcaption of the figure around a link, where there is one, is shown instead of `data-caption`.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const IMAGE = /\.(avif|gif|jpe?g|png|svg|webp)$/i;
const SWIPE_PX = 50;
const SIGNS = {
  close: "m5 5 14 14M19 5 5 19",
  previous: "m15 4-8 8 8 8",
  next: "m9 4 8 8-8 8",
  zoom: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.8 11.3L20 20M7.5 10.5h6M10.5 7.5v6",
  zoomed: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.8 11.3L20 20M7.5 10.5h6",
};

function part(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = `lightbox-${name}`;
  made.textContent = text;
  return made;
}

function button(name, label) {
  const made = part("button", name);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.innerHTML = `<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="${SIGNS[name]}" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return made;
}

const isImage = (url) => IMAGE.test(new URL(url, document.baseURI).pathname);

// All sizes the page knows of a picture, for a browser that shows it as wide as the window.
function copyOf(link) {
  const picture = (link.querySelector("picture") ?? link.querySelector("img")).cloneNode(true);
  const image = picture.matches("img") ? picture : picture.querySelector("img");
  const full = link.dataset.full ?? (isImage(link.href) ? link.href : "");
  for (const sized of [image, ...picture.querySelectorAll("source")]) sized.sizes = "100vw";
  if (!image.srcset && full) image.src = full; // what has no smaller copies: drawings, animations
  const width_px = Number(image.getAttribute("width"));
  const drawn = /\.svg$/i.test(new URL(image.src, document.baseURI).pathname);
  image.className = "lightbox-image";
  image.loading = "eager";
  image.draggable = false;
  image.style.maxInlineSize = drawn || !width_px ? "" : `min(100%, ${width_px}px)`;
  return { picture, image, full };
}

class Lightbox {
  constructor(links) {
    this.links = links;
    this.dialog = part("dialog", "dialog");
    this.dialog.className = "lightbox";
    this.dialog.setAttribute("aria-label", say("Pictures"));
    this.stage = part("div", "stage");
    this.caption = part("figcaption", "caption");
    this.said = part("p", "said");
    this.said.setAttribute("aria-live", "polite");
    this.count = part("p", "count");
    this.figure = part("figure", "figure");
    this.figure.append(this.stage, this.caption);
    this.page = part("a", "page", say("Open its page"));
    this.zoomButton = button("zoom", say("Zoom"));
    this.previous = button("previous", say("Previous picture"));
    this.next = button("next", say("Next picture"));
    this.close = button("close", say("Close"));
    this.previous.hidden = this.next.hidden = links.length < 2;
    const bar = part("div", "bar");
    bar.append(this.count, this.page, this.zoomButton, this.close);
    this.dialog.append(bar, this.previous, this.figure, this.next, this.said);
    this.listen();
  }

  listen() {
    this.close.addEventListener("click", () => this.dialog.close());
    this.previous.addEventListener("click", () => this.show(this.place - 1));
    this.next.addEventListener("click", () => this.show(this.place + 1));
    this.zoomButton.addEventListener("click", () => this.zoom(!this.zoomed));
    addEventListener("keydown", (event) => this.dialog.open && this.key(event));
    this.dialog.addEventListener("close", () => this.closed());
    this.dialog.addEventListener("click", (event) => {
      if ([this.dialog, this.figure, this.stage].includes(event.target) && !this.zoomed && !this.swiped) this.dialog.close();
    });
    addEventListener("popstate", () => this.dialog.open && this.dialog.close());
    this.stage.addEventListener("pointerdown", (event) => {
      this.from = event.isPrimary && !event.button ? event : null;
      this.swiped = false;
    });
    this.stage.addEventListener("pointermove", (event) => this.drag(event));
    this.stage.addEventListener("pointerup", (event) => this.drop(event));
    this.stage.addEventListener("pointercancel", () => this.settle());
    this.stage.addEventListener("click", (event) => {
      if (event.target === this.image && !this.swiped) this.zoom(!this.zoomed, event);
    });
  }

  // A picture follows the finger sideways; a large one is pushed about.
  drag(event) {
    if (!this.from || event.pointerId !== this.from.pointerId) return;
    const across_px = event.clientX - this.from.clientX;
    if (this.zoomed) {
      if (event.pointerType !== "mouse") return; // fingers scroll by themselves
      this.stage.scrollBy(-event.movementX, -event.movementY);
      this.swiped ||= Math.hypot(across_px, event.clientY - this.from.clientY) > 5;
    } else if (this.links.length > 1) {
      this.image.style.translate = `${across_px}px`;
    }
  }

  drop(event) {
    const from = this.from;
    this.settle();
    if (!from || this.zoomed || this.links.length < 2) return;
    const across_px = event.clientX - from.clientX;
    const along_px = event.clientY - from.clientY;
    this.swiped = Math.abs(across_px) >= SWIPE_PX && Math.abs(across_px) > 2 * Math.abs(along_px);
    if (this.swiped) this.turn(across_px < 0 ? 1 : -1);
  }

  settle() {
    this.from = null;
    this.image.style.translate = "";
  }

  // To the right is onward, but where pictures are read from right to left.
  turn(right) {
    const rtl = getComputedStyle(this.links[this.place]).direction === "rtl";
    this.show(this.place + (rtl ? -right : right));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step_px = 80;
    const pushed = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (this.zoomed && pushed) this.stage.scrollBy(pushed[0] * step_px, pushed[1] * step_px);
    else if (event.key === "ArrowRight") this.turn(1);
    else if (event.key === "ArrowLeft") this.turn(-1);
    else if (event.key === "Home") this.show(0);
    else if (event.key === "End") this.show(this.links.length - 1);
    else if (event.key === "+" || event.key === "-") this.zoom(event.key === "+");
    else return; // Esc is the dialog's own
    event.preventDefault();
  }

  press(zoomed) {
    this.zoomed = zoomed;
    this.dialog.toggleAttribute("data-zoomed", zoomed);
    this.zoomButton.setAttribute("aria-pressed", String(zoomed));
    this.zoomButton.querySelector("path").setAttribute("d", zoomed ? SIGNS.zoomed : SIGNS.zoom);
  }

  // In its full size, the place that was clicked in the middle.
  zoom(zoomed, { offsetX = this.image.clientWidth / 2, offsetY = this.image.clientHeight / 2 } = {}) {
    const x = offsetX / this.image.clientWidth || 0.5;
    const y = offsetY / this.image.clientHeight || 0.5;
    const ratio = Number(this.image.getAttribute("width")) / Number(this.image.getAttribute("height")) || 1;
    const shown_px = Math.min(this.image.clientWidth, this.image.clientHeight * ratio);
    this.press(zoomed);
    this.image.style.inlineSize = zoomed ? `${Math.max(Number(this.image.getAttribute("width")), 1.75 * shown_px)}px` : "";
    if (!zoomed) return;
    if (this.full && !this.enlarged) {
      for (const source of this.picture.querySelectorAll("source")) source.remove();
      this.image.removeAttribute("srcset");
      this.image.src = this.full;
      this.enlarged = true;
    }
    const centre = () => {
      this.stage.scrollTo(x * this.stage.scrollWidth - this.stage.clientWidth / 2, y * this.stage.scrollHeight - this.stage.clientHeight / 2);
    };
    centre();
    this.image.addEventListener("load", centre, { once: true });
  }

  describe(link) {
    const told = link.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
    for (const unwanted of told?.querySelectorAll(".item-get") ?? []) unwanted.remove();
    for (const named of told?.querySelectorAll("[id]") ?? []) named.removeAttribute("id");
    if (told?.textContent.trim()) this.caption.replaceChildren(...told.childNodes);
    else this.caption.textContent = link.dataset.caption ?? "";
    const style = getComputedStyle(link);
    this.caption.lang = link.closest("[lang]")?.lang ?? "";
    this.caption.dir = style.direction;
    this.caption.hidden = !this.caption.textContent;
  }

  show(place) {
    this.place = (place + this.links.length) % this.links.length;
    const link = this.links[this.place];
    Object.assign(this, copyOf(link), { enlarged: false });
    this.stage.replaceChildren(this.picture);
    this.press(false);
    this.describe(link);
    this.count.textContent = this.links.length > 1 ? `${this.place + 1} / ${this.links.length}` : "";
    this.said.textContent = this.dialog.open ? [this.image.alt, this.count.textContent].filter(Boolean).join(". ") : "";
    this.page.href = link.href;
    this.page.hidden = isImage(link.href);
    for (const step of this.links.length > 1 ? [1, -1] : []) {
      this.ahead ??= new Map();
      const near = this.links.at((this.place + step) % this.links.length);
      if (!this.ahead.has(near)) this.ahead.set(near, copyOf(near)); // asked for before it is wanted
    }
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
