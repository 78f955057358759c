// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What may be a capture, given to the commands that look at captures. The first
 * byte says which command line, the rest is the file. Whatever it is, the
 * command ends with an exit code that is agreed on; it says why in lines of its
 * own if it fails; its JSON is JSON, and nothing else that it prints could
 * do anything to a terminal.
 */
#include "capture_fuzz.h"

#include <json-c/json.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "array.h"
#include "cmd/cmd.h"

#define WORDS_MAX	24

static const struct line {
	const struct cmd	*cmd;
	const char		*words;
} lines[] = {
	{ &cmd_status, "" },
	{ &cmd_status, "-j" },
	{ &cmd_status, "--interval 0 --color always" },
	{ &cmd_sockets, "-tuwxa -p -m -e -i" },
	{ &cmd_sockets, "-j -tuwxa --all-netns" },
	{ &cmd_sockets, "--top 3 --by recvq -tuwx" },
	{ &cmd_sockets, "-j --top 2 --by drops -ua" },
	{ &cmd_sockets, "--group-by listener --histogram -tuwx" },
	{ &cmd_sockets, "-j --group-by cgroup --histogram -tuwx" },
	{ &cmd_sockets, "-j --summary --all-netns" },
	{ &cmd_sockets, "-a comm = nginx or rmem > 50% or src 10.0.0.0/8" },
	{ &cmd_sockets, "-j -a cgroup = /a or dev = eth0 or not acceptq > 1" },
	{ &cmd_listeners, "" },
	{ &cmd_listeners, "-j" },
	{ &cmd_softnet, "" },
	{ &cmd_softnet, "-j" },
	{ &cmd_nic, "-a" },
	{ &cmd_nic, "-av" },
	{ &cmd_nic, "-j" },
	{ &cmd_doctor, "" },
	{ &cmd_doctor, "-j" },
	{ &cmd_top, "--once" },
	{ &cmd_top, "--once --group-by cgroup --by drops" },
	{ &cmd_explain, "rmem" },
	{ &cmd_explain, "-j ListenOverflows" },
};

/* Whole, as commands leave it open when they end. */
struct stream {
	FILE	**stream;
	FILE	*was;
	char	*text;
	size_t	len;
};

static const char *running = "";
static char path[32];
static int fd;

static void give_up(const char *why, const char *printed)
{
	fprintf(stderr, "%s: %s\n%s\n", running, why, printed ?: "");
	abort();
}

static void catch(struct stream *caught, FILE **stream)
{
	*caught = (struct stream) { .stream = stream, .was = *stream };
	*stream = open_memstream(&caught->text, &caught->len);
	if (!*stream)
		abort();
}

static void release(struct stream *caught)
{
	if (fclose(*caught->stream))
		abort();
	*caught->stream = caught->was;
}

static void check_numbers(struct json_object *value)
{
	if (json_object_is_type(value, json_type_double) &&
	    !isfinite(json_object_get_double(value)))
		give_up("a number that is none", NULL);
	if (json_object_is_type(value, json_type_array))
		for (size_t i = 0; i < json_object_array_length(value); i++)
			check_numbers(json_object_array_get_idx(value, i));
	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member) {
			(void)key;
			check_numbers(member);
		}
	}
}

static void check_json(const struct stream *out)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *value;

	if (!tokener)
		abort();
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
					JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(tokener, out->text, out->len);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		give_up("no JSON", out->text);
	check_numbers(value);
	json_object_put(value);
	json_tokener_free(tokener);
}

/* Colours are meant, and nothing else that begins with an escape. */
static size_t color_length(const char *text)
{
	size_t len = 2;

	if (strncmp(text, "\033[", 2))
		return 0;
	len += strspn(text + len, "0123456789;");
	return text[len] == 'm' ? len + 1 : 0;
}

static void check_text(const struct stream *out)
{
	const char *text = out->text;

	if (strlen(text) != out->len || mbstowcs(NULL, text, 0) == (size_t)-1)
		give_up("no text", text);
	while (*text) {
		size_t color = color_length(text);

		if (!color && (*text == 0x7f ||
			       ((unsigned char)*text < ' ' && *text != '\n')))
			give_up("a control character", out->text);
		text += color ?: 1;
	}
}

static void check_messages(const struct stream *err)
{
	const char *line = err->text;

	check_text(err);
	while (*line) {
		const char *end = strchr(line, '\n');

		if (strncmp(line, "nettune: ", 9) || !end)
			give_up("what a message does not look like", err->text);
		line = end + 1;
	}
}

static void check(int status, bool json, const struct stream *out,
		  const struct stream *err)
{
	switch (status) {
	case CMD_DONE:
	case CMD_FINDINGS:
	case CMD_PARTLY:
		if (!out->len)
			give_up("nothing said", err->text);
		break;
	case CMD_FAILED:
		if (!err->len)
			give_up("failed without a word", out->text);
		break;
	default:
		give_up("another exit code", err->text);
	}
	if (json && out->len)
		check_json(out);
	else
		check_text(out);
	check_messages(err);
}

static int run(const struct line *line, bool *json)
{
	struct cmd_ctx ctx = { .command = line->cmd->name };
	char words[128], *argv[WORDS_MAX + 4], *rest = words;
	void *params = calloc(1, line->cmd->params_size + 1);
	int argc = 0, first, status;

	snprintf(words, sizeof(words), "%s %s", line->cmd->name, line->words);
	while (argc < WORDS_MAX && (argv[argc] = strsep(&rest, " ")))
		argc += *argv[argc] != '\0';
	argv[argc++] = "--from";
	argv[argc++] = path;
	argv[argc] = NULL;
	first = params ? cmd_parse(&ctx, line->cmd, params, argc, argv) : -1;
	if (first < 0)
		abort();
	*json = ctx.json;
	status = line->cmd->run(&ctx, params, argc - first, argv + first);
	free(params);
	return status;
}

static void try(const struct line *line)
{
	struct stream out, err;
	bool json = false;
	int status;

	running = line->words;
	catch(&out, &stdout);
	catch(&err, &stderr);
	status = run(line, &json);
	release(&err);
	release(&out);
	check(status, json, &out, &err);
	free(out.text);
	free(err.text);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		abort();
	setenv("COLUMNS", "80", 1);
	fd = memfd_create("capture", MFD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t line;

	if (!size)
		return 0;
	line = data[0] % (ARRAY_SIZE(lines) + 1);
	if (line == ARRAY_SIZE(lines)) {
		rewrite((const char *)data + 1, size - 1);
		return 0;
	}
	if (ftruncate(fd, 0) ||
	    pwrite(fd, data + 1, size - 1, 0) != (ssize_t)size - 1)
		abort();
	try(&lines[line]);
	return 0;
}
