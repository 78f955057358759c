// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The BPF iterator. That the program is loaded and verified is not measured: a
 * tool that stays would pay it once.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "iter.h"

#define OBJECT	"iter_tcp.bpf.o"

static struct bpf_object *object;
static struct bpf_link *bpf_link;
static struct iter_summary *summary;

static void object_path(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - sizeof(OBJECT));
	char *name;

	if (len < 0)
		bench_fail("readlink /proc/self/exe");
	path[len] = '\0';
	name = strrchr(path, '/');
	memcpy(name + 1, OBJECT, sizeof(OBJECT));
}

static void summary_map(const struct bpf_map *map)
{
	if (bpf_map__value_size(map) < sizeof(*summary))
		bench_failx("the BPF program's map is too small");
	summary = mmap(NULL, sizeof(*summary), PROT_READ | PROT_WRITE, MAP_SHARED,
		       bpf_map__fd(map), 0);
	if (summary == MAP_FAILED)
		bench_fail("map what the BPF program counts");
}

static void iter_open(const struct bench_variant *variant)
{
	char path[PATH_MAX];
	struct bpf_program *program;
	struct bpf_map *map;

	(void)variant;
	object_path(path, sizeof(path));
	object = bpf_object__open_file(path, NULL);
	if (!object || bpf_object__load(object))
		bench_fail("load %s", path);
	program = bpf_object__find_program_by_name(object, "summarise");
	map = bpf_object__find_map_by_name(object, ".bss.summary");
	if (!program || !map)
		bench_failx("%s: without its program or its map", path);
	summary_map(map);
	bpf_link = bpf_program__attach_iter(program, NULL);
	if (!bpf_link)
		bench_fail("attach the iterator");
}

/* The kernel gives up after a million objects without output: go on then. */
static void iter_read(int fd)
{
	char buf[64];
	ssize_t len;

	do {
		len = read(fd, buf, sizeof(buf));
	} while (len > 0 || (len < 0 && (errno == EAGAIN || errno == EINTR)));
	if (len < 0)
		bench_fail("read the iterator");
}

static void iter_run(const struct bench_variant *variant, struct bench_answer *answer)
{
	int fd = bpf_iter_create(bpf_link__fd(bpf_link));

	(void)variant;
	if (fd < 0)
		bench_fail("create an iterator");
	memset(summary, 0, sizeof(*summary));
	iter_read(fd);
	close(fd);
	for (size_t i = 0; i < ITER_STATES; i++)
		answer->sockets += summary->sockets[i];
}

static void iter_close(void)
{
	munmap(summary, sizeof(*summary));
	bpf_link__destroy(bpf_link);
	bpf_object__close(object);
}

const struct bench_variant bench_iter = {
	.name = "BPF iter/tcp, sums in the kernel", .expect = BENCH_CONNECTIONS,
	.open = iter_open, .run = iter_run, .close = iter_close,
};
