/** A Mini App in a phone: its own page in a frame, and the few words that go between them, as JSON in both directions
 * (https://core.telegram.org/bots/webapps; the events are those that Telegram's own script sends from a frame). */

import { h, iconButton } from "./dom.js";
import { sheet } from "./layers.js";
import { word } from "./words.js";

/* Looser than Telegram Web, whose frame allows neither passkeys, nor the clipboard, nor downloads. */
const ALLOW = "publickey-credentials-get *; publickey-credentials-create *; clipboard-write";
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-forms allow-modals allow-storage-access-by-user-activation allow-downloads";
const DARK = matchMedia("(prefers-color-scheme: dark)");
const COLOURS = {
  bg_color: "--surface",
  text_color: "--text",
  hint_color: "--soft",
  link_color: "--accent-text",
  button_color: "--accent",
  button_text_color: "--on-accent",
  secondary_bg_color: "--page",
  header_bg_color: "--bar",
  bottom_bar_bg_color: "--bar",
  accent_text_color: "--accent-text",
  section_bg_color: "--surface",
  section_header_text_color: "--accent-text",
  section_separator_color: "--line",
  subtitle_text_color: "--soft",
  destructive_text_color: "--warn",
};

/** The page's own colours under the names that Mini Apps know them by. */
export function themeParams() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(COLOURS).map(([name, colour]) => [name, style.getPropertyValue(colour).trim()]));
}

export class WebApp {
  /** Open the one at `address` over `phone`, an element; `follow(link)` opens a link to Telegram, `closed()` is told. */
  constructor(phone, { address, name, follow, closed }) {
    this.origin = new URL(address).origin;
    this.follow = follow;
    this.waiting = h("p.opening", { role: "status" }, word("opening"));
    this.frame = h("iframe", { title: word("webApp", { name }), sandbox: SANDBOX, allow: ALLOW, src: address, onload: () => this.ready() });
    const life = new AbortController();
    const heed = { signal: life.signal };
    addEventListener("message", (event) => this.hear(event), heed);
    DARK.addEventListener("change", () => this.sendTheme(), heed);
    this.close = sheet(phone, {
      title: word("webApp", { name }), whole: true,
      fill: (close) => [
        h("header.app-bar", {}, h("h3", {}, name), iconButton("close", word("close"), close)),
        h("div.app", {}, this.waiting, this.frame)],
      closed: () => { life.abort(); closed(); },
    });
  }

  hear(event) {
    if (event.source !== this.frame.contentWindow) return;
    const { eventType, eventData } = read(event.data);
    if (eventType === "web_app_ready") this.ready();
    else if (eventType === "web_app_close") this.close();
    else if (eventType === "web_app_request_theme") this.sendTheme();
    else if (eventType === "web_app_open_tg_link") this.leaveFor(eventData?.path_full);
    // web_app_expand: it has the whole screen from the start
  }

  ready() {
    this.waiting.hidden = true;
  }

  sendTheme() {
    this.send("theme_changed", { theme_params: themeParams() });
  }

  send(eventType, eventData) {
    this.frame.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), this.origin);
  }

  /** As in Telegram Web, the Mini App closes when it opens a chat. */
  leaveFor(path) {
    if (typeof path !== "string" || !path.startsWith("/")) return;
    this.close();
    this.follow(`https://t.me${path}`);
  }
}

/** What an app said; what is no event of the protocol is an event without a name. */
function read(data) {
  if (typeof data !== "string" || !data.startsWith("{")) return {};
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}
