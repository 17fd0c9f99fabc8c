"""Two programs under one command: the stack on this machine, and operating any stack.

`python -m local --help` lists the commands.

    __main__             the commands and their arguments
    commands             how a command is run and fails; what those for this machine's stack do
    operating_commands   what the others do, for any stack
    byte_code            whether functions and layers carry byte code: what was built, and what is deployed
    which_stack          which stack a command means, and as whom
    emulator/            the very `template.yaml` on MiniStack, without Docker
    operating/           any stack, by the address of its page and a login or by AWS credentials; it knows no emulator
    settings, errors     where things are on this machine; what is said instead of a traceback
    patience             how long is waited for others
    installing           a program of its own: the locked packages into `.venv`, for `make setup`
    copy_table           a program of its own: the items of one table into another
"""
