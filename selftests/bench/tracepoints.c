// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which tracepoints of the kernel have a probe? It has no list of them, but
 * its memory has: each is a struct tracepoint, which begins with a pointer to
 * its name and the counter of its static key.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define PREFIX		"__tracepoint_"
#define KEY_OFFSET	sizeof(uint64_t)

struct kcore {
	int fd;
	Elf64_Ehdr header;
};

static void kcore_open(struct kcore *kcore)
{
	kcore->fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	if (kcore->fd < 0)
		bench_fail("open /proc/kcore");
	if (pread(kcore->fd, &kcore->header, sizeof(kcore->header), 0) != sizeof(kcore->header) ||
	    memcmp(kcore->header.e_ident, ELFMAG, SELFMAG) ||
	    kcore->header.e_phentsize != sizeof(Elf64_Phdr))
		bench_failx("/proc/kcore is not what it should be");
}

static uint32_t kcore_read(const struct kcore *kcore, uint64_t address)
{
	Elf64_Phdr segment;
	uint32_t value;

	for (unsigned int i = 0; i < kcore->header.e_phnum; i++) {
		if (pread(kcore->fd, &segment, sizeof(segment),
			  (off_t)(kcore->header.e_phoff + i * sizeof(segment))) != sizeof(segment))
			bench_fail("read /proc/kcore");
		if (segment.p_type != PT_LOAD || address < segment.p_vaddr ||
		    address >= segment.p_vaddr + segment.p_memsz)
			continue;
		if (pread(kcore->fd, &value, sizeof(value),
			  (off_t)(segment.p_offset + address - segment.p_vaddr)) != sizeof(value))
			bench_fail("read /proc/kcore");
		return value;
	}
	bench_failx("/proc/kcore has no address %llx", (unsigned long long)address);
}

void bench_tracepoints(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	unsigned long long address;
	char line[256], name[128];
	struct kcore kcore;
	size_t found = 0;

	if (!symbols)
		bench_fail("open /proc/kallsyms");
	kcore_open(&kcore);
	while (fgets(line, sizeof(line), symbols)) {
		if (sscanf(line, "%llx %*c " PREFIX "%127s", &address, name) != 2)
			continue;
		if (!address)
			bench_failx("/proc/kallsyms hides the addresses");
		found++;
		if (kcore_read(&kcore, address + KEY_OFFSET))
			printf("%s\n", name);
	}
	if (!found)
		bench_failx("/proc/kallsyms has no tracepoints");
	close(kcore.fd);
	fclose(symbols);
}
