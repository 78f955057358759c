/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc says about backlogs, limits and namespaces. */
#ifndef SOURCE_PROC_H
#define SOURCE_PROC_H

#include <stddef.h>

#include "model/softnet.h"

int proc_parse_softnet(const char *line, unsigned int number,
		       struct model_softnet *softnet);
int proc_softnet(const char *root, struct model_softnet **softnet,
		 size_t *cpus);
int proc_port_range(const char *root, __u32 *min, __u32 *max);
int proc_sysctl(const char *root, const char *name, __u32 *value);
__u32 proc_netns(const char *root);
int proc_read(const char *root, const char *name, char **data, size_t *len);
int proc_read_net(const char *root, const char *name, char **data);

#endif
