"""Reads a roster from a file: a program of its own, which the server starts.

A file can be made to cost its reader minutes and gigabytes, while other threads of the process make
little progress. So this is another process, with a lower priority and hard limits, whose failure
does not affect the server.

Standard input is the file, and the only argument a JSON object: `choice`, as in `Choice.as_json`,
and `workbook`, whether the file must be one. Standard output is JSON: `{"file": …}`, as in
`RosterFile.as_json`, or `{"unreadable": …}` with the values of a `Problem`.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 512 * 2**20
"""Bytes of address space, including the interpreter's own."""

CPU_SECONDS = 10


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if sys.platform != "darwin":
        # macOS refuses such a limit: a process there has far more address space than it uses.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # The program is started by its path, from any folder.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import attrs

    from attendance_server.rosters.reading.found import Choice
    from attendance_server.rosters.reading.read import read
    from attendance_server.rosters.reading.unreadable import UnreadableFile

    asked = json.loads(sys.argv[1])
    raw = sys.stdin.buffer.read()
    try:
        found = read(raw, Choice.from_json(asked["choice"]), workbook=asked["workbook"])
        answer = {"file": found.as_json()}
    except UnreadableFile as error:
        answer = {"unreadable": attrs.asdict(error.problem)}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
