"""Runs the whole stack on this machine: the very `template.yaml`, on MiniStack, without Docker.

`python -m local --help` lists the commands. The files, in the order data flows through them:

    settings       where things are: port, folders, addresses, the demo user
    environment    what subprocesses may see: nothing of the user's own AWS set-up
    locking        one command at a time works on a checkout
    ports, processes, interrupts    what the emulator needs of the operating system
    emulator       MiniStack: start, stop, is it well
    aws            boto3 clients that reach the emulator and nothing else
    deployment     `sam deploy`, only when something changed, and after whatever state it was left in
    restarts       imports that a stop of the emulator cut off
    accounts       the demo user and its tokens
    stack          the parts above as one thing: up, down, forget
    client         the HTTP client of the public API, for any environment
    site           a deployed stack by the address of its page and a login alone
    remote         which stack a command means, and as whom
    importing      one file through that client, from upload to final status
    targets        a deployed stack by its operator's AWS credentials
    operating      what an operator does with it: page, smoke, user, logs
    printing       progress bar, summary, tables
    invoke         one function in a subprocess, as `sam local invoke` does; handler_process is what runs there
"""
