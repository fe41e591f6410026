/** Telegram's text with entities as elements. Offsets count UTF-16 units, which is how JavaScript counts too. */

import { h } from "./dom.js";
import { word } from "./words.js";

const SIMPLE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  hashtag: "span.mark", cashtag: "span.mark", mention: "span.mark", text_mention: "span.mark",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(https?|tg|mailto|tel):/i;
const FOUND = /(?<command>(?<![\w/])\/[a-z]\w{0,31})|(?<url>\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/gi;

/**
 * The text as a list of nodes. `act.command(text)` runs when a command is pressed, `act.code(text)` when a code is,
 * `act.link(address, node)` before a link is followed: if it gives true, it has taken care of it.
 */
export function renderText(text, entities, act) {
  const known = (entities || []).filter((entity) => entity.length > 0 && entity.offset < text.length);
  const all = [...known, ...found(text, known)];
  all.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, all, act);
}

/** Commands and addresses that carry no entity: clients find them by themselves. */
function found(text, known) {
  const covered = (from, to) => known.some((entity) => from < entity.offset + entity.length && entity.offset < to
    && !["bold", "italic", "underline", "blockquote", "expandable_blockquote"].includes(entity.type));
  return [...text.matchAll(FOUND)]
    .filter((match) => !covered(match.index, match.index + match[0].length))
    .map((match) => ({ type: match.groups.url ? "url" : "bot_command", offset: match.index, length: match[0].length }));
}

/** The nodes for text[from:to]; the entities are sorted, and each holds those that lie inside it. */
function span(text, from, to, entities, act) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < end; index += 1) inner.push(entities[index]);
    if (end <= start) continue;
    nodes.push(text.slice(at, start));
    nodes.push(element(entity, text.slice(start, end), span(text, start, end, inner, act), act));
    at = end;
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1; // the block has broken the line already
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function element(entity, text, children, act) {
  if (SIMPLE[entity.type]) return h(SIMPLE[entity.type], {}, children);
  switch (entity.type) {
    case "pre": return h("pre", {}, h("code", { dataset: { language: entity.language || "" } }, children));
    case "blockquote": return h("blockquote", {}, children);
    case "expandable_blockquote": return expandable(children);
    case "spoiler": return spoiler(children);
    case "code": return code(text, children, act);
    case "text_link": return link(entity.url, children, act);
    case "url": return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, act);
    case "email": return link(`mailto:${text}`, children, act);
    case "phone_number": return link(`tel:${text.replace(/[^+\d]/g, "")}`, children, act);
    case "bot_command": return h("button.text-button", { type: "button", onclick: () => act.command(text) }, children);
    default: return h("span", {}, children);
  }
}

function link(address, children, act) {
  if (!SAFE.test(address)) return h("span", {}, children);
  const here = /^(tel|mailto):/i.test(address);
  const node = h("a", { href: address, rel: "noopener noreferrer", target: here ? "" : "_blank" }, children);
  node.addEventListener("click", (event) => {
    if (act.link(address, node)) event.preventDefault();
  });
  return node;
}

function spoiler(children) {
  const hidden = h("span", { "aria-hidden": "true" }, children);
  const node = h("span.spoiler", { role: "button", tabIndex: 0, "aria-label": word("spoiler") }, hidden);
  const show = () => {
    node.className = "spoiler shown";
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    hidden.removeAttribute("aria-hidden");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), show()));
  return node;
}

/** A tap on a code copies it, as in Telegram. */
function code(text, children, act) {
  const node = h("code", { role: "button", tabIndex: 0, title: word("copy"), onclick: () => act.code(text) }, children);
  node.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), act.code(text)));
  return node;
}

function expandable(children) {
  const quote = h("blockquote.folded", {}, h("div", {}, children));
  const toggle = h("button.text-button.small", { type: "button", "aria-expanded": "false", onclick: () => {
    const folded = quote.classList.toggle("folded");
    toggle.textContent = word(folded ? "showMore" : "showLess");
    toggle.setAttribute("aria-expanded", String(!folded));
  } }, word("showMore"));
  return h("div.fold", {}, quote, toggle);
}

/** The start parameter of a link to this bot (https://t.me/bot?start=x or tg://resolve?domain=bot&start=x), or null. */
export function startToken(address, username) {
  let url;
  try { url = new URL(address); } catch { return null; }
  const named = url.protocol === "tg:" ? url.searchParams.get("domain") : /^(www\.)?t(elegram)?\.me$/.test(url.hostname) && url.pathname.slice(1);
  if (!named || named.toLowerCase() !== (username || "").toLowerCase()) return null;
  return url.searchParams.get("start") || "";
}
