/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sampler: how full the receive backlogs of the CPUs are over time.
 */
#ifndef _NT_SAMPLER_H
#define _NT_SAMPLER_H

#include <linux/types.h>

struct nettune_softnet;

int nt_sampler_init(void);
void nt_sampler_exit(void);
void nt_sampler_lease(u32 seconds);
void nt_sampler_reconfigure(void);
void nt_sampler_reset(void);
bool nt_sampler_running(void);
bool nt_sampler_read(struct nettune_softnet *softnet, unsigned int cpu);

#endif /* _NT_SAMPLER_H */
