"""The whole stack on this machine: the very `template.yaml`, on MiniStack, without Docker.

The files, in the order data flows through them:

    environment    what subprocesses may see: nothing of the user's own AWS set-up
    locking        one command at a time works on a checkout
    ports, processes, interrupts    what the emulator needs of the operating system
    ministack      the emulator: start, stop, is it well; `saving` is what runs there
    aws            boto3 clients that reach the emulator and nothing else
    deployment     `sam deploy`, only when something changed, and after whatever state it was left in
    restarts       imports that a stop of the emulator cut off
    demo_user      the user whose password is printed, and its tokens
    stack          the parts above as one thing: up, down, forget
    scratch        a stack to try things on, forgotten afterwards
    invoke         one function in a subprocess, as `sam local invoke` does; `handler_process` is what runs there
"""
