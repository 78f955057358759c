/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a network device looks. */
#ifndef VIEW_NIC_H
#define VIEW_NIC_H

#include <stddef.h>
#include <stdio.h>

#include "model/nic.h"
#include "view/view.h"

extern const struct view_kind view_nic;

/* nic_json.c */
#define VIEW_NIC_KEYS	18
extern const struct view_key view_nic_keys[VIEW_NIC_KEYS];

/* nic_detail.c */
int view_nic_detail(FILE *out, const struct model_nic *nic, size_t width);

#endif
