/** The message list of one phone: keeps the bubbles in order, the dates between them, and the place where one reads. */

import { bubble } from "./bubble.js";
import { calm, h, icon } from "./dom.js";
import { word } from "./words.js";

const NEAR = 90;
const FADE = 240;

export class Thread {
  constructor(act, label, start) {
    this.act = act;
    this.shown = new Map(); // message id -> {message, text, node}
    this.stuck = true;
    this.missed = 0;
    this.list = h("div.messages", { role: "log", "aria-live": "polite", "aria-label": label, onscroll: () => this.scrolled(), onkeydown: (event) => this.walk(event) });
    this.count = h("span.badge", { hidden: true });
    this.pill = h("button.pill", { type: "button", hidden: true, onclick: () => this.toEnd() }, icon("down"), h("span"), this.count);
    this.empty = h("div.empty", {}, h("p", {}, word("empty")), h("button.start", { type: "button", onclick: start }, word("start")));
    this.element = h("div.thread", {}, this.list, this.pill, this.empty);
    this.list.addEventListener("animationend", (event) => event.target.closest(".message")?.classList.remove("fresh", "lit"));
    new ResizeObserver(() => this.settle()).observe(this.list);
  }

  /** Show exactly these messages; what has not changed is left alone. */
  sync(messages) {
    const keep = new Set(messages.map((message) => message.message_id));
    this.list.setAttribute("aria-busy", "true");
    for (const id of [...this.shown.keys()]) if (!keep.has(id)) this.drop(id);
    for (const message of messages) this.put(message);
    this.arrange();
    this.list.removeAttribute("aria-busy");
    this.settle();
  }

  /** A message that came (or came again, or was edited). */
  add(message) {
    const fresh = this.put(message);
    if (fresh) {
      fresh.classList.add("fresh");
      if (!message.from?.is_bot) this.stuck = true;
      else if (!this.stuck) this.missed += 1;
    }
    this.arrange();
    this.settle();
    return Boolean(fresh);
  }

  /** Bubbles that were deleted fade out. */
  remove(ids) {
    for (const id of ids) {
      const known = this.shown.get(id);
      if (!known) continue;
      this.shown.delete(id);
      known.node.classList.add("leaving");
      known.node.inert = true;
      setTimeout(() => { known.node.remove(); this.arrange(); this.settle(); }, calm() ? 0 : FADE);
    }
  }

  message(id) {
    return this.shown.get(id)?.message;
  }

  /** Scroll to a message and light it up for a moment. */
  jump(id) {
    const node = this.shown.get(id)?.node;
    if (!node) return;
    this.stuck = false;
    node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    node.classList.remove("lit");
    void node.offsetWidth; // so that the light starts again
    node.classList.add("lit");
    this.focus(node);
  }

  toEnd() {
    this.stuck = true;
    this.settle();
  }

  /** Stay at the end if one was there; otherwise say that there is more. */
  settle() {
    if (this.stuck) this.list.scrollTop = this.list.scrollHeight;
    else if (this.list.offsetParent && this.place !== undefined && !this.list.scrollTop) this.list.scrollTop = this.place;
    if (this.stuck) this.missed = 0;
    this.pill.hidden = this.stuck;
    this.pill.children[1].textContent = word(this.missed ? "newMessages" : "toEnd");
    this.pill.classList.toggle("plain-pill", !this.missed);
    this.count.hidden = !this.missed;
    this.count.textContent = String(this.missed);
  }

  scrolled() {
    if (!this.list.offsetParent) return;
    this.place = this.list.scrollTop;
    const stuck = this.list.scrollHeight - this.list.clientHeight - this.list.scrollTop < NEAR;
    if (stuck === this.stuck) return;
    this.stuck = stuck;
    if (stuck) this.missed = 0;
    this.pill.hidden = stuck;
    if (!stuck) this.settle();
  }

  /** Put a bubble in its place; gives the node if the message is a new one. */
  put(message) {
    const text = JSON.stringify(message);
    const known = this.shown.get(message.message_id);
    if (known?.text === text) return null;
    const node = bubble(message, this.act);
    this.shown.set(message.message_id, { message, text, node });
    if (known) this.swap(known.node, node);
    else this.list.insertBefore(node, this.follower(message.message_id));
    return known ? null : node;
  }

  drop(id) {
    this.shown.get(id).node.remove();
    this.shown.delete(id);
  }

  follower(id) {
    let after = null;
    for (let node = this.list.lastElementChild; node; node = node.previousElementSibling) {
      const other = Number(node.dataset.message);
      if (other && other < id) break;
      if (other) after = node;
    }
    return after;
  }

  /** An edited bubble takes the old one's place, and the keyboard focus that was in it. */
  swap(old, node) {
    const had = old.contains(document.activeElement) ? document.activeElement : null;
    const at = had && [...old.querySelectorAll(".key")].indexOf(had);
    old.replaceWith(node);
    if (!had) return;
    const keys = node.querySelectorAll(".key");
    (at >= 0 && keys.length ? keys[Math.min(at, keys.length - 1)] : node).focus({ preventScroll: true });
  }

  /** The dates between days, what is one group, and the one bubble that Tab reaches. */
  arrange() {
    let day = "";
    let last = null;
    for (const old of this.list.querySelectorAll(".day")) old.dataset.old = "1";
    for (const node of [...this.list.querySelectorAll(".message")]) {
      if (node.dataset.day !== day) {
        day = node.dataset.day;
        if (!reuse(node.previousElementSibling, day)) node.before(h("p.day", {}, h("span", {}, day)));
      }
      node.tabIndex = -1;
      last = node;
    }
    for (const old of this.list.querySelectorAll(".day[data-old]")) old.remove();
    if (last) last.tabIndex = 0;
    this.empty.hidden = Boolean(last);
  }

  focus(node) {
    for (const other of this.list.querySelectorAll(".message[tabindex='0']")) other.tabIndex = -1;
    node.tabIndex = 0;
    node.focus({ preventScroll: true });
  }

  /** Arrow keys go from bubble to bubble; Enter opens the menu of one. */
  walk(event) {
    if (!event.target.matches(".message")) return;
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === "ContextMenu") {
      this.act.menu(this.message(Number(event.target.dataset.message)), event.target.querySelector(".bubble"));
    } else if (to === undefined) return;
    else if (all[to]) {
      this.focus(all[to]);
      all[to].scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }
}

function reuse(node, day) {
  if (!node?.matches(".day") || node.textContent !== day) return false;
  delete node.dataset.old;
  return true;
}

