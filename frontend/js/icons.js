/** The icons, drawn on a grid of 16; they are decoration, and whatever holds one has words of its own. */

import { svg } from "./dom.js";

const PATHS = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  upload: "M8 10.5V3M5 5.5 8 2.5l3 3M2.5 10v2.5a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10",
  download: "M8 3v7.5M5 8l3 3 3-3M2.5 10v2.5a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  sort: "M5 13V3.5M2.5 6 5 3.5 7.5 6M11 3v9.5M8.5 10l2.5 2.5 2.5-2.5",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  chat: "M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z",
  imports: "M3 2.5h7l3 3v8H3zM5.5 8h5M5.5 10.5h5",
  views: "M4.5 2.5h7v11L8 10.8l-3.5 2.7z",
  companies: "M3 13.5v-11h6v11M9 6h4v7.5M2 13.5h12M5 5h2M5 7.5h2M5 10h2M11 8.5v.1M11 11v.1",
  number: "M6 2.5 4.5 13.5M11.5 2.5 10 13.5M2.8 6h11M2.2 10h11",
  date: "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3",
  pin: "M5.5 2.5h5M6.5 2.5V7L4.5 9.5h7L9.5 7V2.5M8 9.5v4",
  person: "M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4",
  close: "m4 4 8 8M12 4l-8 8",
  up: "M8 13V3.5M4.5 7 8 3.5 11.5 7",
  down: "M8 3v9.5M4.5 9 8 12.5 11.5 9",
  left: "M10 3.5 5.5 8l4.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  first: "M12 3.5 7.5 8l4.5 4.5M4.5 3.5v9",
  last: "M4 3.5 8.5 8 4 12.5M11.5 3.5v9",
  open: "m4 6 4 4 4-4",
  flag: "M4 14V2.5h7.5L9.8 5.8l1.7 3.2H4",
  done: "m3.5 8.5 3 3 6-7",
  alert: "M8 2.5 14 13H2zM8 6.5v3M8 11.2v.3",
  retry: "M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.6h-2.6",
  stop: "M4.5 4.5h7v7h-7z",
  send: "m2.5 8 11-5.5L10 13.5 7.5 9z",
  options:
    "M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10.2 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM5.8 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
};

export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}
