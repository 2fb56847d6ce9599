// What is to be mended, over a page of the preview: a panel while there are errors, a small button for warnings.
const STYLE = `
  :host { all: initial; --paper: #fffdfa; --ink: #211c18; --soft: #6a6058; --line: #e4dad0; --sunk: #f6efe7;
    --red: #b3261e; --wash: #fbe4df; --amber: #8a5300; --amber-wash: #fbecd0 }
  @media (prefers-color-scheme: dark) { :host { --paper: #211d1a; --ink: #f5efe8; --soft: #b5a99d; --line: #413932; --sunk: #171411;
    --red: #ffab9d; --wash: #4c211b; --amber: #f5c673; --amber-wash: #42310f } }
  @media print { :host { display: none } }
  * { box-sizing: border-box }
  section { position: fixed; inset: auto 0 0; z-index: 2147483647; display: flex; flex-direction: column;
    width: min(58rem, 100%); max-height: min(72vh, 46rem); margin: 0 auto; background: var(--paper); color: var(--ink);
    border: 1px solid var(--line); border-bottom: 0; border-top: 4px solid var(--tone); border-radius: 14px 14px 0 0;
    box-shadow: 0 -1px 3px rgb(0 0 0 / .12), 0 -12px 48px rgb(0 0 0 / .28);
    font: 16px/1.5 system-ui, sans-serif; text-align: start; animation: rise .18s ease-out }
  @keyframes rise { from { transform: translateY(1.5rem); opacity: 0 } }
  @media (prefers-reduced-motion: reduce) { section { animation: none } }
  .error, section { --tone: var(--red); --tint: var(--wash) }
  .warning { --tone: var(--amber); --tint: var(--amber-wash) }
  header { display: flex; gap: 1rem; align-items: start; padding: 1rem 1.5rem .875rem; border-bottom: 1px solid var(--line) }
  header div { flex: 1 }
  h1 { margin: 0; font-size: 1.2rem; line-height: 1.3; font-weight: 650; color: var(--tone) }
  header p { margin: .15rem 0 0; font-size: .9rem; line-height: 1.4; color: var(--soft); text-wrap: pretty }
  ol { margin: 0; padding: 0 1.5rem 1.25rem; list-style: none; overflow-y: auto; overscroll-behavior: contain }
  li { padding-top: 1.125rem }
  li + li { margin-top: 1.25rem; border-top: 1px solid var(--line) }
  .place { margin: 0; font: 600 .8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--soft); overflow-wrap: anywhere }
  .place span { font-weight: 400 }
  h2 { margin: .2rem 0 0; font-size: 1.0625rem; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere }
  pre { margin: .7rem 0 0; padding: .6rem 0; overflow-x: auto; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px;
    font: .875rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; tab-size: 4; direction: ltr; unicode-bidi: isolate }
  pre div { display: flex; width: max-content; min-width: 100%; padding-inline-end: 1rem }
  pre .marked { background: var(--tint) }
  pre i { position: sticky; left: 0; flex: none; min-width: 3.5ch; margin-inline-end: 1.25ch; padding-inline: 1ch; font-style: normal; text-align: end;
    color: var(--soft); background: var(--sunk); border-inline-end: 1px solid var(--line); user-select: none }
  pre .marked i { color: var(--tone); background: var(--tint); font-weight: 600; border-color: var(--tone) }
  code { font: inherit; white-space: pre; min-height: 1.6em }
  mark { background: none; color: inherit; font-weight: 600; text-decoration: underline wavy var(--tone); text-decoration-thickness: 1.5px; text-underline-offset: 4px; text-decoration-skip-ink: none }
  .hint { margin: .7rem 0 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--tone); overflow-wrap: anywhere }
  details { margin: .6rem 0 0; font-size: .9rem; color: var(--soft) }
  summary { width: fit-content; cursor: pointer; border-radius: 4px }
  details p { margin: .35rem 0 0; max-width: 68ch }
  button { flex: none; padding: .4rem .9rem; font: 500 .9rem/1.3 system-ui, sans-serif; color: var(--ink); background: var(--sunk);
    border: 1px solid var(--line); border-radius: 999px; cursor: pointer }
  button:hover { border-color: var(--soft) }
  .pill { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; display: flex; align-items: center; gap: .5rem; padding: .55rem 1rem;
    background: var(--paper); box-shadow: 0 1px 2px rgb(0 0 0 / .2), 0 6px 20px rgb(0 0 0 / .22) }
  .pill::before { content: ""; width: .6rem; height: .6rem; border-radius: 50%; background: var(--tone) }
  :is(button, summary, ol):focus-visible { outline: 3px solid var(--tone); outline-offset: 2px }
  @media (max-width: 36rem) { header { padding: .875rem 1rem .75rem } ol { padding: 0 1rem 1rem } pre { font-size: .8125rem } }
`;

let host = null;
let root = null;
let last = "[]";
let open = false;

const make = (name, text = "", kind = "") => {
  const made = document.createElement(name);
  made.textContent = text; // never as HTML: it quotes what strangers wrote
  if (kind) made.className = kind;
  return made;
};

// A sentence begins with a capital letter, unless with a name that stands in a file.
const sentence = (text) => (/^[a-z]+[ ,]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text);

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function frame(rows) {
  const shown = make("pre");
  shown.tabIndex = 0; // may be wider than the panel
  for (const { number, text, start = 0, length = 0 } of rows) {
    const row = make("div", "", length ? "marked" : "");
    const code = make("code");
    code.append(text.slice(0, start));
    if (length) code.append(make("mark", text.slice(start, start + length)));
    code.append(text.slice(start + length));
    row.append(make("i", number), code);
    shown.append(row);
  }
  return shown;
}

function item(trouble) {
  const { message, severity = "error", source = "", line = 0, column = 0, code = "", hint = "", meaning = "", frame: rows = [] } = trouble;
  const shown = make("li", "", severity);
  if (source) {
    const place = make("p", source, "place");
    if (line) place.append(make("span", `, line ${line}${column ? `, column ${column}` : ""}`));
    shown.append(place);
  }
  shown.append(make("h2", sentence(message)));
  if (rows.length) shown.append(frame(rows));
  if (hint) shown.append(make("p", sentence(hint), "hint"));
  if (meaning) {
    const more = make("details");
    more.append(make("summary", `What “${code}” means`), make("p", meaning));
    shown.append(more);
  }
  return shown;
}

function panel(troubles, errors) {
  const box = make("section", "", errors ? "error" : "warning");
  const head = make("header");
  const words = make("div");
  words.setAttribute("role", "status");
  const title = errors ? `${count(errors, "problem")} to mend` : count(troubles.length, "warning");
  const note = errors
    ? "Behind this is the last good state of the site. This goes away by itself once it is mended and saved."
    : "The site is built; these could be better.";
  words.append(make("h1", title), make("p", note));
  const hide = make("button", "Hide");
  hide.type = "button";
  hide.addEventListener("click", fold);
  head.append(words, hide);
  const list = make("ol");
  list.tabIndex = 0;
  list.append(...troubles.map(item));
  box.append(head, list);
  box.setAttribute("aria-label", "Creditroll preview");
  return box;
}

function pill(text, severity) {
  const button = make("button", text, `pill ${severity}`);
  button.type = "button";
  button.addEventListener("click", unfold);
  return button;
}

function draw() {
  const troubles = JSON.parse(last);
  const errors = troubles.filter(({ severity = "error" }) => severity === "error").length;
  const shown = open ? panel(troubles, errors) : pill(errors ? count(errors, "problem") : count(troubles.length, "warning"), errors ? "error" : "warning");
  root.replaceChildren(make("style", STYLE), shown);
}

function fold() {
  open = false;
  draw();
  root.querySelector("button").focus();
}

function unfold() {
  open = true;
  draw();
  root.querySelector("header button").focus();
}

document.addEventListener("keydown", (event) => event.key === "Escape" && host && open && fold());

/** Shows what is to be mended, or one sentence, or nothing any more. */
export function show(troubles, message = "") {
  const now = JSON.stringify(troubles);
  if (!troubles.length && !message) {
    host?.remove();
    host = null;
    last = now;
    return;
  }
  if (!host) {
    host = make("creditroll-problems");
    host.lang = "en";
    host.dir = "ltr";
    root = host.attachShadow({ mode: "open" });
    document.documentElement.append(host);
  } else if (now === last && !message) return;
  const fresh = now !== last;
  last = now;
  if (message) {
    const said = make("button", message, "pill warning");
    said.type = "button";
    said.addEventListener("click", () => said.remove());
    root.replaceChildren(make("style", STYLE), said);
    last = "";
    return;
  }
  if (fresh) open = troubles.some(({ severity = "error" }) => severity === "error");
  draw();
}
