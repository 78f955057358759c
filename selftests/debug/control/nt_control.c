// SPDX-License-Identifier: GPL-2.0
/*
 * A data race on purpose: that it is found tells that others would have been.
 * Two threads add to one number, without a lock and without READ_ONCE(), until
 * the module is unloaded.
 */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *nt_control_threads[2];
static unsigned long nt_control_number;

static int nt_control_race(void *unused)
{
	while (!kthread_should_stop()) {
		for (int i = 0; i < 1000; i++) {
			nt_control_number++;
			barrier();
		}
		cond_resched();
	}
	return 0;
}

static int __init nt_control_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(nt_control_threads); i++) {
		nt_control_threads[i] = kthread_run(nt_control_race, NULL, "nt_control/%d", i);
		if (IS_ERR(nt_control_threads[i]))
			goto stop;
	}
	return 0;

stop:
	while (i--)
		kthread_stop(nt_control_threads[i]);
	return -ENOMEM;
}

static void __exit nt_control_exit(void)
{
	for (int i = 0; i < ARRAY_SIZE(nt_control_threads); i++)
		kthread_stop(nt_control_threads[i]);
}

module_init(nt_control_init);
module_exit(nt_control_exit);

MODULE_DESCRIPTION("A data race on purpose");
MODULE_LICENSE("GPL");
