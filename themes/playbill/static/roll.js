// The credits roll of a film, when a reader asks for it; never by itself, never for those who want less motion.
// Hooks: <button type="button" hidden data-roll-start>, <div data-roll> the credits </div>
// The roll is a dialog that scrolls: wheel, touch and links in it work as everywhere.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const SPEEDS_PX_S = [15, 30, 60, 120, 240, 480];
const USUAL = 2;
const FASTER = new Set(["ArrowDown", "ArrowRight"]);
const SLOWER = new Set(["ArrowUp", "ArrowLeft"]);

function control(name, label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `roll-${name}`;
  button.textContent = label;
  button.addEventListener("click", action);
  return button;
}

function copyOf(credits) {
  const copy = credits.cloneNode(true);
  copy.removeAttribute("data-roll");
  copy.classList.add("roll-credits");
  copy.removeAttribute("id"); // each id stays once in the page
  for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
  return copy;
}

class Roll {
  constructor(credits) {
    this.speed = USUAL;
    this.paused = false;
    this.pauseButton = control("pause", say("Pause"), () => this.pause(!this.paused));
    const controls = document.createElement("div");
    controls.className = "roll-controls";
    controls.append(
      this.pauseButton,
      control("slower", say("Slower"), () => this.change(-1)),
      control("faster", say("Faster"), () => this.change(1)),
      control("close", say("Close"), () => this.dialog.close()),
    );
    this.dialog = document.createElement("dialog");
    this.dialog.className = "roll";
    this.dialog.setAttribute("aria-label", say("Credits"));
    this.dialog.append(controls, copyOf(credits));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.end());
  }

  start(returnTo) {
    this.returnTo = returnTo;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.pauseButton.focus();
    this.place_px = this.dialog.scrollTop = 0;
    this.last_ms = performance.now();
    this.request = requestAnimationFrame((now) => this.step(now));
  }

  step(now_ms) {
    const passed_s = Math.min(now_ms - this.last_ms, 100) / 1000; // a tab in the background makes no leap
    this.last_ms = now_ms;
    const there = this.dialog.scrollTop;
    if (Math.abs(there - this.place_px) > 2) this.place_px = there; // the reader scrolled
    if (!this.paused) {
      this.place_px += Math.max(0, passed_s) * SPEEDS_PX_S[this.speed];
      this.dialog.scrollTop = this.place_px;
      const last_px = this.dialog.scrollHeight - this.dialog.clientHeight;
      if (this.place_px >= last_px) this.pause(true);
    }
    this.request = requestAnimationFrame((now) => this.step(now));
  }

  pause(paused) {
    const last_px = this.dialog.scrollHeight - this.dialog.clientHeight;
    if (!paused && this.dialog.scrollTop >= last_px - 1) this.place_px = this.dialog.scrollTop = 0; // once more from the top
    this.paused = paused;
    this.pauseButton.textContent = paused ? say("Go on") : say("Pause");
  }

  change(by) {
    this.speed = Math.min(Math.max(this.speed + by, 0), SPEEDS_PX_S.length - 1);
    this.dialog.dataset.speed = String(this.speed);
  }

  key(event) {
    const onControl = event.target.closest("button, a");
    if (FASTER.has(event.key)) this.change(1);
    else if (SLOWER.has(event.key)) this.change(-1);
    else if (event.key === " " && !onControl) this.pause(!this.paused);
    else return; // Esc is the dialog's own
    event.preventDefault();
  }

  end() {
    cancelAnimationFrame(this.request);
    this.dialog.remove();
    this.returnTo.focus();
  }
}

const credits = document.querySelector("[data-roll]");
const still = matchMedia("(prefers-reduced-motion: reduce)");
for (const button of credits ? document.querySelectorAll("[data-roll-start]") : []) {
  const offer = () => (button.hidden = still.matches);
  offer();
  still.addEventListener("change", offer);
  button.addEventListener("click", () => new Roll(credits).start(button));
}

export {};
