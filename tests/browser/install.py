"""Find a browser for the suite, or install one: `python -m tests.browser.install`. A machine without one is an error."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright


def starts() -> bool:
    """Whether a browser is there and starts: the machine's Chromium, or the one playwright installed."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"]).close()
        except Error:
            return False
    return True


def _from_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _from_the_distribution() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False)


def main() -> None:
    """Try one way after the other; end with what a person can do when none works."""
    if shutil.which("chromium"):
        return
    for way in (lambda: None, _from_playwright, _from_the_distribution):
        way()
        if starts():
            return
    sys.exit("No browser: the suite drives a real one. Install Chromium so that `chromium` is on the PATH, and run this again.")


if __name__ == "__main__":
    main()
