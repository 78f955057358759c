/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters as they are typed; each function adds to what is there already. */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include <nettune/filter.h>

int model_filter_sports(struct nt_filter *filter, const char *text);
int model_filter_dports(struct nt_filter *filter, const char *text);
int model_filter_saddrs(struct nt_filter *filter, const char *text);
int model_filter_daddrs(struct nt_filter *filter, const char *text);
int model_filter_states(struct nt_filter *filter, const char *text);
const char *model_states_name(size_t index);
int model_states_parse(const char *name, __u32 *states);
int model_filter_minimum(struct nt_filter *filter, const char *text);

#endif
