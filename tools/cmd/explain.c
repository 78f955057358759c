// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune explain: what an error, counter, setting, queue or column means. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "cmd/cmd.h"
#include "source/facts.h"
#include "source/file.h"
#include "source/proc.h"
#include "view/explain.h"
#include "view/text.h"

/* What nobody looks at on a terminal may be read on one later. */
#define WIDTH_DEFAULT	80

#define PROC_ROOT	"/proc"

/* More than any short name has, and as many as fit into one line. */
#define FOUND_MAX	16
#define SUGGESTED_MAX	5

/* What the command's own options have set. */
struct params {
	bool list;
};

enum {
	OPT_LIST = 512,
};

static const struct cmd_option options[] = {
	{ OPT_LIST, "list", NULL, "list all names by kind" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)value;
	params->list = id == OPT_LIST;
	return 0;
}

/* What the answers need. */
struct answer {
	const struct cmd_ctx	*ctx;
	struct model_facts	facts;
	struct view		view;
	unsigned int		width;
	size_t			shown;
	size_t			missed;
	int			err;
};

/* Of all CPUs; a column that one of them lacks is not known. */
static const struct {
	const char	*name;
	size_t		at;
	__u32		has;
} columns[] = {
#define COLUMN(field, presence) \
	{ "softnet." #field, offsetof(struct model_softnet, stat.field), \
	  presence }
	COLUMN(processed, 0),
	COLUMN(dropped, 0),
	COLUMN(time_squeeze, 0),
	COLUMN(received_rps, MODEL_SOFTNET_HAS_RPS),
	COLUMN(input_qlen, MODEL_SOFTNET_HAS_INPUT),
	COLUMN(process_qlen, MODEL_SOFTNET_HAS_PROCESS),
	{ "softnet.flow_limit", offsetof(struct model_softnet, flow_limit),
	  MODEL_SOFTNET_HAS_FLOW_LIMIT },
};

static int add_column(struct model_facts *facts, size_t column,
		      const struct model_softnet *softnet, size_t cpus)
{
	__s64 sum = 0;

	for (size_t i = 0; i < cpus; i++) {
		__u32 value;

		if ((softnet[i].has & columns[column].has) !=
		    columns[column].has)
			return 0;
		memcpy(&value, (const char *)&softnet[i] + columns[column].at,
		       sizeof(value));
		sum += value;
	}
	return model_facts_set(facts, columns[column].name, sum);
}

static int add_columns(struct model_facts *facts,
		       const struct model_softnet *softnet, size_t cpus)
{
	int err = 0;

	for (size_t i = 0; cpus && !err && i < ARRAY_SIZE(columns); i++)
		err = add_column(facts, i, softnet, cpus);
	return err;
}

static int add_softnet(struct model_facts *facts)
{
	struct model_softnet *softnet;
	size_t cpus;
	int err;

	err = proc_softnet(PROC_ROOT, &softnet, &cpus);
	if (err)
		return err == -ENOMEM ? err : 0;
	err = add_columns(facts, softnet, cpus);
	free(softnet);
	return err;
}

/* What can't be read has no value; the text is worth more. */
static int read_facts(struct model_facts *facts)
{
	int err = facts_read(PROC_ROOT, facts);

	return err ?: add_softnet(facts);
}

static void show(struct answer *answer, const struct explain_found *found)
{
	struct view_explained row = {
		.found = *found,
		.facts = &answer->facts,
	};

	if (answer->ctx->json) {
		answer->err = view_add(&answer->view, &row);
	} else {
		if (answer->shown)
			putchar('\n');
		answer->err = view_explain_text(stdout, &row, answer->width);
	}
	answer->shown++;
}

static void say_unknown(const struct answer *answer, const char *word)
{
	struct explain_found found[SUGGESTED_MAX];
	size_t count = explain_suggest(word, found, SUGGESTED_MAX);
	char names[512] = "";
	size_t len = 0;

	for (size_t i = 0; i < count && len < sizeof(names); i++)
		len += snprintf(names + len, sizeof(names) - len, "%s%s",
				i ? ", " : "", found[i].entry->name);
	cmd_say(answer->ctx, "'%s' is not known (%s%s)", word,
		count ? "did you mean " : "'nettune explain --list' lists all",
		names);
}

/* Return: was it known? */
static bool explain_word(struct answer *answer, const char *word)
{
	struct explain_found found[FOUND_MAX];
	size_t count = explain_find(word, found, FOUND_MAX);

	for (size_t i = 0; !answer->err && i < count; i++)
		show(answer, &found[i]);
	return count;
}

/* All words as one name: "accept queue". */
static char *join(int argc, char **argv)
{
	char *all, *end;
	size_t len = 1;

	for (int i = 0; i < argc; i++)
		len += strlen(argv[i]) + 1;
	all = malloc(len);
	if (!all)
		return NULL;
	end = all;
	for (int i = 0; i < argc; i++) {
		if (i)
			*end++ = ' ';
		end = stpcpy(end, argv[i]);
	}
	return all;
}

static void explain_words(struct answer *answer, int argc, char **argv)
{
	char *all = join(argc, argv);
	bool known;

	if (!all) {
		answer->err = -ENOMEM;
		return;
	}
	known = argc > 1 && explain_word(answer, all);
	free(all);
	for (int i = 0; !known && !answer->err && i < argc; i++) {
		if (explain_word(answer, argv[i]))
			continue;
		answer->missed++;
		say_unknown(answer, argv[i]);
	}
}

static void explain_all(struct answer *answer)
{
	struct explain_found found;

	for (size_t i = 0; !answer->err && explain_at(i, &found); i++)
		show(answer, &found);
}

static int end(struct answer *answer, int err)
{
	if (!err && answer->missed)
		return answer->shown ? CMD_PARTLY : CMD_FAILED;
	if (!err)
		return CMD_DONE;
	/* An error of writing is told at the end of the program. */
	if (!ferror(stdout))
		cmd_say(answer->ctx, "%s", strerror(-err));
	return CMD_FAILED;
}

static int explain_json(struct answer *answer, int argc, char **argv)
{
	struct view_options view_options;
	int err, end_err;

	cmd_view_options(answer->ctx, &view_options);
	err = view_open(&answer->view, &view_explain, &view_options);
	if (err)
		return end(answer, err);
	if (argc)
		explain_words(answer, argc, argv);
	else
		explain_all(answer);
	end_err = view_close(&answer->view);
	return end(answer, answer->err ?: end_err);
}

/* What was known at the last look. */
static int replay_facts(struct source *src, struct model_facts *facts)
{
	const struct model_snapshot *last;
	int err;

	while (file_next(src))
		;
	last = file_snapshot(src);
	err = model_facts_copy(facts, &last->facts);
	return err ?: add_columns(facts, last->softnet, last->cpus);
}

static int run_known(struct answer *answer, int argc, char **argv)
{
	struct source src;

	if (answer->ctx->from) {
		if (cmd_open_source(answer->ctx, &src))
			return CMD_FAILED;
		answer->err = replay_facts(&src, &answer->facts);
		source_close(&src);
	} else {
		answer->err = read_facts(&answer->facts);
	}
	if (answer->err)
		return end(answer, answer->err);
	if (answer->ctx->json)
		return explain_json(answer, argc, argv);
	answer->width = view_width(stdout) ?: WIDTH_DEFAULT;
	explain_words(answer, argc, argv);
	return end(answer, answer->err);
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	const struct params *params = arg;
	struct answer answer = { .ctx = ctx };
	int status;

	if ((params->list && cmd_refuse_arguments(ctx, argc, argv)) ||
	    cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	if (!argc && !ctx->json)
		return end(&answer, view_explain_list(stdout,
				view_width(stdout) ?: WIDTH_DEFAULT));
	if (cmd_enter_netns(ctx))
		return CMD_FAILED;
	status = run_known(&answer, argc, argv);
	model_facts_free(&answer.facts);
	return status;
}

const struct cmd cmd_explain = {
	.name = "explain",
	.arguments = "[WORD...]",
	.summary = "tell what an error, counter, setting or queue means",
	.options = options,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
