"""What the tasks of an import hand on, under `imports/{uploadId}/`: the type, writer and reader of every work file.

    file                            module              written by          read by
    workbook.json                   parsed_tables       Parse workbook      Map columns, Finish import, GET /status
    tables/TABLE.jsonl              parsed_tables       Parse workbook      Map columns, Plan batches, Finish import
    held/TABLE.jsonl                parsed_tables       Parse workbook      Finish import
    findings/TABLE.jsonl            cell_findings       Parse workbook      Finish import
    mapping.json                    mapped_columns      Map columns         all later tasks, GET /status
    manifest.json                   planned_batches     Plan batches        Import batches, a retry, Finish import
    manifest-rRUN.json              planned_batches     a retry             Import batches
    batches/ATTEMPT/BATCH.jsonl     planned_batches     Plan batches        Standardise batch
    standardised/BATCH.json         standardised_rows   Standardise batch   Upsert batch, Finish import
    ledgers/BATCH.json              standardised_rows   Standardise batch   Finish import
    plans/BATCH.json                stored_leads        Upsert batch        Publish leads, Finish import
    results/BATCH.json              stored_leads        Upsert batch        a retry, Finish import
    failed-batches.json             failed_batches      Finish import       operators
    report.csv                      ../row_report.py    Finish import       people, by a link

All names are made in `file_names`. The layout of a file stays as it is: an import that runs while a stack is
upgraded, and a retry of an old upload, read what the code before has written.
"""
