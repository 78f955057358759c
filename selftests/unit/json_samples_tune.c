// SPDX-License-Identifier: GPL-2.0-or-later
/* Of json_samples: profiles, plans, what became of them, in all their states. */
#include "json_samples.h"

#include <stdint.h>

#include "array.h"
#include "view/plan.h"
#include "view/profiles.h"
#include "view/verify.h"

#define TEXT(text)	((char *)(text))

/* A byte that is no UTF-8, a quote, an escape. */
#define UGLY		TEXT("a\x1b\xff\"b")

static struct tune_key key_of(enum tune_kind kind)
{
	return (struct tune_key) {
		.kind = kind, .name = TEXT("x.y"),
		.device = { kind == TUNE_SYSCTL ? '\0' : 'd' },
	};
}

static void print_wants(void)
{
	for (int kind = 0; kind < TUNE_KINDS; kind++) {
		struct tune_want want = {
			.key = key_of(kind), .op = kind % (WANT_LOWER + 1),
			.note = UGLY, .file = UGLY, .line = 1,
		};

		print_sample("want", UNKNOWN, &view_wants, &want);
		want.value = TEXT("- 5");
		want.clamped = TEXT("- 6");
		want.reason = UGLY;
		want.note = NULL;
		print_sample("want", KNOWN, &view_wants, &want);
	}
}

static void print_lint(void)
{
	for (int rule = 0; rule < LINT_RULES; rule++) {
		struct lint_finding finding = {
			.rule = rule, .file = UGLY, .why = UGLY, .fix = UGLY,
		};

		print_sample("lint_finding", UNKNOWN, &view_lint, &finding);
		finding.line = UINT32_MAX;
		finding.key = UGLY;
		print_sample("lint_finding", KNOWN, &view_lint, &finding);
	}
}

static void print_plans(void)
{
	struct plan_step steps[PLAN_LINK_BOUNCE + 1];
	struct plan plan = { steps, ARRAY_SIZE(steps) };
	const struct journal journal = { .id = UINT32_MAX, .confirm = 86400 };
	struct view_after rows[2] = {
		{ .sock = { .snap = { .has = NT_HAS_ACCEPT,
				      .id = { .family = AF_INET6 } } } },
		{ .sock = { .snap = { .has = NT_HAS_ACCEPT,
				      .id = { .family = AF_INET },
				      .listener.accept_max = UINT32_MAX },
			    .somaxconn = UINT32_MAX,
			    .process = { .pid = 1, .comm = "a\x1b\xff\"" } },
		  .unit = "a\x1b\xff\"b" },
	};
	struct view_afters restart = { .rows = rows, .unknown = true };
	struct view_applied applied = { .plan = &plan, .restart = &restart };

	for (int action = 0; action <= PLAN_REFUSED; action++) {
		for (int effect = 0; effect <= PLAN_LINK_BOUNCE; effect++) {
			bool write = action == PLAN_SET || action == PLAN_CLAMPED;

			steps[effect] = (struct plan_step) {
				.key = key_of(effect), .action = action,
				.effect = effect, .note = UGLY,
				.current = write ? TEXT("") : NULL,
				.wanted = write ? TEXT("1 2") : NULL,
			};
			print_sample("plan_step", UNKNOWN, &view_plan_step,
				     &steps[effect]);
			steps[effect].current = TEXT("-9223372036854775808");
			steps[effect].wanted = TEXT("18446744073709551615");
			steps[effect].reason = UGLY;
			steps[effect].file = UGLY;
			steps[effect].line = 1;
			print_sample("plan_step", KNOWN, &view_plan_step,
				     &steps[effect]);
		}
		print_sample("applied", UNKNOWN, &view_applied, &applied);
	}
	applied.journal = &journal;
	restart.unknown = false;
	print_sample("applied", UNKNOWN, &view_applied, &applied);
	restart.count = 2;
	print_sample("applied", KNOWN, &view_applied, &applied);
}

static void print_history(void)
{
	struct journal_step steps[JOURNAL_STEP_STATES];
	char *profile = UGLY;
	struct view_past past = {
		.id = UINT32_MAX,
		.journal = {
			.time = 4102444799, .confirm = 86400,
			.netns_name = UGLY, .profiles = &profile,
			.profile_count = 1, .steps = steps,
			.step_count = ARRAY_SIZE(steps),
		},
	};
	const struct view_past damaged = { .id = 1, .damaged = true };

	for (int i = 0; i < JOURNAL_STEP_STATES; i++)
		steps[i] = (struct journal_step) {
			.key = key_of(i), .old = TEXT(""), .new = TEXT("1"),
			.found = i % 2 ? TEXT("1") : NULL, .state = i,
		};
	for (int state = 0; state <= JOURNAL_REBOOTED; state++) {
		past.state = state;
		print_sample("past", KNOWN, &view_history, &past);
	}
	print_sample("past", UNKNOWN, &view_history, &damaged);
}

static void print_verify(void)
{
	struct setter setters[SETTER_NM + 1];
	struct verify_row row = { .setters = { setters, ARRAY_SIZE(setters) } };

	for (int by = 0; by <= SETTER_NM; by++)
		setters[by] = (struct setter) {
			.by = by, .path = UGLY, .line = by % 2, .unsure = by % 2,
			.value = by ? TEXT("max") : NULL,
		};
	for (int state = 0; state < VERIFY_STATES; state++) {
		bool found = state == VERIFY_OK || state == VERIFY_DRIFT;

		row.key = key_of(state);
		row.op = state % (WANT_LOWER + 1);
		row.state = state;
		row.wanted = found ? TEXT("5") : NULL;
		row.found = found ? TEXT("4 5") : NULL;
		row.before = NULL;
		row.note = found ? NULL : UGLY;
		row.blame = NULL;
		print_sample("verify_row", UNKNOWN, &view_verify, &row);
		row.before = TEXT("cubic");
		row.blame = state == VERIFY_DRIFT ? &setters[1] : NULL;
		print_sample("verify_row", KNOWN, &view_verify, &row);
	}
}

void print_tuning(void)
{
	print_wants();
	print_lint();
	print_plans();
	print_history();
	print_verify();
}
