// SPDX-License-Identifier: GPL-2.0-or-later
/* How a CPU's backlog looks: the columns of its table, the keys of its JSON. */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "model/softnet.h"
#include "view/text.h"
#include "view/view.h"

/* So that all columns have room in a line of 80. */
#define DIGITS	6

static void fill_number(struct view_cell *cell, __u32 value)
{
	view_number(value, DIGITS, cell->text, sizeof(cell->text));
}

static void fill_cpu(const void *row, struct view_cell *cell)
{
	fill_number(cell, ((const struct model_softnet *)row)->stat.cpu);
}

static void fill_backlog(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;
	const struct nettune_softnet *stat = &softnet->stat;
	char depth[16] = "-", limit[16] = "-";

	if (softnet->has & MODEL_SOFTNET_HAS_INPUT)
		snprintf(depth, sizeof(depth), "%u", stat->input_qlen);
	if (softnet->has & MODEL_SOFTNET_HAS_MAX)
		snprintf(limit, sizeof(limit), "%u", stat->max_backlog);
	snprintf(cell->text, sizeof(cell->text), "%s/%s", depth, limit);
	if (softnet->has & MODEL_SOFTNET_HAS_INPUT &&
	    softnet->has & MODEL_SOFTNET_HAS_MAX)
		cell->heat = view_heat(stat->input_qlen, stat->max_backlog);
}

static void fill_process(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	if (softnet->has & MODEL_SOFTNET_HAS_PROCESS)
		fill_number(cell, softnet->stat.process_qlen);
}

static void fill_processed(const void *row, struct view_cell *cell)
{
	fill_number(cell, ((const struct model_softnet *)row)->stat.processed);
}

static void fill_dropped(const void *row, struct view_cell *cell)
{
	fill_number(cell, ((const struct model_softnet *)row)->stat.dropped);
}

static void fill_squeezed(const void *row, struct view_cell *cell)
{
	fill_number(cell,
		    ((const struct model_softnet *)row)->stat.time_squeeze);
}

static void fill_rps(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	if (softnet->has & MODEL_SOFTNET_HAS_RPS)
		fill_number(cell, softnet->stat.received_rps);
}

static void fill_flow_limit(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	if (softnet->has & MODEL_SOFTNET_HAS_FLOW_LIMIT)
		fill_number(cell, softnet->flow_limit);
}

static void fill_peak(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;
	const struct nettune_softnet *stat = &softnet->stat;

	if (!(softnet->has & MODEL_SOFTNET_HAS_PRESSURE))
		return;
	fill_number(cell, stat->peak);
	if (softnet->has & MODEL_SOFTNET_HAS_MAX)
		cell->heat = view_heat(stat->peak, stat->max_backlog);
}

/* Hundredths of a percent, which people are told tenths of. */
static void fill_average(const struct model_softnet *softnet, __u32 average,
			 struct view_cell *cell)
{
	if (softnet->has & MODEL_SOFTNET_HAS_PRESSURE)
		snprintf(cell->text, sizeof(cell->text), "%u.%u",
			 average / 100, average % 100 / 10);
}

static void fill_avg10(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	fill_average(softnet, softnet->stat.avg10, cell);
}

static void fill_avg60(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	fill_average(softnet, softnet->stat.avg60, cell);
}

static void fill_avg300(const void *row, struct view_cell *cell)
{
	const struct model_softnet *softnet = row;

	fill_average(softnet, softnet->stat.avg300, cell);
}

static const struct view_column columns[] = {
	{ "CPU", true, false, fill_cpu },
	{ "Backlog", true, false, fill_backlog },
	{ "ProcQ", true, false, fill_process },
	{ "Done", true, false, fill_processed },
	{ "Dropped", true, false, fill_dropped },
	{ "Squeeze", true, false, fill_squeezed },
	{ "RPS", true, false, fill_rps },
	{ "Flow", true, false, fill_flow_limit },
	{ "Peak", true, false, fill_peak },
	{ "Avg10", true, false, fill_avg10 },
	{ "Avg60", true, false, fill_avg60 },
	{ "Avg300", true, false, fill_avg300 },
};

static struct json_object *json_u32(const void *row, const struct view_key *key)
{
	const struct model_softnet *softnet = row;
	__u32 value;

	if ((softnet->has & key->has) != key->has)
		return NULL;
	memcpy(&value, (const char *)row + key->at, sizeof(value));
	return json_object_new_int64(value);
}

/* As /proc/pressure prints them, not what a double makes of them. */
static struct json_object *json_average(const void *row,
					const struct view_key *key)
{
	const struct model_softnet *softnet = row;
	char digits[16];
	__u32 value;

	if (!(softnet->has & MODEL_SOFTNET_HAS_PRESSURE))
		return NULL;
	memcpy(&value, (const char *)row + key->at, sizeof(value));
	snprintf(digits, sizeof(digits), "%u.%02u", value / 100, value % 100);
	return json_object_new_double_s(value / 100.0, digits);
}

#define AVERAGE(field) \
	{ .name = #field, .value = json_average, \
	  .at = offsetof(struct model_softnet, stat.field) }

#define STAT(field, presence) \
	{ .name = #field, .value = json_u32, \
	  .at = offsetof(struct model_softnet, stat.field), .has = presence }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	STAT(cpu, 0),
	STAT(input_qlen, MODEL_SOFTNET_HAS_INPUT),
	STAT(process_qlen, MODEL_SOFTNET_HAS_PROCESS),
	STAT(max_backlog, MODEL_SOFTNET_HAS_MAX),
	STAT(processed, 0),
	STAT(dropped, 0),
	STAT(time_squeeze, 0),
	STAT(received_rps, MODEL_SOFTNET_HAS_RPS),
	{ .name = "flow_limit", .value = json_u32,
	  .at = offsetof(struct model_softnet, flow_limit),
	  .has = MODEL_SOFTNET_HAS_FLOW_LIMIT },
	STAT(peak, MODEL_SOFTNET_HAS_PRESSURE),
	AVERAGE(avg10),
	AVERAGE(avg60),
	AVERAGE(avg300),
};

const struct view_kind view_softnet = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
