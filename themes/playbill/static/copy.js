// Buttons that copy a snippet; what happened is shown and said.
// Hook: <button type="button" hidden data-copy="#id-of-the-snippet">; where that holds credits (.department), they are copied as lines
// of text, one for each role, after data-copy-head and before data-copy-end.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const SHOWN_MS = 4000;

const flat = (element) => element.textContent.replace(/\s+/g, " ").trim();

// The name, then in brackets whom they play, on what, and whatever else is said.
function creditOf(line) {
  const [name, ...more] = [...line.children].filter((one) => one.localName !== "data").map(flat).filter(Boolean);
  return more.length ? `${name} (${more.join(", ")})` : name;
}

function creditsOf(departments) {
  const blocks = [];
  for (const department of departments) {
    const lines = [flat(department.querySelector("h2, h3, h4")).toLocaleUpperCase(document.documentElement.lang)];
    for (const role of department.querySelectorAll(".roles > div")) {
      lines.push(`${flat(role.querySelector("dt"))}: ${[...role.querySelectorAll("li")].map(creditOf).join(", ")}`);
    }
    for (const line of department.querySelectorAll(".thanks > li")) lines.push(creditOf(line));
    blocks.push(lines.join("\n"));
  }
  return blocks;
}

function textOf(snippet, { copyHead = "", copyEnd = "" } = {}) {
  const departments = snippet.querySelectorAll(".department");
  if (departments.length) return [copyHead, ...creditsOf(departments), copyEnd].filter(Boolean).join("\n\n");
  return ("value" in snippet ? snippet.value : snippet.textContent).trim();
}

// Where there is no clipboard for scripts (no https, a file on the disk), a text that is nowhere on the page is copied from a field.
function copiedFromField(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function select(snippet) {
  if ("select" in snippet) {
    snippet.focus();
    snippet.select();
  } else {
    getSelection().selectAllChildren(snippet);
  }
}

// True where the text is on the clipboard; else it is selected, ready for the reader's own keys.
async function copied(snippet, around) {
  const text = textOf(snippet, around);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (around.copyHead && copiedFromField(text)) return true;
    select(snippet); // no permission, or a page without https
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const snippet = document.querySelector(button.dataset.copy);
  if (!snippet) continue;
  const status = document.createElement("span");
  status.className = "copy-status";
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  button.after(status);
  button.hidden = false;
  let timer = 0;
  button.addEventListener("click", async () => {
    clearTimeout(timer);
    status.textContent = "";
    const done = await copied(snippet, button.dataset);
    status.textContent = done ? say("Copied") : say("Selected, ready to copy");
    timer = setTimeout(() => (status.textContent = ""), SHOWN_MS);
  });
}

export {};
