/** Building elements. Text always becomes a text node: nothing on this page is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** h("button.plain", {type: "button", onclick}, "Text", child): an element with properties, attributes and children. */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) set(node, key, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, key, value) {
  if (value === null || value === undefined) return;
  if (key === "dataset") Object.assign(node.dataset, value);
  else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key in node && !key.includes("-") && key !== "role") node[key] = value;
  else node.setAttribute(key, value);
}

const PATHS = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  attach: "M19 11.5 12 18.5a4.6 4.6 0 0 1-6.5-6.5l7.5-7.5a3 3 0 0 1 4.3 4.3l-7.4 7.4a1.5 1.5 0 0 1-2.1-2.1l6.7-6.7",
  people: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zm-6 8c.4-3.4 2.7-5.2 6-5.2s5.6 1.8 6 5.2M16 4.9a3.1 3.1 0 0 1 0 5.9M18 14.3c1.7.7 2.7 2.3 3 4.7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  reply: "M10 6 4 11.5l6 5.5v-3.6c4.5-.2 7.5 1.2 10 4.6-.6-5.6-4-9-10-9.4z",
  edit: "M5 19l.8-3.8L16 5l3 3L8.8 18.2z",
  trash: "M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7M10.5 10.5v5M13.5 10.5v5",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 2.5-2.5L20 16.5M15.5 9.5v.01",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  location: "M12 21c4-4.5 6-7.8 6-10.5a6 6 0 0 0-12 0c0 2.7 2 6 6 10.5zM12 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  contact: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.5-3.7 3.1-5.5 7-5.5s6.5 1.8 7 5.5",
  document: "M7 3.5h7l4 4V20.5H7zM14 3.5v4h4M10 12h5M10 15.5h5",
  silent: "M7 16v-5a5 5 0 0 1 8.5-3.5M17 11v5H5.5M10.5 19h3M4 4l16 16",
  link: "M14 5h5v5M19 5l-8 8M11 6H5v13h13v-6",
  window: "M6 5h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM4 9.5h16",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  block: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM6.5 6.5l11 11",
  plus: "M12 5v14M5 12h14",
};

/** A small line drawing of our own, hidden from screen readers: the button around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A round button with only a drawing in it. */
export function iconButton(name, label, onclick, extra = {}) {
  return h("button.icon-button", { type: "button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

/** Run `step` when the phone in question has been drawn. */
export const afterPaint = (step) => requestAnimationFrame(() => requestAnimationFrame(step));

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
