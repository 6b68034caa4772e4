// Films on other sites: the player is fetched when the reader presses, and not before.
for (const video of document.querySelectorAll("[data-video]")) {
  const link = video.querySelector("a");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = video.dataset.video;
    player.title = video.dataset.title;
    player.allow = "fullscreen; picture-in-picture";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    video.querySelector("picture")?.remove();
    video.prepend(player);
    link.remove();
    player.focus();
  });
}
