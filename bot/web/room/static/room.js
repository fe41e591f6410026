// Keeps what is being written, as it is written. Everything else works without this.
const FIRST_MS = 1200;
const LONGEST_MS = 30000;
const OUTLIVES = 60000; // characters: the Fetch standard lets 64 KiB outlive the page that sent them

for (const form of document.querySelectorAll("form[data-draft]")) keepDrafts(form);

function keepDrafts(form) {
  const line = form.querySelector("[data-kept]");
  let written = 0; // how often something was changed
  let kept = 0; // up to which change it is kept
  let waiting = null;
  let sending = null;
  let pause = FIRST_MS;
  let saving = false;

  form.addEventListener("input", () => {
    written += 1;
    plan(FIRST_MS);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return save();
    event.preventDefault(); // or the words would leave with the page
    say(form.dataset.failed);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  addEventListener("beforeunload", (event) => {
    if (kept < written && !saving) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    saving = false; // back from a page that was saved to
  });
  addEventListener("online", () => keep());

  function save() {
    saving = true;
    clearTimeout(waiting);
    sending?.abort(); // a draft must not come after what it was a draft of
  }

  function plan(ms) {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(), ms);
  }

  async function keep(leaving = false) {
    if (saving || kept === written || (sending && !leaving)) return;
    sending?.abort();
    const mine = (sending = new AbortController());
    const upTo = written;
    const body = String(new URLSearchParams(new FormData(form)));
    say(form.dataset.keeping);
    const status = await send(body, leaving && body.length < OUTLIVES, mine.signal);
    if (sending !== mine) return;
    sending = null;
    heard(status, upTo);
  }

  async function send(body, keepalive, signal) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    try {
      const address = new URL(form.dataset.draft, document.baseURI);
      return (await fetch(address, { method: "POST", headers, body, keepalive, signal })).status;
    } catch {
      return 0; // no network, or not waited for
    }
  }

  function heard(status, upTo) {
    const again = status === 0 || status === 408 || status >= 500;
    pause = again ? Math.min(pause * 2, LONGEST_MS) : FIRST_MS;
    if (status === 204 || status === 202) {
      kept = upTo;
      saidAt(status === 204 ? form.dataset.keptAt : form.dataset.locked);
    } else {
      say(again ? form.dataset.failed : form.dataset.lost);
    }
    if (kept < written && (again || upTo < written)) plan(pause);
  }

  function saidAt(words) {
    const language = document.documentElement.lang;
    say(`${words} ${new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })}`);
  }

  function say(words) {
    if (line && !saving) line.textContent = words;
  }
}
