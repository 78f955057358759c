/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the stages look. */
#ifndef VIEW_STATUS_H
#define VIEW_STATUS_H

#include "model/stages.h"
#include "view/view.h"

extern const struct view_kind view_stage;

int view_stages(const struct model_stage_row rows[MODEL_STAGES],
		const char *heading, const struct view_options *options,
		unsigned int width);
void view_stage_depth(const struct model_stage_row *row, char *buf,
		      size_t size);
void view_stage_fullness(const struct model_stage_row *row, char *buf,
			 size_t size);
void view_stage_object(const struct model_stage_row *row, char *buf,
		       size_t size);

#endif
