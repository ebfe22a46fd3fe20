// Live reload for the preview: changes are swapped in place, so that the author keeps the reading position.

restoreSwitches();
document.addEventListener("change", onSwitch);
for (const frame of document.querySelectorAll("iframe")) fit(frame);
window.addEventListener("resize", () => document.querySelectorAll("iframe").forEach(measure));
listen();

function listen() {
  const live = document.getElementById("live");
  const events = new EventSource("/events");
  let lost = false;
  const say = (text) => {
    live?.replaceChildren(text);
    live?.classList.toggle("lost", text !== "live");
  };
  events.addEventListener("hello", () => {
    say("live");
    // The preview was restarted: the page may be out of date.
    if (lost) void refresh();
    lost = false;
  });
  events.addEventListener("change", () => void refresh());
  events.addEventListener("error", () => {
    lost = true;
    say("not running");
  });
}

let running = false;
let again = false;

async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  do {
    again = false;
    await swap().catch(() => location.reload());
  } while (again);
  running = false;
}

async function swap() {
  const answer = await fetch(location.href);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = document.querySelectorAll("[data-live]");
  const news = next.querySelectorAll("[data-live]");
  const frames = document.querySelectorAll("iframe");
  // Another kind of page (an error appeared or disappeared): there is no reading position to keep.
  if (parts.length !== news.length || frames.length !== next.querySelectorAll("iframe").length) {
    document.querySelector("main").replaceWith(next.querySelector("main"));
    restoreSwitches();
    document.querySelectorAll("iframe").forEach(fit);
    return;
  }
  document.title = next.title;
  parts.forEach((part, index) => part.replaceWith(news[index]));
  await Promise.all([...frames].map(reload));
}

/** Load the new email behind the old one and swap them once it has loaded: no flash, no jump. */
function reload(old) {
  return new Promise((resolve) => {
    const frame = old.cloneNode();
    frame.classList.add("coming");
    frame.addEventListener("load", () => {
      measure(frame);
      frame.classList.remove("coming");
      old.remove();
      fit(frame);
      resolve();
    });
    old.after(frame);
  });
}

/** Make a frame as high as its email, so that the page scrolls and not the frame. */
function fit(frame) {
  frame.addEventListener("load", () => measure(frame));
  measure(frame);
}

function measure(frame) {
  const html = frame.contentDocument?.documentElement;
  if (!html || frame.contentDocument.URL === "about:blank" || frame.offsetParent === null) return;
  frame.style.height = "0";
  frame.style.height = `${html.scrollHeight}px`;
}

function onSwitch({ target }) {
  if (!(target instanceof HTMLInputElement)) return;
  sessionStorage.setItem(target.name, target.value);
  document.querySelectorAll("iframe").forEach(measure);
}

function restoreSwitches() {
  const first = innerWidth > 1520 ? "both" : innerWidth > 760 ? "desktop" : "phone";
  for (const name of ["width", "scheme"]) {
    const wanted = sessionStorage.getItem(name) ?? (name === "width" ? first : null);
    const input = wanted && document.querySelector(`input[name="${name}"][value="${CSS.escape(wanted)}"]`);
    if (input) input.checked = true;
  }
}
