# SPDX-License-Identifier: GPL-2.0-or-later
#
# A filter for vm/run.sh -F, for runs in which allocations are made to fail: the
# kernel shows where that happened, which is no complaint. Takes away the stack
# behind a message about such a failure, a message of one that has no stack, and
# nothing else.

# The task, with CONFIG_PRINTK_CALLER, which the messages of others may break.
match($0, /\[ *[TC][0-9]+\]/) { who = substr($0, RSTART, RLENGTH) }

/: vmalloc error: |: page allocation failure: |percpu: allocation failed, / {
	injected[who] = 1
}

# Whoever keeps account of references has no memory for it, says so, and goes on.
/\] ref_tracker: memory allocation failure, / { next }

injected[who] && /Call Trace:/ {
	injected[who] = 0
	next
}

{ print }
