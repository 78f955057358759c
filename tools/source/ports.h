/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which destination the most local ports are used for. */
#ifndef SOURCE_PORTS_H
#define SOURCE_PORTS_H

#include "model/snapshot.h"
#include "source/source.h"

int source_ports(struct source *src, struct model_snapshot *snapshot);

#endif
