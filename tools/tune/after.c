// SPDX-License-Identifier: GPL-2.0-or-later
/* What settings have not reached yet once they are set: pure. */
#include "tune/after.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const struct plan_step *find_written(const struct plan *plan,
					    const char *sysctl)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];

		if (step->key.kind == TUNE_SYSCTL && plan_is_write(step) &&
		    !strcmp(step->key.name, sysctl))
			return step;
	}
	return NULL;
}

static bool read_u32(const char *text, __u32 *value)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (!text || !tune_value_numbers(text, numbers, &count) ||
	    count != 1 || numbers[0] < 0 || numbers[0] > UINT_MAX)
		return false;
	*value = numbers[0];
	return true;
}

/**
 * after_somaxconn() - was the limit of accept queues changed?
 * @plan: what was done
 * @old: set to net.core.somaxconn before
 * @now: set to what it is now
 */
bool after_somaxconn(const struct plan *plan, __u32 *old, __u32 *now)
{
	const struct plan_step *step = find_written(plan, "net.core.somaxconn");

	return step && read_u32(step->current, old) &&
	       read_u32(step->wanted, now) && *old != *now;
}

/**
 * after_keeps_limit() - would a listener have another limit if it listened now?
 * @limit: of its accept queue
 * @old: net.core.somaxconn before
 * @now: what it is now
 *
 * The kernel takes the smaller of listen()'s argument and somaxconn when
 * listen() is called (__inet_listen_sk() in net/ipv4/af_inet.c). Below the old
 * somaxconn it is the argument, which stays; at it, more was asked for, or just
 * that; above it, it is older still.
 */
bool after_keeps_limit(__u32 limit, __u32 old, __u32 now)
{
	if (limit > now)
		return true;
	return now > old && limit >= old && limit < now;
}

/* "nginx.service", "session-3.scope", "docker-0123.scope" */
static bool is_unit(const char *name, size_t len)
{
	static const char *const suffixes[] = {
		".service", ".scope", ".socket", ".mount", ".swap",
	};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		size_t end = strlen(suffixes[i]);

		if (len > end && !strncmp(name + len - end, suffixes[i], end))
			return true;
	}
	return false;
}

/**
 * after_unit() - the systemd unit that a process is of
 * @cgroup: path of its control group: "/system.slice/nginx.service"
 * @unit: set to the unit's name
 *
 * Of a user's own unit ("…/user@1000.service/app.slice/x.service") it is that
 * one: to restart the user's manager would be too much.
 *
 * Return: is it of one?
 */
bool after_unit(const char *cgroup, char unit[AFTER_UNIT])
{
	bool found = false;

	while (*(cgroup += strspn(cgroup, "/"))) {
		size_t len = strcspn(cgroup, "/");
		/* systemd escapes names that the kernel has use for. */
		size_t skip = *cgroup == '_';
		bool is_slice = len > 6 &&
				!strncmp(cgroup + len - 6, ".slice", 6);

		if (is_unit(cgroup + skip, len - skip) && len < AFTER_UNIT) {
			snprintf(unit, AFTER_UNIT, "%.*s", (int)(len - skip),
				 cgroup + skip);
			found = true;
		} else if (found && !is_slice) {
			/* What a unit has made below itself. */
			break;
		}
		cgroup += len;
	}
	return found;
}

/**
 * after_qdisc() - was the queueing discipline of new devices changed?
 * @plan: what was done
 *
 * Return: which it is now; NULL = it was not.
 */
const char *after_qdisc(const struct plan *plan)
{
	const struct plan_step *step =
		find_written(plan, "net.core.default_qdisc");

	return step ? step->wanted : NULL;
}
