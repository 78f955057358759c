// SPDX-License-Identifier: GPL-2.0-or-later
/* The words that options and commands take, each kind from where it is known. */
#include <dirent.h>
#include <net/if.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "cmd/complete.h"
#include "explain/explain.h"
#include "model/config.h"
#include "model/expr.h"
#include "model/filter.h"
#include "model/group.h"
#include "model/key.h"
#include "model/sock.h"
#include "tune/profile.h"
#include "tune/state.h"

#define NETNS_FOLDER	"/run/netns"

typedef void (*words_fn)(struct complete *complete);

static void offer_files(struct complete *complete)
{
	(void)complete;
	puts(":files");
}

/* Words with blanks or bars between. */
static void offer_list(struct complete *complete, const char *list)
{
	char word[64];

	while (*list) {
		size_t len = strcspn(list, "| ");

		snprintf(word, sizeof(word), "%.*s", (int)len, list);
		complete_offer(complete, word, NULL);
		list += len + !!list[len];
	}
}

/* Only the last word of a list with commas is being typed. */
static void to_last(struct complete *complete, const char *between)
{
	const char *word = complete->word, *end = word + complete->len;
	const char *start = end;

	while (start > word && !strchr(between, start[-1]))
		start--;
	if (complete->prefix_len == 0)
		complete->prefix = word;
	complete->prefix_len += start - word;
	complete->word = start;
	complete->len = end - start;
}

static void offer_netns(struct complete *complete)
{
	DIR *dir = opendir(NETNS_FOLDER);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			complete_offer(complete, entry->d_name, NULL);
	if (dir)
		closedir(dir);
}

static void offer_devices(struct complete *complete)
{
	struct if_nameindex *list = if_nameindex();

	for (struct if_nameindex *i = list; i && i->if_index; i++)
		complete_offer(complete, i->if_name, NULL);
	if (list)
		if_freenameindex(list);
}

static void offer_users(struct complete *complete)
{
	struct passwd *user;

	setpwent();
	while ((user = getpwent()))
		complete_offer(complete, user->pw_name, NULL);
	endpwent();
}

static void offer_state_names(struct complete *complete)
{
	for (size_t i = 0; model_states_name(i); i++)
		complete_offer(complete, model_states_name(i), NULL);
	for (unsigned int i = NT_STATE_ESTABLISHED; i <= NT_STATE_CLOSING; i++)
		complete_offer(complete, model_state_name(i), NULL);
}

static void offer_states(struct complete *complete)
{
	to_last(complete, ",");
	offer_state_names(complete);
}

static void offer_columns(struct complete *complete)
{
	const struct view_kind *kind = &view_sockets;

	to_last(complete, "+,");
	for (size_t i = 0; i < kind->column_count + kind->optional_count; i++)
		complete_offer(complete, kind->names[i], NULL);
}

static void offer_keys(struct complete *complete)
{
	for (size_t i = 0; model_key_name(i); i++)
		complete_offer(complete, model_key_name(i), NULL);
}

/* The value is up to the user. */
static void offer_minimums(struct complete *complete)
{
	char word[64];

	for (size_t i = 0; model_key_name(i); i++) {
		snprintf(word, sizeof(word), "%s=", model_key_name(i));
		complete_offer(complete, word, NULL);
	}
}

static void offer_groups(struct complete *complete)
{
	for (__u32 i = 0; i <= NETTUNE_GROUP_BY_MAX; i++)
		complete_offer(complete, model_group_by_name(i), NULL);
}

/* What may come next in a filter, where that is plain. */
static void offer_filter(struct complete *complete)
{
	static const char *const joins[] = { "and", "or", "not" };
	const char *last = complete->count ?
			   complete->arguments[complete->count - 1] : "";

	if (!strcmp(last, "state") || !strcmp(last, "exclude")) {
		offer_state_names(complete);
		return;
	}
	if (!strcmp(last, "dev")) {
		offer_devices(complete);
		return;
	}
	complete_offer(complete, "state", "sockets in a state");
	complete_offer(complete, "exclude", "sockets in other states");
	for (size_t i = 0; expr_cond_name(i); i++)
		complete_offer(complete, expr_cond_name(i), NULL);
	offer_keys(complete);
	for (size_t i = 0; i < ARRAY_SIZE(joins); i++)
		complete_offer(complete, joins[i], NULL);
}

/* A name may be typed without what it begins with: "ListenOverflows". */
static void offer_explained(struct complete *complete)
{
	struct explain_found found;

	for (size_t i = 0; explain_at(i, &found); i++) {
		const char *name = found.entry->name;
		size_t left_out = 0;

		for (unsigned int way = 0; !way || left_out; way++) {
			complete_offer(complete, name + left_out,
				       explain_kind_name(found.kind));
			left_out = complete->len ?
				   explain_prefix(found.kind, name, way) : 0;
		}
	}
}

static void offer_profiles(struct complete *complete)
{
	const struct profile_dirs dirs = { .dirs = profile_default_dirs() };
	struct profile_entry *list = NULL;
	size_t count = 0;

	if (strchr(complete->word, '/')) {
		offer_files(complete);
		return;
	}
	if (!profile_list(&dirs, &list, &count))
		for (size_t i = 0; i < count; i++)
			complete_offer(complete, list[i].name,
				       list[i].summary);
	profile_list_free(list, count);
}

static void offer_profiles_or_files(struct complete *complete)
{
	offer_profiles(complete);
	if (!strchr(complete->word, '/'))
		offer_files(complete);
}

static void offer_show(struct complete *complete)
{
	if (!complete->count)
		offer_list(complete, "show");
	else
		offer_profiles(complete);
}

static void offer_exports(struct complete *complete)
{
	if (!complete->count)
		offer_list(complete, "sysctl.d tuned systemd-link prometheus");
	else if (strcmp(complete->arguments[0], "prometheus"))
		offer_profiles(complete);
}

static void offer_applied(struct complete *complete)
{
	struct tune_state state;
	unsigned int *ids = NULL;
	size_t count = 0;
	char word[16];

	if (!complete->count && !state_open(&state, false)) {
		if (!state_ids(&state, &ids, &count))
			for (size_t i = 0; i < count; i++) {
				snprintf(word, sizeof(word), "%u", ids[i]);
				complete_offer(complete, word, NULL);
			}
		free(ids);
	}
	state_close(&state);
}

static void offer_config(struct complete *complete)
{
	char word[64];

	complete_offer(complete, MODEL_CONFIG_RESET, NULL);
	for (size_t i = 0; i < model_config_key_count; i++) {
		const struct model_config_key *key = &model_config_keys[i];

		snprintf(word, sizeof(word), "%s=", key->name);
		if (!key->read_only)
			complete_offer(complete, word, key->meaning);
	}
}

static void offer_module(struct complete *complete)
{
	if (!complete->count)
		offer_list(complete, "status load unload config");
	else if (!strcmp(complete->arguments[0], "config"))
		offer_config(complete);
}

/* By what the help calls an option's value; NULL = anything goes. */
static const struct value {
	const char	*value;
	const char	*option;
	words_fn	offer;
} values[] = {
	{ "FILE", NULL, offer_files },
	{ "PATH", NULL, NULL },
	{ "NS", NULL, offer_netns },
	{ "DEVICE", NULL, offer_devices },
	{ "GLOB", NULL, offer_devices },
	{ "USER", NULL, offer_users },
	{ "STATES", NULL, offer_states },
	{ "NAMES", NULL, offer_columns },
	{ "KEY", "by", offer_keys },
	{ "KEY", "group-by", offer_groups },
	{ "KEY=VALUE", "min", offer_minimums },
	{ "PORTS", NULL, NULL },
	{ "ADDRESSES", NULL, NULL },
	{ "ADDR:PORT", NULL, NULL },
	{ "K", NULL, NULL },
	{ "N", NULL, NULL },
	{ "S", NULL, NULL },
	{ "SECONDS", NULL, NULL },
	{ "[=SECONDS]", NULL, NULL },
};

/**
 * complete_value - offer values of an option
 * @complete: what is typed
 * @option: the option, one that takes a value
 *
 * Return: is it known what kind of value that is?
 */
bool complete_value(struct complete *complete, const struct cmd_option *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		if (strcmp(values[i].value, option->value) ||
		    (values[i].option && option->name &&
		     strcmp(values[i].option, option->name)))
			continue;
		if (values[i].offer)
			values[i].offer(complete);
		return true;
	}
	if (!strchr(option->value, '|'))
		return false;
	offer_list(complete, option->value);
	return true;
}

static const struct {
	const char	*command;
	words_fn	offer;
} arguments[] = {
	{ "sockets", offer_filter },
	{ "listeners", offer_filter },
	{ "top", offer_filter },
	{ "nic", offer_devices },
	{ "explain", offer_explained },
	{ "profiles", offer_show },
	{ "lint", offer_profiles_or_files },
	{ "diff", offer_profiles },
	{ "apply", offer_profiles },
	{ "verify", offer_profiles },
	{ "revert", offer_applied },
	{ "export", offer_exports },
	{ "module", offer_module },
};

/**
 * complete_argument - offer words of a command that are no options
 * @complete: what is typed
 * @cmd: the command
 */
void complete_argument(struct complete *complete, const struct cmd *cmd)
{
	for (size_t i = 0; i < ARRAY_SIZE(arguments); i++)
		if (!strcmp(arguments[i].command, cmd->name))
			arguments[i].offer(complete);
}
