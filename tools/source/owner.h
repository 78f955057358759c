/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the processes that have sockets open, by the inode of the socket. */
#ifndef SOURCE_OWNER_H
#define SOURCE_OWNER_H

#include <linux/nettune.h>

struct owner_set;

struct owner_set *owner_set_new(void);
void owner_set_free(struct owner_set *set);
int owner_set_want(struct owner_set *set, __u64 inode);
int owner_set_find(struct owner_set *set, const char *proc_root);
const struct nettune_sock_process *
owner_set_get(const struct owner_set *set, __u64 inode);
unsigned int owner_set_hidden(const struct owner_set *set);

#endif
