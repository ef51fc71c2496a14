"""What the lab has changed on the machine outside its own folders, written down before it is changed, to be undone."""
from . import files, places


class Changes:
    def __init__(self):
        self.noted = files.get_json(places.CHANGES, {})

    def note(self, name, value):
        """Keeps the first value that was noted: the one from before the lab."""
        if name not in self.noted:
            self.noted[name] = value
            files.put_json(places.CHANGES, self.noted)

    def get(self, name):
        return self.noted.get(name)
