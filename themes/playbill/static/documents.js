// Documents, shown in the page by the browser's own viewer where it has one; else their link opens them.
// Hook: <a href="book.pdf" data-read-here="title"> in a list element, at whose end the viewer is put

for (const link of navigator.pdfViewerEnabled ? document.querySelectorAll("a[data-read-here]") : []) {
  let viewer = null;
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("role", "button"); // it opens something here, and closes it again
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") (event.preventDefault(), link.click());
  });
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab is a new tab
    event.preventDefault();
    if (viewer) {
      viewer.remove();
      viewer = null;
    } else {
      viewer = document.createElement("iframe");
      viewer.className = "file-viewer";
      viewer.title = link.dataset.readHere;
      viewer.src = link.href;
      link.closest("li, div").append(viewer);
      viewer.scrollIntoView({ block: "nearest" });
    }
    link.setAttribute("aria-expanded", String(Boolean(viewer)));
  });
}

export {};
