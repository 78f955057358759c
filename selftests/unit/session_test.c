// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how an ssh session is found, and what carries it. */
#include "folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "source/session.h"

static const char with_session[] =
	"A=1\0SSH_CONNECTION=fe80::1%eth0 5 ::1 22\0B=2";
static const char alike[] = "XSSH_CONNECTION=10.1.1.1 5 10.1.1.2 22";

static void put_process(const char *root, int pid, const char *name,
			int parent, const char *environ, size_t len)
{
	char path[64], text[128];
	int fd;

	snprintf(path, sizeof(path), "%d/stat", pid);
	snprintf(text, sizeof(text), "%d (%s) S %d 1 1 0\n", pid, name, parent);
	folder_put(root, path, text);
	snprintf(path, sizeof(path), "%d/environ", pid);
	folder_put(root, path, "");
	snprintf(text, sizeof(text), "%s/%s", root, path);
	fd = open(text, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, environ, len), len);
	close(fd);
}

static void test_peer(void **root)
{
	char peer[46];

	put_process(*root, 10, "sshd", 1, "PATH=/bin", sizeof("PATH=/bin"));
	put_process(*root, 20, "bash) S 1 (", 10,
		    with_session, sizeof(with_session));
	put_process(*root, 30, "sudo", 20,
		    alike, sizeof(alike));
	put_process(*root, 40, "lost", 77, "", sizeof(""));
	put_process(*root, 50, "loop", 50, "A=", sizeof("A="));
	put_process(*root, 60, "empty", 1, "SSH_CONNECTION=", sizeof("SSH_CONNECTION="));
	assert_true(session_peer(*root, 30, peer, sizeof(peer)));
	assert_string_equal(peer, "fe80::1");
	assert_true(session_peer(*root, 20, peer, sizeof(peer)));
	assert_false(session_peer(*root, 10, peer, sizeof(peer)));
	assert_false(session_peer(*root, 40, peer, sizeof(peer)));
	assert_false(session_peer(*root, 50, peer, sizeof(peer)));
	assert_false(session_peer(*root, 60, peer, sizeof(peer)));
	assert_false(session_peer(*root, 99, peer, sizeof(peer)));
	assert_true(session_peer(*root, 30, peer, 8));
	assert_false(session_peer(*root, 30, peer, 7));
}

/* A VLAN on a bond of two. */
static void test_below(void **root)
{
	struct session session = { .devices = { "bond0.5" }, .count = 1 };

	folder_put(*root, "class/net/bond0.5/lower_bond0", "");
	folder_put(*root, "class/net/bond0/lower_eth0", "");
	folder_put(*root, "class/net/bond0/lower_eth1", "");
	folder_put(*root, "class/net/bond0/upper_bond0.5", "");
	folder_put(*root, "class/net/eth0/upper_bond0", "");
	folder_put(*root, "class/net/eth1/lower_bond0.5", "");
	session_add_below(*root, &session);
	assert_int_equal(session.count, 4);
	assert_true(session_uses(&session, "bond0.5"));
	assert_true(session_uses(&session, "bond0"));
	assert_true(session_uses(&session, "eth0"));
	assert_true(session_uses(&session, "eth1"));
	assert_false(session_uses(&session, "eth2"));
	assert_false(session_uses(&session, ""));
}

static void test_find(void **root)
{
	struct session session;

	setenv("SSH_CONNECTION", "127.0.0.1 5 127.0.0.1 22", 1);
	assert_int_equal(session_find(*root, *root, &session), 0);
	assert_true(session_uses(&session, "lo"));
	setenv("SSH_CONNECTION", "::ffff:127.0.0.1 5 ::1 22", 1);
	assert_int_equal(session_find(*root, *root, &session), 0);
	assert_true(session_uses(&session, "lo"));
	setenv("SSH_CONNECTION", "no-address 5 ::1 22", 1);
	assert_int_equal(session_find(*root, *root, &session), -22);
	unsetenv("SSH_CONNECTION");
	assert_int_equal(session_find(*root, *root, &session), 0);
	assert_int_equal(session.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_peer),
		IN_FOLDER(test_below),
		IN_FOLDER(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
