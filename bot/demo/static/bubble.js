/** One message as an element. */

import { fileAddress } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import { zoom } from "./layers.js";
import { dayOf, sizeOf, timeOf, word } from "./words.js";

const TINY = 100;
const WAVE = [3, 7, 4, 9, 5, 3, 6, 10, 7, 4, 8, 5, 3, 6, 9, 4, 7, 5, 3, 6, 4].map((tall, index) => `M${2 + 5 * index} ${12 - tall}v${2 * tall}`).join("");

/** `act`: what can be done from a bubble: command, link, follow, tap, webApp, reply, menu, jump. */
export function bubble(message, act) {
  const incoming = Boolean(message.from?.is_bot);
  const rows = message.reply_markup?.inline_keyboard || [];
  const bare = !(message.text || message.caption);
  const body = h(`div.bubble${bare ? ".bare" : ""}`, {}, quoted(message.reply_to_message, act), media(message), words(message, act));
  return h(`div.message.${incoming ? "in" : "out"}${message.photo?.some(({ width }) => width >= TINY) ? ".has-photo" : ""}`,
    { tabIndex: -1, dataset: { message: message.message_id, day: dayOf(moment(message)) } },
    h("div.stack", {}, body, rows.length ? keyboard(message, rows, act) : null),
    h("div.tools", {},
      iconButton("reply", word("reply"), () => act.reply(message), { tabIndex: -1, "aria-hidden": "true" }),
      iconButton("more", word("messageMenu"), (event) => act.menu(message, event.currentTarget), { tabIndex: -1 })));
}

export const moment = (message) => new Date(message.date * 1000);

/** What stands for a message in one line: in a quote, above the composer. */
export function summary(message) {
  const text = message.text || message.caption;
  if (text) return text.replace(/\s+/g, " ");
  const kind = ["photo", "voice", "location", "contact", "document", "sticker"].find((name) => message[name]);
  return word(kind || "unknown");
}

function words(message, act) {
  const text = message.text ?? message.caption ?? "";
  const nodes = renderText(text, message.text ? message.entities : message.caption_entities, act);
  return h("div.text", {}, nodes, marks(message));
}

function marks(message) {
  const time = moment(message);
  return h("span.marks", {},
    message.disable_notification ? h("span.silent", { role: "img", "aria-label": word("silent"), title: word("silent") }, icon("silent")) : null,
    message.edit_date ? h("span", {}, `${word("edited")} `) : null,
    h("time", { dateTime: time.toISOString(), title: `${dayOf(time)} ${timeOf(time)}` }, timeOf(time)));
}

function quoted(message, act) {
  if (!message) return null;
  const who = message.from?.is_bot ? message.from.first_name : word("you");
  return h("button.quote", { type: "button", onclick: () => act.jump(message.message_id) }, h("b", {}, who), h("span", {}, summary(message)));
}

function media(message) {
  if (message.photo) return photo(message);
  if (message.document) return file(message.document);
  if (message.voice) return chip("voice", wave(), `0:${String(message.voice.duration || 1).padStart(2, "0")}`);
  if (message.location) return chip("location", word("location"), `${message.location.latitude.toFixed(3)}, ${message.location.longitude.toFixed(3)}`);
  if (message.contact) return contact(message.contact);
  if (message.sticker) return h("div.sticker", { role: "img", "aria-label": word("sticker") }, message.sticker.emoji || "▢");
  if (message.text === undefined) return chip("document", word("unknown"));
  return null;
}

function photo(message) {
  const best = message.photo.reduce((a, b) => (a.width * a.height >= b.width * b.height ? a : b));
  const address = fileAddress(best.file_id);
  const image = h("img", { src: address, alt: message.caption || word("photoAlt"), width: best.width, height: best.height });
  return h(`button.photo${best.width < TINY ? ".tiny" : ""}`, { type: "button", "aria-label": word("openPhoto"), onclick: () => zoom(address, message.caption) }, image);
}

function file(document) {
  const inside = [h("span.chip-icon", {}, icon("document")),
    h("span.chip-text", {}, h("b", {}, document.file_name || word("document")), document.file_size ? h("small", {}, sizeOf(document.file_size)) : null)];
  return h("a.chip", { href: fileAddress(document.file_id), target: "_blank", rel: "noopener", download: document.file_name || "" }, inside);
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const number = h("a", { href: `tel:${person.phone_number.replace(/[^+\d]/g, "")}` }, person.phone_number);
  return chip("contact", name, number);
}

function chip(kind, title, note) {
  return h("div.chip", {}, h("span.chip-icon", {}, icon(kind)), h("span.chip-text", {}, h("b", {}, title), note ? h("small", {}, note) : null));
}

function wave() {
  const svg = icon("voice");
  svg.setAttribute("viewBox", "0 0 104 24");
  svg.setAttribute("class", "wave");
  svg.firstChild.setAttribute("d", WAVE);
  return h("span", {}, svg, h("span.unseen", {}, word("voice")));
}

function keyboard(message, rows, act) {
  return h("div.keyboard", {}, rows.map((row) => h(`div.keys${isShort(row) ? ".short" : ""}`, {}, row.map((button) => key(message, button, act)))));
}

/** Whether the words of several buttons fit beside each other on the narrowest phone; otherwise they may break. */
const isShort = (row) => row.length > 1 && row.reduce((sum, button) => sum + button.text.length + (button.callback_data ? 3 : 6), 0) <= 34;

function key(message, button, act) {
  if (button.url) {
    const node = h("button.key", { type: "button", onclick: () => act.follow(button.url, node) }, button.text, icon("link"));
    return node;
  }
  const words = [h("span.key-text", {}, button.text), h("span.spinner", { "aria-hidden": "true" })];
  if (button.web_app) {
    const props = { type: "button", title: word("opensHere"), "aria-haspopup": "dialog", onclick: () => act.webApp(message, button.web_app.url, app) };
    const app = h("button.key", props, words, icon("window"));
    return app;
  }
  const node = h("button.key", { type: "button", onclick: () => act.tap(message, button.callback_data ?? "", node) }, words);
  return node;
}
