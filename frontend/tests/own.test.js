import assert from "node:assert/strict";
import { test } from "node:test";
import { parseView, writeView } from "../js/address.js";
import { Columns, columnNamed } from "../js/columns.js";
import { foundElsewhere } from "../js/found.js";
import { own } from "../js/own.js";
import { asShown } from "../js/team_views.js";
import { chipWords } from "../js/views/chips.js";
import { byColumn } from "../js/views/lead_values.js";

const ODD = [...Object.getOwnPropertyNames(Object.prototype), "length", "name", "then"];

for (const key of ODD) {
  const column = `column.${key}`;

  test(`a column "${key}" has what a lead says of it, and nothing where it says nothing`, () => {
    assert.equal(own({ country: "Peru" }, key), undefined);
    assert.equal(own(undefined, key), undefined);
    assert.equal(own(JSON.parse(`{"${key}": "x"}`), key), "x");
  });

  test(`a view shows, filters, sorts and widens a column "${key}"`, () => {
    const search = `?filter_${column}=%3Dx&sortBy=${column}&sortOrder=asc&columns=name%2C${column}&widths=${column}%3A120`;
    const view = parseView(search);
    assert.deepEqual([view.filters[column], view.widths[column]], ["=x", 120]);
    assert.equal(writeView(view), search);
    assert.equal(writeView({ ...parseView(""), ...asShown({ name: null, view }) }), search);
  });

  test(`"${key}" alone, which is no column, filters and widens nothing`, () => {
    if (columnNamed(key)) return;
    assert.equal(writeView(parseView(`?filter_${key}=x&widths=${key}%3A120&columns=${key}&sortBy=${key}`)), "");
  });

  test(`a search that found a lead by a column "${key}" says so`, () => {
    const columns = new Columns({});
    columns.take([{ key, name: key, spellings: [key], type: "text", leads: 1, isHidden: false, joined: [] }]);
    const found = (lead) => foundElsewhere({ ...lead, foundIn: [column] }, "peru", [columnNamed("email")], columns);
    assert.deepEqual(found({ columns: { country: "Peru" } }), [`found in ${key}`]);
    assert.deepEqual(found({ columns: JSON.parse(`{"${key}": "Peru"}`) }), [`found in ${key}: Peru`]);
  });

  test(`a mark "${key}", which there is not, is told in a chip`, () => {
    assert.match(chipWords(columnNamed("flags"), `=${key}`), /^To check: /);
    assert.match(chipWords(columnNamed("flags"), key), /^To check: /);
  });

  test(`a lead's value under a header "${key}" stands under its column, with its origin or without`, () => {
    const columns = new Columns({});
    columns.take([
      { key: "odd", name: "Odd", spellings: ["other"], type: "text", leads: 1, isHidden: true, joined: [] },
    ]);
    const remarks = JSON.parse(`{"${key}": "x"}`);
    const origins = JSON.parse(`{"${key}": {"column": "odd"}}`);
    assert.deepEqual(byColumn({ remarks, remarkOrigins: origins }, columns)[0].column.name, "column.odd");
    assert.deepEqual(byColumn({ remarks, remarkOrigins: {} }, columns), [
      { label: key, column: undefined, headers: [key] },
    ]);
  });
}
