"use strict";
// Text of files reaches the page here only: as text of an element or as the value of an attribute, never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

// Kept apart from what stands beside it, so that right-to-left signs in it turn nothing else around.
const text = (value, attributes = {}) => element("bdi", attributes, String(value));

// A link only where the address is one of the web, so that no script hides in it.
function linked(value, address = value) {
  if (!/^https?:\/\//i.test(address)) return text(value);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text(value));
}

// Letters without marks, đ as d, and anything but letters and digits as one blank; the same folding as in Python.
function fold(value) {
  const bare = value.normalize("NFD").replace(/\p{M}+/gu, "").replace(/đ/gi, "d").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const spaced = (name) => name.replaceAll("_", " ");
const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const nameOf = (node) => data.nodes[node].name;
const standing = (thing) => thing.standing ?? "fact";
