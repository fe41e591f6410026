/** One person's phone: the chat with the bot as that person sees it. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { startToken } from "./entities.js";
import { alertBox, copy, menu, toast } from "./layers.js";
import { Thread } from "./thread.js";
import { WebApp, themeParams } from "./webapp.js";
import { actionName, roleName, word } from "./words.js";

const WAIT = 6000;
const TYPING = 5000;
const LONG_PRESS = 500;

export class Phone {
  /** `house` is what reaches beyond this phone: bot(), people(phone, anchor), invitation(phone, token, address), unread(). */
  constructor(record, house) {
    this.user = record.user;
    this.house = house;
    this.unread = 0;
    this.waiting = new Map(); // query id -> stop the spinner
    this.answered = new Set();
    const name = this.user.first_name;
    this.thread = new Thread(this.actions(), word("messages", { name }), () => this.command("/start"));
    this.composer = new Composer(this.user, (step) => this.attempt(step), () => this.setBlocked(false));
    this.element = this.build(name);
    this.listenForPresses();
    this.update(record);
  }

  get id() { return this.user.id; }

  get visible() { return Boolean(this.element.offsetParent); }

  build(name) {
    const role = roleName(this.user.role);
    this.status = h("p.status", {}, word("bot"));
    this.moreButton = iconButton("more", word("phoneMenu"), () => this.ownMenu(), { "aria-haspopup": "menu" });
    const people = iconButton("people", word("switchPerson"), () => this.house.people(this, people), { "aria-haspopup": "menu" });
    const top = h("header.top", {}, h("img", { src: "/static/favicon.svg", alt: "", width: 38, height: 38 }),
      h("div.title", {}, h("h3", {}, this.house.bot().first_name), this.status), people, this.moreButton);
    return h("section.phone", { dataset: { user: this.id }, "aria-label": word("phoneOf", { name, role }) },
      h("header.who", {}, h("span.face", { "aria-hidden": "true" }, [...name][0]), h("h2", {}, name), h("p", {}, role)),
      h("div.screen", {}, top, this.thread.element, h("div.toasts", { role: "status" }), this.composer.element));
  }

  /** Everything anew from the server's state. */
  update(record) {
    this.user = record.user;
    this.composer.list.set(record.commands);
    this.blocked = record.blocked;
    this.composer.setBlocked(record.blocked);
    this.thread.sync(record.messages);
  }

  /** What a bubble can ask for. */
  actions() {
    return {
      command: (text) => this.command(text),
      code: (text) => this.link(text) || copy(this.element, text),
      link: (address) => this.link(address),
      follow: (address) => this.follow(address),
      tap: (message, data, button) => this.tap(message, data, button),
      webApp: (message, url, button) => this.openWebApp(message, url, button),
      reply: (message) => this.composer.begin(message, false),
      menu: (message, anchor) => this.messageMenu(message, anchor),
      jump: (id) => this.thread.jump(id),
    };
  }

  /** Run a call to the server; what goes wrong is shown in this phone. */
  async attempt(step) {
    try {
      await step();
      return true;
    } catch (error) {
      toast(this.element, word("failed", { why: error.message }));
      return false;
    }
  }

  command(text) {
    return this.attempt(() => api.send(this.id, { text }));
  }

  link(address) {
    const token = startToken(address, this.house.bot().username);
    if (token === null) return false;
    this.house.invitation(this, token, address);
    return true;
  }

  follow(address) {
    return this.link(address) || (/^https?:/i.test(address) && open(address, "_blank", "noopener,noreferrer"));
  }

  async openWebApp(message, url, button) {
    if (this.webApp || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    await this.attempt(async () => {
      const { url: address } = await api.openWebApp(this.id, message.message_id, url, themeParams());
      if (!this.element.isConnected) return; // somebody else has taken the place meanwhile
      const { first_name: name } = this.house.bot();
      this.webApp = new WebApp(this.element, { address, name, follow: (link) => this.follow(link), closed: () => { this.webApp = null; } });
    });
    button.removeAttribute("aria-busy");
  }

  closeWebApp() {
    this.webApp?.close();
  }

  async tap(message, data, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const stop = () => { clearTimeout(timer); button.removeAttribute("aria-busy"); };
    const timer = setTimeout(stop, WAIT);
    const well = await this.attempt(async () => {
      const query = String((await api.tap(this.id, message.message_id, data)).query_id);
      if (this.answered.delete(query)) stop();
      else this.waiting.set(query, stop);
    });
    if (!well) stop();
  }

  answer(query) {
    const stop = this.waiting.get(query);
    if (stop) stop();
    else this.answered.add(query); // the answer overtook the tap's own reply
    this.waiting.delete(query);
  }

  /** A message came, or was edited. */
  receive(message) {
    const fresh = this.thread.add(message);
    if (!message.from?.is_bot) return;
    this.setStatus();
    if (fresh && !this.visible) {
      this.unread += 1;
      this.house.unread();
    }
  }

  typing(action) {
    this.setStatus(actionName(action));
    this.typingTimer = setTimeout(() => this.setStatus(), TYPING);
  }

  setStatus(doing) {
    clearTimeout(this.typingTimer);
    this.status.classList.toggle("busy", Boolean(doing));
    this.status.replaceChildren(doing || word("bot"), ...(doing ? [h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"))] : []));
  }

  say({ text, show_alert: urgent }) {
    if (!text) return;
    if (urgent) alertBox(this.element, text);
    else toast(this.element, text);
  }

  /** The phone has come into view. */
  seen() {
    this.thread.settle();
    this.composer.changed();
    this.unread = 0;
  }

  async setBlocked(blocked) {
    if (!await this.attempt(() => api.block(this.id, blocked))) return;
    this.blocked = blocked;
    this.composer.setBlocked(blocked);
  }

  ownMenu() {
    const label = word(this.blocked ? "unblockBot" : "blockBot");
    menu(this.moreButton, [{ label, icon: "block", danger: !this.blocked, run: () => this.setBlocked(!this.blocked) }], word("phoneMenu"));
  }

  messageMenu(message, anchor) {
    const text = message.text || message.caption;
    const items = [{ label: word("reply"), icon: "reply", run: () => this.composer.begin(message, false) }];
    if (text) items.push({ label: word("copy"), icon: "copy", run: () => copy(this.element, text) });
    const remove = () => this.attempt(() => api.remove(this.id, message.message_id));
    if (!message.from?.is_bot) {
      if (text) items.push({ label: word("editIt"), icon: "edit", run: () => this.composer.begin(message, true) });
      items.push({ label: word("deleteIt"), icon: "trash", danger: true, run: remove });
    }
    menu(anchor, items, word("messageMenu"));
  }

  /** Double click answers; a right click or a long press opens the menu of a bubble. */
  listenForPresses() {
    const of = (event) => !event.target.closest("a, button, code[role], .spoiler:not(.shown)") && event.target.closest(".bubble");
    const messageOf = (node) => this.thread.message(Number(node.closest(".message").dataset.message));
    let timer;
    const stop = () => clearTimeout(timer);
    const open = (event, node) => this.messageMenu(messageOf(node), { x: event.clientX, y: event.clientY });
    const { list } = this.thread;
    list.addEventListener("dblclick", (event) => {
      if (!of(event)) return;
      getSelection().removeAllRanges();
      this.composer.begin(messageOf(of(event)), false);
    });
    list.addEventListener("contextmenu", (event) => {
      if (!of(event)) return;
      event.preventDefault();
      if (event.pointerType !== "touch") open(event, of(event));
    });
    list.addEventListener("pointerdown", (event) => {
      stop();
      if (event.pointerType === "touch" && of(event)) timer = setTimeout(() => open(event, of(event)), LONG_PRESS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"]) list.addEventListener(name, (event) => {
      if (name !== "pointermove" || Math.hypot(event.movementX, event.movementY) > 6) stop();
    });
  }
}
