// Buttons that copy a snippet; what happened is shown and said.
// Hook: <button type="button" hidden data-copy="#id-of-the-snippet">

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const SHOWN_MS = 4000;

const textOf = (snippet) => ("value" in snippet ? snippet.value : snippet.textContent).trim();

function select(snippet) {
  if ("select" in snippet) {
    snippet.focus();
    snippet.select();
  } else {
    getSelection().selectAllChildren(snippet);
  }
}

// True where the text is on the clipboard; else it is selected, ready for the reader's own keys.
async function copied(snippet) {
  try {
    await navigator.clipboard.writeText(textOf(snippet));
    return true;
  } catch {
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
    const done = await copied(snippet);
    status.textContent = done ? say("Copied") : say("Selected, ready to copy");
    timer = setTimeout(() => (status.textContent = ""), SHOWN_MS);
  });
}

export {};
