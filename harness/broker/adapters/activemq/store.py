"""Writes a Java keystore (JKS), which holds a chain as it is; keytool and PKCS#12 put it in order.

store.py key CHAIN.pem KEY.pem PASSWORD | store.py trust CAS.pem PASSWORD: to standard output.
The format is that of the JDK's sun.security.provider.JavaKeyStore and KeyProtector.
"""
import base64
import hashlib
import os
import re
import sys

PROTECTION = bytes.fromhex("300e060a2b060104012a021101010500")  # 1.3.6.1.4.1.42.2.17.1.1, NULL


def pem(path):
    with open(path, encoding="ascii") as file:
        blocks = re.findall(r"-----BEGIN [A-Z0-9 ]+-----(.*?)-----END", file.read(), re.DOTALL)
    return [base64.b64decode(block) for block in blocks]


def number(value, size):
    return value.to_bytes(size, "big")


def text(value):
    return number(len(value), 2) + value.encode("ascii")


def der(tag, content):
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    digits = number(length, (length.bit_length() + 7) // 8)
    return bytes([tag, 128 | len(digits)]) + digits + content


def certificate(content):
    return text("X.509") + number(len(content), 4) + content


def protected(key, password):
    digest = salt = os.urandom(20)
    stream = b""
    while len(stream) < len(key):
        digest = hashlib.sha1(password + digest).digest()
        stream += digest
    hidden = bytes(a ^ b for a, b in zip(key, stream))
    return der(0x30, PROTECTION + der(0x04, salt + hidden + hashlib.sha1(password + key).digest()))


def key_entry(chain, key, password):
    hidden = protected(key, password)
    return [number(1, 4) + text("server") + number(0, 8) + number(len(hidden), 4) + hidden + number(len(chain), 4)
            + b"".join(certificate(one) for one in chain)]


def trusted_entries(certificates):
    return [number(2, 4) + text(f"ca-{i}") + number(0, 8) + certificate(one) for i, one in enumerate(certificates)]


def main(kind, *arguments):
    password = arguments[-1].encode("utf-16-be")
    if kind == "key":
        entries = key_entry(pem(arguments[0]), pem(arguments[1])[0], password)
    else:
        entries = trusted_entries(pem(arguments[0]))
    store = bytes.fromhex("feedfeed") + number(2, 4) + number(len(entries), 4) + b"".join(entries)
    sys.stdout.buffer.write(store + hashlib.sha1(password + b"Mighty Aphrodite" + store).digest())


main(*sys.argv[1:])
