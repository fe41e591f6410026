/** What comes on top: toasts, sheets inside a phone, small menus, boxes over the whole page. */

import { h, icon, iconButton } from "./dom.js";
import { word } from "./words.js";

const TOAST = 3500;

/** A short line inside a phone that goes away by itself. */
export function toast(phone, text) {
  phone.querySelector(".toasts").replaceChildren(h("p.toast", {}, text));
  const line = phone.querySelector(".toast");
  setTimeout(() => line.remove(), TOAST + 30 * text.length);
}

/** Put `text` on the clipboard, and say so in the phone. */
export async function copy(phone, text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(phone, word("copied"));
  } catch (error) {
    toast(phone, word("failed", { why: error.message }));
  }
}

/** A sheet inside one phone, or over the `whole` of its screen. The rest of that phone waits until it is closed.
 *
 * `fill(close)` gives its content; `closed()` is called once. Gives what closes it. */
export function sheet(phone, { title, fill, role = "dialog", urgent = false, whole = false, closed = () => {} }) {
  const screen = phone.querySelector(".screen");
  const before = document.activeElement;
  const mine = phone.contains(before) || !urgent;
  const close = () => {
    if (!veil.parentElement) return;
    const away = document.activeElement !== document.body && !veil.contains(document.activeElement);
    veil.remove();
    wait(screen);
    if (mine && !away) (before?.isConnected ? before : screen.querySelector(".message[tabindex='0']"))?.focus();
    closed();
  };
  const box = h(`div.sheet${whole ? ".whole" : ""}`, { role, "aria-modal": "true", "aria-label": title, tabIndex: -1 }, fill(close));
  const veil = h("div.veil", {
    onclick: (event) => event.target === veil && close(),
    onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), close()),
  }, box);
  screen.append(veil);
  wait(screen);
  if (mine) (box.querySelector("button, a") || box).focus();
  return close;
}

/** Only the topmost sheet of a screen can be used; toasts are seen whatever lies there. */
function wait(screen) {
  const top = [...screen.querySelectorAll(".veil")].at(-1);
  for (const part of screen.children) part.inert = Boolean(top) && part !== top && !part.matches(".toasts");
}

/** The modal box of an answer with show_alert. */
export function alertBox(phone, text) {
  sheet(phone, {
    title: text, role: "alertdialog", urgent: true,
    fill: (close) => [h("p.alert-text", {}, text), h("button.choice.main", { type: "button", onclick: close }, word("ok"))],
  });
}

let openMenu = null;

/** A small menu at a point or under a button. Items: {label, icon?, note?, badge?, danger?, checked?, run}. */
export function menu(anchor, items, label) {
  openMenu?.();
  const before = document.activeElement;
  const list = h("div.menu", { role: "menu", "aria-label": label }, items.map((item) => menuItem(item, () => close())));
  const outside = (event) => list.contains(event.target) || close();
  const close = () => {
    list.remove();
    document.removeEventListener("pointerdown", outside, true);
    openMenu = null;
    if (before?.isConnected && (document.activeElement === document.body || !document.activeElement)) before.focus();
  };
  list.addEventListener("keydown", (event) => walk(event, list, close));
  document.body.append(list);
  place(list, anchor);
  document.addEventListener("pointerdown", outside, true);
  openMenu = close;
  list.querySelector("button").focus({ preventScroll: true });
}

function menuItem(item, close) {
  const run = () => { close(); item.run(); };
  const props = { type: "button", role: "menuitem", onclick: run, "aria-current": item.checked ? "true" : null };
  return h(`button.menu-item${item.danger ? ".danger" : ""}`, props,
    item.icon ? icon(item.icon) : null,
    h("span.menu-label", {}, item.label, item.note ? h("small", {}, item.note) : null),
    item.badge ? h("span.badge", {}, String(item.badge)) : null);
}

/** Arrow keys among the items of a menu; Escape and Tab close it. */
function walk(event, list, close) {
  const items = [...list.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Near its anchor (an element or {x, y}), and never outside the window. */
function place(list, anchor) {
  const at = anchor.getBoundingClientRect ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const size = list.getBoundingClientRect();
  const room = 8;
  const left = at.left + size.width + room > innerWidth ? at.right - size.width : at.left;
  const below = at.bottom + size.height + room < innerHeight;
  list.style.left = `${Math.max(room, Math.min(left, innerWidth - size.width - room))}px`;
  list.style.top = `${Math.max(room, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
}

/** A question over the whole page; gives true for yes. */
export function ask({ title, text, yes, id }) {
  return new Promise((resolve) => {
    const answer = (value) => { box.close(); box.remove(); resolve(value); };
    const box = h("dialog.box", { "aria-label": title, oncancel: (event) => { event.preventDefault(); answer(false); } },
      h("h2", {}, title), h("p", {}, text),
      h("div.row", {},
        h("button.plain", { type: "button", id: `${id}-cancel`, onclick: () => answer(false) }, word("cancel")),
        h("button.plain.warn.solid", { type: "button", id: `${id}-confirm`, onclick: () => answer(true) }, yes)));
    document.body.append(box);
    box.showModal();
  });
}

/** A picture over the whole page. */
export function zoom(address, caption) {
  const done = () => { box.close(); box.remove(); };
  const box = h("dialog.zoom", { "aria-label": caption || word("photoAlt"), onclick: done, oncancel: done },
    iconButton("close", word("close"), done),
    h("img", { src: address, alt: caption || word("photoAlt") }),
    caption ? h("p", {}, caption) : null);
  document.body.append(box);
  box.showModal();
}
