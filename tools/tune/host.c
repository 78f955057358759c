// SPDX-License-Identifier: GPL-2.0-or-later
/* This machine as a target: who reads and writes which kind of setting. */
#include "tune/host.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct tune_roots tune_host_roots = {
	.proc = "/proc",
	.sys = "/sys",
	.run = "/run",
};

static const struct host_kind {
	int	(*read)(struct host *host, const struct tune_key *key,
			struct tune_now *now);
	int	(*write)(struct host *host, const struct host_write *write);
} kinds[TUNE_KINDS] = {
	[TUNE_SYSCTL] = { host_read_sysctl, host_write_sysctl },
	[TUNE_RING] = { host_read_ethtool, host_write_ethtool },
	[TUNE_COALESCE] = { host_read_ethtool, host_write_ethtool },
	[TUNE_CHANNELS] = { host_read_ethtool, host_write_ethtool },
	[TUNE_FEATURE] = { host_read_feature, host_write_features },
	[TUNE_PAUSE] = { host_read_ethtool, host_write_ethtool },
	[TUNE_LINK] = { host_read_link, host_write_link },
	[TUNE_NAPI] = { host_read_napi, host_write_napi },
	[TUNE_HASHSIZE] = { host_read_hashsize, host_write_hashsize },
};

/**
 * host_value() - a setting has a value
 * @now: gets it
 * @text: the value, as it was read
 *
 * Return: 0 or -ENOMEM.
 */
int host_value(struct tune_now *now, const char *text)
{
	now->text = tune_value_normalize(text);
	return now->text ? 0 : -ENOMEM;
}

/**
 * host_number() - a setting has a value, which is a number
 * @now: gets it
 * @value: the number
 *
 * Return: 0 or -ENOMEM.
 */
int host_number(struct tune_now *now, __s64 value)
{
	if (asprintf(&now->text, "%lld", (long long)value) >= 0)
		return 0;
	now->text = NULL;
	return -ENOMEM;
}

__attribute__((format(printf, 2, 0)))
static int note(struct tune_now *now, const char *format, va_list args)
{
	if (vasprintf(&now->note, format, args) >= 0)
		return 0;
	now->note = NULL;
	return -ENOMEM;
}

/**
 * host_note() - there is more to say on a setting
 * @now: gets it
 * @format: as printf()
 *
 * Return: 0 or -ENOMEM.
 */
int host_note(struct tune_now *now, const char *format, ...)
{
	va_list args;
	int err;

	va_start(args, format);
	err = note(now, format, args);
	va_end(args);
	return err;
}

/**
 * host_unknown() - what a setting is can't be told
 * @now: gets the reason
 * @err: a negative errno
 * @format: the reason for people, as printf(); NULL = nothing beyond @err
 *
 * Return: 0 or -ENOMEM.
 */
int host_unknown(struct tune_now *now, int err, const char *format, ...)
{
	va_list args;

	if (err == -ENOMEM)
		return err;
	now->err = -err;
	if (!format)
		return 0;
	va_start(args, format);
	err = note(now, format, args);
	va_end(args);
	return err;
}

/**
 * host_refuse() - settings can't be written
 * @write: gets the reason
 * @err: a negative errno
 * @format: the reason for people, as printf()
 *
 * Return: @err.
 */
int host_refuse(const struct host_write *write, int err, const char *format,
		...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(write->message, TARGET_MESSAGE, format, args);
	va_end(args);
	return err;
}

/**
 * host_refuse_errno() - settings can't be written, and only an errno says why
 * @write: gets what it means here
 * @err: a negative errno
 *
 * Return: @err.
 */
int host_refuse_errno(const struct host_write *write, int err)
{
	switch (-err) {
	case EINVAL:
	case ERANGE:
		return host_refuse(write, err, "the kernel takes no such value");
	case EACCES:
	case EPERM:
		return host_refuse(write, err, "not permitted%s",
				   geteuid() ? " (needs root)" : "");
	case EROFS:
		return host_refuse(write, err, "mounted to be read only, as in containers");
	case ENOENT:
		return host_refuse(write, err, "there is no such setting");
	case ENODEV:
		return host_refuse(write, err, "there is no such device");
	case EOPNOTSUPP:
		return host_refuse(write, err, "not supported");
	default:
		return host_refuse(write, err, "%s", strerror(-err));
	}
}

static int target_read(struct tune_target *target, const struct tune_key *key,
		       struct tune_now *now)
{
	*now = (struct tune_now) { 0 };
	return kinds[key->kind].read(target->data, key, now);
}

static int target_write(struct tune_target *target,
			const struct tune_key *const *keys,
			const char *const *values, size_t count,
			char message[TARGET_MESSAGE])
{
	const struct host_write write = {
		.keys = keys,
		.values = values,
		.count = count,
		.message = message,
	};

	message[0] = '\0';
	for (size_t i = 1; i < count; i++)
		if (keys[i]->kind != keys[0]->kind ||
		    strcmp(keys[i]->device, keys[0]->device))
			return host_refuse(&write, -EINVAL,
					   "not of one kind and one device");
	return count ? kinds[keys[0]->kind].write(target->data, &write) : 0;
}

static void target_close(struct tune_target *target)
{
	struct host *host = target->data;

	if (!host)
		return;
	netlink_close(&host->route);
	ethnl_close(&host->ethnl);
	free(host->names);
	free(host->proc);
	free(host->sys);
	free(host);
	target->data = NULL;
}

static const struct tune_target_ops host_ops = {
	.read = target_read,
	.write = target_write,
	.close = target_close,
};

/* Without it every setting would look as if the kernel did not have it. */
static int check_proc(const char *proc)
{
	char *path;
	int err = 0;

	if (asprintf(&path, "%s/sys", proc) < 0)
		return -ENOMEM;
	if (access(path, X_OK))
		err = -errno;
	free(path);
	return err;
}

/**
 * tune_host_open_at() - open this machine, with files from elsewhere
 * @target: filled in; close it after success
 * @roots: where /proc and /sys are
 *
 * Settings are those of the network namespace that the caller is in: now for
 * those of devices, at the time of reading or writing for sysctls. Stay in it.
 *
 * Return: 0, -ENOENT without /proc, or another negative errno.
 */
int tune_host_open_at(struct tune_target *target,
		      const struct tune_roots *roots)
{
	struct host *host = calloc(1, sizeof(*host));
	int err;

	*target = (struct tune_target) { .ops = &host_ops, .data = host };
	if (!host)
		return -ENOMEM;
	host->proc = strdup(roots->proc);
	host->sys = strdup(roots->sys);
	err = host->proc && host->sys ? check_proc(host->proc) : -ENOMEM;
	if (err)
		target_close(target);
	return err;
}

/**
 * tune_host_open() - open this machine
 * @target: as tune_host_open_at()
 *
 * Return: as tune_host_open_at().
 */
int tune_host_open(struct tune_target *target)
{
	return tune_host_open_at(target, &tune_host_roots);
}
