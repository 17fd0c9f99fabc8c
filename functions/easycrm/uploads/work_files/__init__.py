"""What the tasks of an import hand on, under `imports/{uploadId}/`: the type, writer and reader of every work file.

    file                              module              written by          read by
    workbook.json                     parsed_tables       Parse workbook      Map columns, Finish import, GET /status
    tables/TABLE.jsonl                parsed_tables       Parse workbook      Map columns, Standardise batch
    held/TABLE.jsonl                  parsed_tables       Parse workbook      Finish import
    findings/TABLE.jsonl              cell_findings       Parse workbook      Finish import
    worksheet-batches.json            worksheet_batches   Parse workbook      the first map, a retry, Finish import
    mapping.json                      mapped_columns      Map columns         all later tasks, GET /status
    runs/RUN/missing.json             worksheet_batches   a retry             the first map
    sorted/BATCH.jsonl                sorted_rows         Standardise batch   Choose slices, Upsert slice, Finish import
    runs/RUN/batches.json             runs                Choose slices       Upsert slice, Finish import
    runs/RUN/slices.json              runs                Choose slices       the second map
    slice-plans/SLICE.RUN.json        stored_leads        Upsert slice        Publish leads, Finish import
    slice-entries/SLICE.RUN.jsonl.gz  slice_entries       Upsert slice        Publish leads
    slice-results/SLICE.RUN.json      stored_leads        Upsert slice        Choose slices, Finish import
    published.json                    slice_entries       Publish leads       Publish leads
    failed-batches.json               failed_batches      Finish import       operators
    report.csv                        ../ending/row_report Finish import       people, by a link

All names are made in `file_names`. The layout of a file stays as it is: an import that runs while a stack is
upgraded, and a retry of an old upload, read what the code before has written. Files of another layout have other
names, as those of the former form, which are read for what they stored alone (`former_form`).
"""
