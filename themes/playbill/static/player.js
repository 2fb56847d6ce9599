// A bar for recordings and films: a waveform or thumbnails to seek in, speed, captions, a queue; it remembers the place.
// Hook: <audio|video id="..." controls data-player data-waveform="..." data-thumbnails="..." data-title data-by data-of>
// Without this script the browser's own controls are there.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP_S = 5;
const SIGNS = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M7 4.5h3.6v15H7zM13.4 4.5H17v15h-3.6z",
  previous: "M18 5v14l-9.5-7zM6 5h2v14H6z",
  next: "M6 5v14l9.5-7zM16 5h2v14h-2z",
  sound: "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15 9q2.2 3 0 6M17.5 6.5q4.2 5.5 0 11",
  silent: "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15 9.5l5 5M20 9.5l-5 5",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

const kept = {
  read(key) {
    try {
      return localStorage.getItem(`creditroll:${key}`);
    } catch {
      return null; // private windows, files on a disk
    }
  },
  write(key, value) {
    try {
      if (value === null) localStorage.removeItem(`creditroll:${key}`);
      else localStorage.setItem(`creditroll:${key}`, value);
    } catch {
      // nothing is remembered then
    }
  },
};

function clock(time_s) {
  const whole = Math.max(0, Math.floor(time_s || 0));
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function part(tag, name, attributes = {}) {
  const made = document.createElement(tag);
  made.className = `transport-${name}`;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function draw(button, sign, label, filled = true) {
  if (button.title === label) return;
  button.setAttribute("aria-label", label);
  button.title = label;
  const how = filled ? 'fill="currentColor"' : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round"';
  button.innerHTML = `<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path ${how} d="${SIGNS[sign]}"/></svg>`;
}

function button(name, label, filled = true) {
  const made = part("button", name, { type: "button" });
  draw(made, name, label, filled);
  return made;
}

function select(name, label, options) {
  const made = part("select", name, { "aria-label": label, title: label });
  for (const [value, text] of options) made.add(new Option(text, value));
  return made;
}

// The thumbnails of a WebVTT file: [{ from, to, src, x, y, width, height }]. Source: Media Fragments URI 1.0, 4.2.2
async function thumbnails(address) {
  const answer = await fetch(address);
  const found = [];
  const times = /(?:(\d+):)?(\d+):(\d+\.\d+) --> (?:(\d+):)?(\d+):(\d+\.\d+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;
  for (const [, h1, m1, s1, h2, m2, s2, name, x, y, width, height] of (await answer.text()).matchAll(times)) {
    const seconds = (h, m, s) => Number(h ?? 0) * 3600 + Number(m) * 60 + Number(s);
    found.push({
      from: seconds(h1, m1, s1),
      to: seconds(h2, m2, s2),
      src: new URL(name, answer.url).href,
      box: [x, y, width, height].map(Number),
    });
  }
  return found;
}

class Player {
  constructor(media, queue, count) {
    this.media = media;
    this.queue = queue; // all players of the page that follow each other; filled after this one is made
    this.count = count;
    this.length_s = Number(media.dataset.duration) || 0;
    this.place = `at:${location.pathname}#${media.id}`;
    this.box = media.closest("[data-player-box]") ?? media.parentElement;
    this.bar = part("div", "bar", { role: "group", "aria-label": media.getAttribute("aria-label") || say("Player") });
    this.bar.classList.add("transport");
    this.build();
    this.listen();
    this.marks();
    this.resume();
  }

  build() {
    const { media, bar } = this;
    this.start = button("play", say("Play"));
    bar.append(this.start);
    if (this.count > 1) {
      this.before = button("previous", say("Previous"));
      this.after = button("next", say("Next"));
      bar.append(this.before, this.after);
    }
    this.line = part("div", "line", { dir: "ltr" });
    this.slider = part("input", "slider", { type: "range", min: 0, max: Math.max(this.length_s, 0.1), step: 0.1, "aria-label": say("Position") });
    this.slider.value = 0;
    this.line.append(this.slider);
    if (media.dataset.waveform) {
      this.line.classList.add("transport-wave");
      this.line.style.setProperty("--wave", `url("${new URL(media.dataset.waveform, document.baseURI).href}")`);
    }
    this.time = part("span", "time");
    this.speed = select("speed", say("Speed"), SPEEDS.map((rate) => [rate, `${rate}×`]));
    this.speed.value = SPEEDS.includes(Number(kept.read("speed"))) ? kept.read("speed") : 1;
    bar.append(this.line, this.time, this.speed);
    this.captions();
    if (media.localName === "video") {
      this.mute = button("sound", say("Sound off"), false);
      bar.append(this.mute);
      if (this.box.requestFullscreen) {
        this.full = button("full", say("Full screen"), false);
        bar.append(this.full);
      }
      this.preview();
    }
    media.controls = false;
    media.tabIndex = -1;
    this.box.append(bar);
    this.box.dataset.played = media.localName;
    this.show();
  }

  captions() {
    const tracks = [...this.media.textTracks].filter((one) => ["captions", "subtitles", "descriptions"].includes(one.kind));
    if (!tracks.length) return;
    const name = (one) => (one.kind === "descriptions" ? `${one.label}: ${say("Descriptions")}` : one.label);
    this.texts = select("captions", say("Captions"), [["", say("No captions")], ...tracks.map((one, at) => [at, name(one)])]);
    const described = part("p", "described", { "aria-live": "assertive" });
    described.hidden = true;
    const choose = () => {
      tracks.forEach((one, at) => {
        const chosen = String(at) === this.texts.value;
        one.mode = !chosen ? "disabled" : one.kind === "descriptions" ? "hidden" : "showing";
        one.oncuechange =
          chosen && one.kind === "descriptions"
            ? () => {
                described.replaceChildren(...[...(one.activeCues ?? [])].map((cue) => cue.getCueAsHTML()));
              }
            : null;
      });
      described.hidden = tracks[this.texts.value]?.kind !== "descriptions";
      described.textContent = "";
    };
    const wanted = tracks.findIndex((one) => `${one.kind} ${one.language}` === kept.read("captions"));
    const given = tracks.findIndex((one) => one.mode === "showing");
    this.texts.value = wanted >= 0 ? wanted : given >= 0 ? given : "";
    choose();
    this.texts.addEventListener("change", () => {
      const one = tracks[this.texts.value];
      kept.write("captions", one ? `${one.kind} ${one.language}` : null);
      choose();
    });
    this.bar.append(this.texts);
    this.box.append(described);
  }

  preview() {
    const address = this.media.dataset.thumbnails;
    if (!address) return;
    const shown = part("span", "thumb", { "aria-hidden": "true" });
    shown.hidden = true;
    this.line.append(shown);
    let pictures = null;
    this.line.addEventListener("pointermove", async (event) => {
      pictures ??= thumbnails(new URL(address, document.baseURI)).catch(() => []);
      const box = this.line.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      const at = share * this.length();
      const one = (await pictures).find((other) => at >= other.from && at < other.to);
      shown.hidden = !one;
      if (!one) return;
      const [x, y, width, height] = one.box;
      shown.style.cssText = `inline-size:${width}px;block-size:${height}px;left:${Math.min(Math.max(share * box.width - width / 2, 0), box.width - width)}px;background-image:url("${one.src}");background-position:-${x}px -${y}px`;
      shown.dataset.at = clock(at);
    });
    this.line.addEventListener("pointerleave", () => (shown.hidden = true));
  }

  listen() {
    const { media } = this;
    this.start.addEventListener("click", () => this.toggle());
    this.before?.addEventListener("click", () => this.move(-1));
    this.after?.addEventListener("click", () => this.move(1));
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.speed.addEventListener("change", () => {
      media.playbackRate = Number(this.speed.value);
      kept.write("speed", this.speed.value);
    });
    this.mute?.addEventListener("click", () => (media.muted = !media.muted));
    this.full?.addEventListener("click", () => this.fill());
    this.bar.addEventListener("keydown", (event) => this.key(event));
    if (media.localName === "video") media.addEventListener("click", () => this.toggle());
    media.addEventListener("play", () => {
      media.playbackRate = Number(this.speed.value);
      this.announce();
    });
    for (const name of ["play", "pause", "timeupdate", "seeked", "durationchange", "volumechange"]) {
      media.addEventListener(name, () => this.show());
    }
    media.addEventListener("timeupdate", () => {
      if (!media.paused && Math.abs(media.currentTime - (this.kept_s ?? 0)) > STEP_S) this.remember();
    });
    media.addEventListener("pause", () => this.remember());
    media.addEventListener("ended", () => {
      kept.write(this.place, null);
      if (this.queue.indexOf(this) < this.queue.length - 1) this.move(1);
    });
    media.addEventListener("error", () => this.broken(), true);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.localName === "select") return;
    const steps = { ArrowLeft: -STEP_S, ArrowRight: STEP_S, ArrowDown: -STEP_S, ArrowUp: STEP_S, PageDown: -30, PageUp: 30 };
    const onSlider = event.target === this.slider;
    if (event.key in steps && (onSlider || event.key.length < 11)) {
      if (!onSlider && !event.key.startsWith("Arrow")) return;
      this.seek(this.media.currentTime + steps[event.key]);
    } else if (event.key === "k" || (event.key === " " && onSlider)) this.toggle();
    else if (event.key === "m") this.media.muted = !this.media.muted;
    else if (event.key === "f" && this.full) this.fill();
    else return;
    event.preventDefault();
  }

  length() {
    return Number.isFinite(this.media.duration) && this.media.duration > 0 ? this.media.duration : this.length_s;
  }

  toggle() {
    if (this.media.paused) this.media.play().catch(() => {});
    else this.media.pause();
  }

  seek(time_s) {
    const { media } = this;
    const wanted = Math.min(Math.max(time_s, 0), Math.max(this.length() - 0.05, 0));
    if (media.readyState > 0) media.currentTime = wanted;
    else {
      media.addEventListener("loadedmetadata", () => (media.currentTime = wanted), { once: true });
      media.preload = "auto";
      media.load();
    }
    this.show(wanted);
  }

  move(steps) {
    const other = this.queue[this.queue.indexOf(this) + steps];
    if (!other) {
      this.seek(0);
      return;
    }
    this.media.pause();
    other.media.currentTime = 0;
    other.media.play().catch(() => {});
    if (this.bar.contains(document.activeElement)) other.start.focus();
    other.box.scrollIntoView({ block: "nearest" });
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.box.requestFullscreen().catch(() => {});
  }

  remember() {
    const { media } = this;
    this.kept_s = media.currentTime;
    const worth = media.currentTime > 10 && media.currentTime < this.length() - 15;
    kept.write(this.place, worth ? media.currentTime.toFixed(1) : null);
  }

  resume() {
    const at_s = Number(kept.read(this.place));
    if (at_s > 0 && !/[#&]t=/.test(location.hash)) this.seek(at_s);
  }

  // Chapters, cues of a transcript, credits: the one that is playing is marked.
  marks() {
    const lists = new Map();
    for (const link of document.querySelectorAll(`a[data-seek="${CSS.escape(this.media.id)}"][data-time]`)) {
      const list = link.closest("ol, ul, .transcript, table") ?? link.parentElement;
      lists.set(list, [...(lists.get(list) ?? []), link]);
    }
    this.lists = [...lists.values()].filter((links) => links.length > 1);
  }

  show(time_s = this.media.currentTime) {
    const { media } = this;
    const length = this.length();
    draw(this.start, media.paused ? "play" : "pause", say(media.paused ? "Play" : "Pause"));
    if (this.mute) draw(this.mute, media.muted ? "silent" : "sound", say(media.muted ? "Sound on" : "Sound off"), false);
    this.slider.max = Math.max(length, 0.1);
    this.slider.value = time_s;
    this.slider.setAttribute("aria-valuetext", `${clock(time_s)} / ${clock(length)}`);
    this.line.style.setProperty("--done", length ? `${(100 * time_s) / length}%` : "0%");
    this.time.textContent = `${clock(time_s)} / ${clock(length)}`;
    this.box.toggleAttribute("data-playing", !media.paused);
    for (const links of this.lists ?? []) {
      const now = links.findLast((link) => Number(link.dataset.time) <= time_s + 0.05);
      for (const link of links) link.toggleAttribute("data-now", link === now && time_s > 0);
    }
  }

  announce() {
    if (!("mediaSession" in navigator)) return;
    const { title = "", by = "", of = "" } = this.media.dataset;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: by, album: of });
    const on = (name, act) => navigator.mediaSession.setActionHandler(name, act);
    on("previoustrack", this.count > 1 ? () => this.move(-1) : null);
    on("nexttrack", this.count > 1 ? () => this.move(1) : null);
    on("seekbackward", () => this.seek(this.media.currentTime - 10));
    on("seekforward", () => this.seek(this.media.currentTime + 10));
  }

  // Nothing plays here: what the browser says itself is better than a bar that does nothing.
  broken() {
    if (this.media.networkState !== HTMLMediaElement.NETWORK_NO_SOURCE) return;
    this.bar.remove();
    this.media.controls = true;
  }
}

const sounds = [...document.querySelectorAll("audio[data-player]")];
const queue = [];
for (const media of sounds) queue.push(new Player(media, queue, sounds.length));
for (const media of document.querySelectorAll("video[data-player]")) new Player(media, [], 1);

export {};
