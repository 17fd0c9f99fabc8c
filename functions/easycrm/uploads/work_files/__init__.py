"""What the tasks of an import hand on, under `imports/{uploadId}/`: the type, writer and reader of every work file.

    file                              module                written by   read by
    workbook.json                     parsed_tables         Parse        Map, Finish, GET /status
    tables/TABLE.jsonl                parsed_tables         Parse        Map, Standardise
    held/TABLE.jsonl                  parsed_tables         Parse        Finish
    findings/TABLE.jsonl              cell_findings         Parse        Finish
    worksheet-batches.json            worksheet_batches     Parse        Parse, the first map, Finish, retry
    mapping.json                      mapped_columns        Map          Standardise, Upsert, Finish, retry, GET /status
    runs/RUN/missing.json             worksheet_batches     retry        the first map
    sorted/BATCH.jsonl                sorted_rows           Standardise  Choose, Upsert, Finish, retry
    runs/RUN/batches.json             runs                  Choose       Choose, Upsert, Finish, what breaks a run off
    runs/RUN/slices.json              runs                  Choose       the second map
    slice-plans/SLICE.RUN.json        stored_leads          Upsert       Upsert, Publish, Finish
    slice-entries/SLICE.RUN.jsonl.gz  slice_entries         Upsert       Publish
    slice-results/SLICE.RUN.json      stored_leads          Upsert       Choose, Finish
    published.json                    slice_entries         Publish      Publish
    failed-batches.json               failed_batches        Finish       operators
    report.csv                        ../ending/row_report  Finish       people, by a link

Tasks are named by the first word of their state. All names of files are made in `file_names`. The layout of a file
stays as it is: an import that runs while a stack is upgraded, and a retry of an old upload, read what the code before
has written. Files of another layout have other names, as those of the former form, which are read for what they stored
alone (`former_form`).
"""
