// Plays the film of the beat that is shown, from its start. Only it and its neighbours are loaded:
// a hundred films at once are more than a browser takes.
{
    const NEAR = 2;
    const videos = [...document.querySelectorAll(".slides video")];
    const shown = () => videos.indexOf(Reveal.getCurrentSlide().querySelector("video"));

    const load = (video) => {
        if (video.hasAttribute("src")) return;
        video.poster = video.dataset.start;
        video.src = video.dataset.clip;
    };

    const unload = (video) => {
        if (!video.hasAttribute("src")) return;
        video.removeAttribute("src");
        video.removeAttribute("poster");
        video.load();
    };

    // Not at once: its first picture would flash up before the next slide is drawn.
    const rewind = (video) => {
        video.pause();
        setTimeout(() => {
            if (video.currentTime && videos.indexOf(video) !== shown()) video.currentTime = 0;
        }, 500);
    };

    const play = (video) => {
        video.play().catch((error) => {
            if (error.name !== "NotAllowedError") return; // it was left before it began
            video.muted = true; // a browser plays no sound before the first click or key
            video.play().catch(() => {});
        });
    };

    const start = () => {
        const at = shown();
        videos.forEach((video, i) => {
            (Math.abs(i - at) <= NEAR ? load : unload)(video);
            if (!video.paused || video.currentTime) rewind(video);
        });
        if (Reveal.isOverview() || upcoming) return;
        if (videos[at].currentTime) videos[at].currentTime = 0;
        play(videos[at]);
    };

    // The speaker's window shows the page twice: this beat, without its sound, and the next one.
    const upcoming = /[?&]receiver.*[?&]controls=false/.test(location.search);
    document.documentElement.classList.toggle("upcoming", upcoming);
    if (/[?&]receiver/.test(location.search)) videos.forEach((video) => (video.muted = true));

    if (Reveal.isReady()) start();
    else Reveal.on("ready", start);
    Reveal.on("slidechanged", start);
    Reveal.on("overviewshown", start);
    Reveal.on("overviewhidden", start);
    Reveal.on("paused", () => videos[shown()].pause());
    Reveal.on("resumed", () => videos[shown()].ended || play(videos[shown()]));
    Reveal.addKeyBinding({ keyCode: 82, key: "R", description: "Play this beat again" }, start);
    Reveal.registerKeyboardShortcut("Click", "Next slide");
    document.querySelector(".slides").addEventListener("click", (event) => {
        // Reveal has answered the click that chooses a slide in the overview.
        if (!event.defaultPrevented) Reveal.next();
    });
}
