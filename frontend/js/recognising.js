/** What was recognised in the file of an upload: the part that a status shows, and what is asked for after it. */

/** What of a status the list of uploads does not have, and does not change once it is there. */
export function recognisedOf(upload) {
  if (!upload?.worksheets?.length) return {};
  const { worksheets, worksheetCount, notes, noteCount, next } = upload;
  return { worksheets, worksheetCount, notes, noteCount, next };
}

/** With the columns that follow those which the worksheet at a place of the list has. */
export function withColumns(upload, at, [{ columns, next } = { columns: [] }]) {
  const longer = (sheet) => ({ ...sheet, columns: [...sheet.columns, ...columns], next });
  return { ...upload, worksheets: upload.worksheets.map((sheet, place) => (place === at ? longer(sheet) : sheet)) };
}

/** With the worksheets and notes that follow. */
export function withMore(upload, { worksheets, notes, next }) {
  return { ...upload, worksheets: [...upload.worksheets, ...worksheets], notes: [...upload.notes, ...notes], next };
}
