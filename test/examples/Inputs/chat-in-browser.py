# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""chat-in-browser.py CHAT FOLDER: the chat's page in headless Chromium, driven through its debugging pipe."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from urllib.parse import urlencode

chat, folder = sys.argv[1:]
signal.signal(signal.SIGTERM, lambda *_: sys.exit("takes too long"))  # and ends the server


class Refused(AssertionError):
    """The browser's answer is an error."""


class Browser:
    """Messages are JSON, each with a zero behind it; those to it come by descriptor 3, those from it leave by 4."""

    def __init__(self):
        to_read, self.to = os.pipe()
        self.answers, from_write = os.pipe()

        def place():
            # (Neither may be in the way of the other.)
            high = os.dup(to_read), os.dup(from_write)
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        os.set_inheritable(to_read, True)
        os.set_inheritable(from_write, True)
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--user-data-dir=" + tempfile.mkdtemp(dir=folder),
             "--window-size=960,800", "--remote-debugging-pipe", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=place, close_fds=False)
        os.close(to_read)
        os.close(from_write)
        self.rest = b""
        self.number = 0

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                more = os.read(self.answers, 1 << 16)
                if not more:
                    raise AssertionError("the browser has ended")
                self.rest += more
            text, _, self.rest = self.rest.partition(b"\0")
            answer = json.loads(text)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Refused(method, answer)
                return answer["result"]

    def close(self):
        self.process.kill()
        self.process.wait()


class Page:
    def __init__(self, browser, url):
        self.browser = browser
        target = browser.ask("Target.createTarget", url=url)["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def is_now(self, expression):
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return None if "exceptionDetails" in result else result["result"].get("value")

    def until(self, expression, expected):
        deadline = time.monotonic() + 60
        while True:
            try:
                value = self.is_now(expression)
            except Refused as refused:
                value = refused  # the page is on its way to another one
            if value == expected:
                return
            if time.monotonic() > deadline:
                raise AssertionError(expression, value, expected)
            time.sleep(0.02)

    def say(self, text):
        self.is_now("document.querySelector('#say input').value = %s;"
                    "document.querySelector('#say').requestSubmit()" % json.dumps(text))


PEOPLE = "[...document.querySelectorAll('li')].map(each => each.textContent)"
TEXTS = "[...document.querySelectorAll('.message p')].map(each => each.textContent)"
STATE = "document.querySelector('#state').textContent"

server = subprocess.Popen([chat, "0"], stdout=subprocess.PIPE, text=True)
browser = None
try:
    root = server.stdout.readline().strip()
    browser = Browser()

    # Who comes without a name is asked for one.
    start = Page(browser, root)
    start.until("document.readyState", "complete")
    start.until("document.querySelector('#enter').hidden", False)
    start.is_now("document.querySelector('[name=name]').value = 'Ann'; document.querySelector('#enter').requestSubmit()")
    start.until(STATE, "connected")
    ann = start
    ann.until("document.querySelector('main h1').textContent", "lobby")
    bob = Page(browser, root + "?" + urlencode({"name": "B\u00f6b <b>"}))
    bob.until(PEOPLE, ["Ann", "B\u00f6b <b>"])
    ann.until(PEOPLE, ["Ann", "B\u00f6b <b>"])

    # What each says both see, as text.
    wild = "<img src=x onerror='document.title=1'> \"&amp;\" \U0001f600"
    texts = ["Hello!", wild, "second", "third", "fourth"]
    for text in texts:
        ann.say(text)
    ann.until(TEXTS, texts)
    bob.until(TEXTS, texts)
    bob.say("Hi there")
    for page in ann, bob:
        page.until(TEXTS, texts + ["Hi there"])
        page.until("document.querySelectorAll('main img, main b, #messages script').length", 0)
        page.until("document.title", "lobby")
    ann.until("document.querySelectorAll('.mine').length", 5)
    bob.until("document.querySelectorAll('.mine').length", 1)

    # From elsewhere, with more lines than one; and what the server does not take.
    query = "say?" + urlencode({"room": "lobby", "name": "Ann"})
    urllib.request.urlopen(urllib.request.Request(root + query, b"by hand\nin two lines", method="POST"), timeout=60)
    bob.until(TEXTS + ".at(-1)", "by hand\nin two lines")
    ann.say("\u20ac" * 400)
    ann.until("[...document.querySelectorAll('.note')].at(-1).textContent", "Not sent: A message has at most 1000 bytes.\n")

    # Somebody leaves; and then the server.
    bob.ask("Page.close")
    ann.until(PEOPLE, ["Ann"])
    ann.until("[...document.querySelectorAll('.note')].at(-1).textContent", "B\u00f6b <b> has left")
    server.terminate()
    if server.wait(60):
        raise AssertionError("the server ends with %d" % server.returncode)
    ann.until(STATE, "connection lost: trying again")
finally:
    server.kill()
    if browser:
        browser.close()
    shutil.rmtree(folder, ignore_errors=True)
