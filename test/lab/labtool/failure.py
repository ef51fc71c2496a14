"""The one error that the lab shows to a person: what failed, where its log is, and what to do."""
import os


class Failure(Exception):
    def __init__(self, what, todo="", log=None):
        super().__init__(what)
        self.what, self.todo, self.log = what, todo, log

    def lines(self):
        yield self.what
        if self.log and os.path.exists(self.log):
            yield f"log: {self.log}; its last lines:"
            with open(self.log, errors="replace") as file:
                for line in file.readlines()[-8:]:
                    yield "  | " + line.rstrip()[:94]
        if self.todo:
            yield "what to do: " + self.todo
