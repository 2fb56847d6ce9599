// What every page of the theme gets: a mark for the stylesheet, and one recording at a time.

document.documentElement.dataset.scripted = "";

document.addEventListener(
  "play",
  (event) => {
    for (const media of document.querySelectorAll("video, audio")) {
      if (media !== event.target) media.pause();
    }
  },
  true, // play does not bubble
);

export {};
