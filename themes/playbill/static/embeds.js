// Films and sounds of other services: nothing of theirs is loaded before the reader asks for it.
// Hook: <div data-embed-src="https://..." data-embed-title="..."> <div data-embed-poster>...</div>, link, <button hidden data-embed-button> </div>
// A hidden [data-embed-note] in it, which says what the button does, is shown as long as there is the button.

const ALLOWED = "autoplay; encrypted-media; fullscreen; picture-in-picture";

function frame(source, title) {
  const made = document.createElement("iframe");
  made.title = title;
  made.allow = ALLOWED;
  made.allowFullscreen = true;
  made.referrerPolicy = "strict-origin-when-cross-origin"; // some players refuse to start without an origin
  made.className = "embed-frame";
  made.src = source;
  return made;
}

function play(box, button) {
  const made = frame(box.dataset.embedSrc, box.dataset.embedTitle || button.textContent.trim());
  const poster = box.querySelector("[data-embed-poster], picture, img");
  if (poster) poster.replaceWith(made);
  else box.prepend(made);
  for (const said of [button, box.querySelector("[data-embed-note]")]) said?.remove();
  box.dataset.embedPlaying = "";
  made.focus();
}

for (const box of document.querySelectorAll("[data-embed-src]")) {
  const button = box.querySelector("[data-embed-button]");
  if (!button || !/^https?:/i.test(box.dataset.embedSrc)) continue;
  for (const said of [button, box.querySelector("[data-embed-note]")]) if (said) said.hidden = false;
  button.addEventListener("click", () => play(box, button), { once: true });
}

export {};
