/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each stage, out of two snapshots: pure. */
#ifndef MODEL_STAGES_H
#define MODEL_STAGES_H

#include <stdbool.h>

#include "model/snapshot.h"
#include "model/stage.h"

/* What is known of a stage. */
enum model_stage_has {
	MODEL_STAGE_HAS_DEPTH = 1,
	MODEL_STAGE_HAS_LIMIT = 2,
	MODEL_STAGE_HAS_FULLNESS = 4,
	MODEL_STAGE_HAS_LOSS = 8,
	MODEL_STAGE_HAS_RATE = 16,
};

/* How bad it is. */
enum model_stage_alarm {
	MODEL_STAGE_CALM,
	MODEL_STAGE_HIGH,	/* at 80 % or more of its limit */
	MODEL_STAGE_FULL,	/* at its limit, or losing now */
};

#define MODEL_STAGE_OBJECT	192

/**
 * struct model_stage_row - what is known of a stage
 * @stage: which
 * @has: mask of enum model_stage_has
 * @alarm: how bad it is
 * @worst: is it the one to look at first? At most one is, none if all are calm
 * @depth: what is in @object, in @unit
 * @limit: how much may be in it
 * @permille: fullness, not capped. A ring has none: how much of it is in use is
 *	not told; its depth is its size
 * @loss: lost since boot, whatever the object
 * @rate: lost a second between the two snapshots
 * @unit: of depth and limit
 * @knob: settings that move the limit
 * @object: the worst of the stage's objects, "" = none stands out
 * @unknown: why the depth can't be known here, NULL = it is known
 */
struct model_stage_row {
	enum model_stage	stage;
	__u32			has;
	enum model_stage_alarm	alarm;
	bool			worst;
	__u64			depth;
	__u64			limit;
	__u64			permille;
	__u64			loss;
	double			rate;
	const char		*unit;
	const char		*knob;
	char			object[MODEL_STAGE_OBJECT];
	const char		*unknown;
};

void model_stages(const struct model_snapshot *before,
		  const struct model_snapshot *after,
		  struct model_stage_row rows[MODEL_STAGES]);

#endif
