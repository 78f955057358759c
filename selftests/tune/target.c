// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: nt_tune [NETNS]
 *
 * Drives the real target (tools/tune/host.c) by lines on its input, so that a
 * test needs one process for many settings:
 *
 *	get KIND DEVICE NAME
 *	set KIND DEVICE NAME VALUE [NAME VALUE...]	in one message
 *	machine
 *	devices
 *	match PATTERN
 *
 * DEVICE is "-" for what is not a device's, "_" in a VALUE stands for a blank.
 * Each line is answered by one: "VALUE [max N] [fixed] [# NOTE]", "ok" or
 * "! ERROR MESSAGE"; machine and devices by more, "match" by names.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/netns.h"
#include "tune/target.h"

#define WORDS	32
#define BLANKS	"\n "

/* The kind and the device are the first two words. */
static int fill_key(struct tune_key *key, char **words, char *name)
{
	memset(key, 0, sizeof(*key));
	if (tune_kind_parse(words[0], &key->kind))
		return -EINVAL;
	if (strcmp(words[1], "-") != 0)
		snprintf(key->device, sizeof(key->device), "%s", words[1]);
	key->name = name;
	return 0;
}

static int get(struct tune_target *target, char **words, size_t count)
{
	struct tune_now now;
	struct tune_key key;

	if (count != 3 || fill_key(&key, words, words[2]) ||
	    target->ops->read(target, &key, &now))
		return -EINVAL;
	if (now.err)
		printf("! %s", strerrorname_np(now.err));
	else
		printf("%s", now.text);
	if (now.has_max)
		printf(" max %lld", (long long)now.max);
	printf("%s", now.fixed ? " fixed" : "");
	if (now.note)
		printf(" # %s", now.note);
	putchar('\n');
	free(now.text);
	free(now.note);
	return 0;
}

static int set(struct tune_target *target, char **words, size_t count)
{
	const struct tune_key *pointers[WORDS];
	const char *values[WORDS];
	struct tune_key keys[WORDS];
	char message[TARGET_MESSAGE];
	size_t n = 0;
	int err;

	if (count < 4 || count % 2)
		return -EINVAL;
	for (size_t i = 2; i + 1 < count; i += 2, n++) {
		if (fill_key(&keys[n], words, words[i]))
			return -EINVAL;
		for (char *at = words[i + 1]; (at = strchr(at, '_')); )
			*at = ' ';
		pointers[n] = &keys[n];
		values[n] = words[i + 1];
	}
	err = target->ops->write(target, pointers, values, n, message);
	if (err)
		printf("! %s %s\n", strerrorname_np(-err), message);
	else
		printf("ok\n");
	return 0;
}

static int tell_machine(const struct tune_machine *machine)
{
	for (size_t i = 0; i < machine->facts.count; i++)
		printf("%s %lld\n", machine->facts.facts[i].name,
		       (long long)machine->facts.facts[i].values[0]);
	printf("release %s\nuname %s\nvirt %s\n", machine->release,
	       machine->uname, machine->virt);
	printf("cpus_online %s\ncpus_present %s\n", machine->cpus_online,
	       machine->cpus_present);
	return 0;
}

static int tell_devices(const struct tune_machine *machine)
{
	for (size_t i = 0; i < machine->device_count; i++) {
		const struct tune_device *device = &machine->devices[i];

		printf("%s %s %s\n", device->nic.ifname,
		       device->is_virtual ? "virtual" : "hardware",
		       device->address);
		for (const char *at = device->udev; at && *at; at++) {
			const size_t len = strcspn(at, "\n");

			printf("%s.%.*s\n", device->nic.ifname, (int)len, at);
			at += len;
		}
	}
	return 0;
}

static int tell_matches(const struct tune_machine *machine, const char *pattern)
{
	for (size_t i = 0; i < machine->device_count; i++)
		if (tune_device_matches(&machine->devices[i], pattern))
			printf("%s ", machine->devices[i].nic.ifname);
	putchar('\n');
	return 0;
}

static int ask_machine(char **words, size_t count)
{
	struct tune_machine machine;
	int err = tune_host_machine(&machine);

	if (err)
		return err;
	if (!strcmp(words[0], "machine"))
		err = tell_machine(&machine);
	else if (!strcmp(words[0], "devices"))
		err = tell_devices(&machine);
	else
		err = count == 2 ? tell_matches(&machine, words[1]) : -EINVAL;
	tune_machine_free(&machine);
	return err;
}

static int run_line(struct tune_target *target, char *line)
{
	char *words[WORDS], *rest = NULL;
	size_t count = 0;

	for (char *word = strtok_r(line, BLANKS, &rest); word && count < WORDS;
	     word = strtok_r(NULL, BLANKS, &rest))
		words[count++] = word;
	if (!count)
		return 0;
	if (!strcmp(words[0], "get"))
		return get(target, words + 1, count - 1);
	if (!strcmp(words[0], "set"))
		return set(target, words + 1, count - 1);
	return ask_machine(words, count);
}

int main(int argc, char **argv)
{
	struct tune_target target;
	char line[4096];
	int err = 0;

	if (argc > 1 && netns_enter(argv[1])) {
		perror(argv[1]);
		return 1;
	}
	if (tune_host_open(&target)) {
		perror("nt_tune");
		return 1;
	}
	while (!err && fgets(line, sizeof(line), stdin)) {
		err = run_line(&target, line);
		fflush(stdout);
	}
	target.ops->close(&target);
	if (err)
		fprintf(stderr, "nt_tune: %s\n", strerror(-err));
	return !!err;
}
