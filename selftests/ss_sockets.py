# SPDX-License-Identifier: GPL-2.0-or-later
"""Sockets of every kind that a filter can tell apart: made, announced, held.

Says "ready" on stdout and holds them until stdin ends. Needs "lo" up with the
addresses of ss_filter.sh, and the right to set marks.
"""

import socket
import sys

SO_MARK = 36
HELD = []


def made(family, kind, mark=0, device=None, only6=None):
    sock = socket.socket(family, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if only6 is not None:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only6)
    if mark:
        sock.setsockopt(socket.SOL_SOCKET, SO_MARK, mark)
    if device:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
    HELD.append(sock)
    return sock


def listener(family, address, port, backlog=5, **more):
    sock = made(family, socket.SOCK_STREAM, **more)
    sock.bind((address, port))
    sock.listen(backlog)
    return sock


def connected(to, family, address, data=b"", source=None, **more):
    """A connection to a listener; the far end does not read what is sent."""
    sock = made(family, socket.SOCK_STREAM, **more)
    if source:
        sock.bind(source)
    sock.connect((address, to.getsockname()[1]))
    peer, _ = to.accept()
    HELD.append(peer)
    if data:
        sock.sendall(data)
    return sock, peer


def tcp():
    inet, inet6 = socket.AF_INET, socket.AF_INET6
    web = listener(inet, "0.0.0.0", 80)
    secure = listener(inet, "127.0.0.1", 443, 100)
    both = listener(inet6, "::", 5432, only6=0)
    only = listener(inet6, "::1", 8080, only6=1)
    listener(inet, "127.0.0.1", 45678, mark=7)
    listener(inet, "0.0.0.0", 0)
    listener(inet, "10.1.2.3", 22, device="lo")
    full = listener(inet, "127.0.0.1", 81, 1)
    for _ in range(2):
        made(inet, socket.SOCK_STREAM).connect(full.getsockname())
    connected(web, inet, "127.0.0.1", b"x" * 100)
    connected(web, inet, "10.1.2.3", b"y" * 60000)
    connected(secure, inet, "127.0.0.1", mark=0x10, source=("127.0.0.2", 12345))
    connected(secure, inet, "127.0.0.1", mark=0x13, device="lo")
    connected(both, inet, "127.0.0.1")
    connected(both, inet, "10.1.2.3")
    connected(both, inet6, "2001:db8::1", b"z" * 10)
    connected(only, inet6, "::1", mark=0x20)
    mapped = made(inet6, socket.SOCK_STREAM)
    mapped.connect(("::ffff:127.0.0.1", 80))
    HELD.append(web.accept()[0])
    # One end closed: CLOSE_WAIT there, FIN_WAIT2 here.
    sock, _ = connected(web, inet, "127.0.0.1")
    sock.shutdown(socket.SHUT_WR)
    sock, peer = connected(secure, inet, "127.0.0.1")
    # Both ends closed: TIME_WAIT.
    HELD.remove(sock)
    HELD.remove(peer)
    sock.close()
    peer.close()


def udp():
    for family, address, port in ((socket.AF_INET, "127.0.0.1", 53), (socket.AF_INET, "0.0.0.0", 514),
                                  (socket.AF_INET6, "::1", 53), (socket.AF_INET6, "::", 5353)):
        made(family, socket.SOCK_DGRAM).bind((address, port))
    sender = made(socket.AF_INET, socket.SOCK_DGRAM, mark=0x11)
    sender.connect(("127.0.0.1", 53))
    sender.send(b"unread")
    made(socket.AF_INET, socket.SOCK_DGRAM, device="lo").bind(("127.0.0.1", 40000))
    made(socket.AF_INET6, socket.SOCK_DGRAM).connect(("2001:db8::1", 5353))


def unix():
    name = f"\0nt-ss-{id(HELD)}"
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    stream.bind(name)
    stream.listen(3)
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect(name)
    named = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    named.bind(sys.argv[1])
    auto = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    auto.bind("")
    HELD.extend((stream, client, named, auto, *socket.socketpair()))


def main():
    tcp()
    udp()
    unix()
    print("ready", flush=True)
    sys.stdin.read()


main()
