// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes care of links that may go down for a moment. */
#include <errno.h>
#include <string.h>

#include "cmd/tune.h"
#include "source/session.h"

static bool may_bounce(const struct plan_step *step)
{
	return plan_is_write(step) && step->effect == PLAN_LINK_BOUNCE &&
	       step->key.device[0];
}

/* Has an earlier step said so of the same device? */
static bool is_known(const struct plan *plan, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (may_bounce(&plan->steps[i]) &&
		    !strcmp(plan->steps[i].key.device,
			    plan->steps[index].key.device))
			return true;
	return false;
}

static int refuse(const struct cmd_ctx *ctx, const char *device, int err)
{
	if (err)
		cmd_say(ctx, "no route to the peer of this ssh session: %s", strerror(-err));
	cmd_say(ctx, "the link of %s may go down for seconds, and this ssh session %s it (%s)",
		device, err ? "may need" : "needs", "use --confirm, or --force");
	return -EPERM;
}

/**
 * cmd_link_check - announce which links may go down
 * @ctx: names the command
 * @plan: what will be done
 * @allowed: also that of the ssh session
 *
 * Return: 0, or -EPERM after a message.
 */
int cmd_link_check(const struct cmd_ctx *ctx, const struct plan *plan,
		   bool allowed)
{
	struct session session = { 0 };
	int err = ctx->netns ? 0 : session_find("/proc", "/sys", &session);

	for (size_t i = 0; i < plan->count; i++) {
		const char *device = plan->steps[i].key.device;

		if (!may_bounce(&plan->steps[i]) || is_known(plan, i))
			continue;
		if (!allowed && (err || session_uses(&session, device)))
			return refuse(ctx, device, err);
		cmd_say(NULL, "note: the link of %s may go down for seconds%s",
			device, session_uses(&session, device) ?
			", which this ssh session needs" : "");
	}
	return 0;
}
