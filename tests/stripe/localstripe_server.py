"""Starts localstripe on this machine only.

Usage: localstripe_server.py PORT

Its own command listens on every interface and stores its objects in a file that the next start reads.
"""

import logging
import sys

from aiohttp import web
from localstripe.resources import store
from localstripe.server import app


def main():
    store.dump_to_disk = lambda: None
    logging.basicConfig(level=logging.WARNING)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
