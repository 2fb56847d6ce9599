// Goes to a moment of a film or a recording: links with a time, and addresses that end in #t=83.
// Hooks: <a href="#t=83" data-seek="id of the player" data-time="83">; #t=1:23&id=film names one of several players.

const PLAYERS = "video, audio";

// "83", "1:23" and "1:02:03" in seconds; of a range the start. Source: Media Fragments URI 1.0, 4.2.1
function seconds(text) {
  const [start] = text.replace(/^npt:/, "").split(",");
  if (!/^\d+(:\d{1,2}){0,2}(\.\d*)?$/.test(start)) return null;
  return start.split(":").reduce((sum, number) => sum * 60 + Number(number), 0);
}

function player(id) {
  const named = id ? document.getElementById(id) : document.querySelector(PLAYERS);
  return named?.matches(PLAYERS) ? named : (named?.querySelector(PLAYERS) ?? null);
}

function seek(media, time_s) {
  const go = () => {
    media.currentTime = time_s;
    media.play().catch(() => {}); // not allowed before the reader touched the page: then it waits at the moment
  };
  if (media.readyState > 0) go();
  else {
    media.addEventListener("loadedmetadata", go, { once: true });
    media.preload = "auto";
    media.load();
  }
}

function follow() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const time_s = seconds(asked.get("t") ?? "");
  const media = time_s === null ? null : player(asked.get("id"));
  if (!media) return;
  media.scrollIntoView({ block: "nearest" });
  seek(media, time_s);
}

for (const link of document.querySelectorAll("a[data-seek][data-time]")) {
  link.addEventListener("click", (event) => {
    const media = player(link.dataset.seek);
    const time_s = seconds(link.dataset.time);
    if (!media || time_s === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(history.state, "", new URL(link.href).hash || location.href);
    media.scrollIntoView({ block: "nearest" });
    media.focus();
    seek(media, time_s);
  });
}
addEventListener("hashchange", follow);
follow();

export {};
