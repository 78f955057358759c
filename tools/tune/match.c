// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conditions: [match] for a file, [match.UNIT] for a unit, and tuned's regular
 * expressions. A condition on what is not known does not hold.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/parts.h"
#include "tune/regex.h"

enum subject {
	OF_MACHINE,
	OF_DEVICE,
};

/* What a condition is held against. */
struct facts {
	const struct tune_machine	*machine;
	const struct tune_device	*device;
};

typedef int (*holds_fn)(const char *value, const struct facts *facts,
			const struct profile_place *place, bool *holds);

static int holds_kernel(const char *value, const struct facts *facts,
			const struct profile_place *place, bool *holds)
{
	const char *release = facts->machine->release;
	int err = version_holds(value, release ?: "", place, holds);

	*holds &= !!release;
	return err;
}

static int holds_virtual(const char *value, const struct facts *facts,
			 const struct profile_place *place, bool *holds)
{
	const char *virt = facts->machine->virt;
	bool is_virtual = virt && strcmp(virt, "none");

	(void)place;
	if (!strcmp(value, "yes"))
		*holds = is_virtual;
	else if (!strcmp(value, "no"))
		*holds = virt && !is_virtual;
	else
		*holds = virt && glob_list(value, glob_text, virt);
	return 0;
}

static int holds_speed(const char *value, const struct facts *facts,
		       const struct profile_place *place, bool *holds)
{
	const struct model_nic *nic = &facts->device->nic;
	char speed[16];
	int err;

	snprintf(speed, sizeof(speed), "%u", nic->speed);
	err = version_holds(value, speed, place, holds);
	*holds &= !!(nic->has & MODEL_NIC_HAS_SPEED);
	return err;
}

static int holds_driver(const char *value, const struct facts *facts,
			const struct profile_place *place, bool *holds)
{
	const char *driver = facts->device->nic.driver;

	(void)place;
	*holds = *driver && glob_list(value, glob_text, driver);
	return 0;
}

/* What device.c knows to find devices by. */
static bool match_prefixed(const struct tune_device *device, const char *prefix,
			   const char *pattern)
{
	char prefixed[160];

	snprintf(prefixed, sizeof(prefixed), "%s%s", prefix, pattern);
	return tune_device_matches(device, prefixed);
}

static bool match_bus(const char *pattern, const void *device)
{
	return match_prefixed(device, "bus:", pattern);
}

static bool match_address(const char *pattern, const void *device)
{
	return match_prefixed(device, "mac:", pattern);
}

static int holds_bus(const char *value, const struct facts *facts,
		     const struct profile_place *place, bool *holds)
{
	(void)place;
	*holds = facts->device->nic.bus[0] &&
		 glob_list(value, match_bus, facts->device);
	return 0;
}

static int holds_address(const char *value, const struct facts *facts,
			 const struct profile_place *place, bool *holds)
{
	(void)place;
	*holds = facts->device->address[0] &&
		 glob_list(value, match_address, facts->device);
	return 0;
}

static const struct condition {
	const char	*key;
	enum subject	subject;
	holds_fn	holds;
} conditions[] = {
	{ "virtual", OF_MACHINE, holds_virtual },
	{ "kernel", OF_MACHINE, holds_kernel },
	{ "driver", OF_DEVICE, holds_driver },
	{ "speed", OF_DEVICE, holds_speed },
	{ "bus", OF_DEVICE, holds_bus },
	{ "address", OF_DEVICE, holds_address },
};

static const struct condition *find_condition(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		if (!strcmp(conditions[i].key, key))
			return &conditions[i];
	return NULL;
}

/* Is it a condition at all, and of what? */
static int get_condition(const struct profile_option *option,
			 const struct condition **condition,
			 struct profile_error *error)
{
	struct profile_place place = option_place(option, error);

	*condition = find_condition(option->key);
	if (*condition)
		return 0;
	return profile_fail_at(&place,
			       "no condition (expected virtual, kernel, driver, speed, bus or address)");
}

/**
 * match_file - do the conditions of a file hold?
 * @match: its section [match]
 * @machine: the machine
 * @matches: set to the answer
 * @error: told what is wrong with them
 *
 * Return: 0 or -EINVAL.
 */
int match_file(const struct unit *match, const struct tune_machine *machine,
	       bool *matches, struct profile_error *error)
{
	const struct facts facts = { .machine = machine };
	const struct condition *condition;
	bool holds;
	int err = 0;

	*matches = true;
	for (size_t i = 0; !err && i < match->options.count; i++) {
		const struct profile_option *option = &match->options.list[i];
		struct profile_place place = option_place(option, error);

		err = get_condition(option, &condition, error);
		if (!err && condition->subject == OF_DEVICE)
			err = profile_fail_at(&place,
					      "a file has no devices (expected it in [match.UNIT])");
		if (!err)
			err = condition->holds(option->value, &facts, &place,
					       &holds);
		*matches &= !err && holds;
	}
	return err;
}

static const struct unit *find_match(const struct profile *profile,
				     const struct unit *unit)
{
	char name[INIFILE_SECTION + 8];

	snprintf(name, sizeof(name), "match.%s", unit->name);
	return units_find(&profile->units, name);
}

static int match_one(const struct profile *profile,
		     const struct profile_option *option,
		     const struct condition *condition,
		     const struct facts *facts, bool *holds,
		     struct profile_error *error)
{
	struct profile_place place = option_place(option, error);
	struct expansion value;
	int err;

	err = option_expand(profile, option, &value, error);
	*holds = false;
	if (!err && !value.note)
		err = condition->holds(value.text, facts, &place, holds);
	expansion_free(&value);
	return err;
}

static int match_conditions(const struct profile *profile,
			    const struct unit *unit, enum subject subject,
			    const struct facts *facts, bool *matches,
			    struct profile_error *error)
{
	const struct unit *match = find_match(profile, unit);
	const struct condition *condition;
	bool holds;
	int err = 0;

	*matches = true;
	for (size_t i = 0; match && !err && i < match->options.count; i++) {
		const struct profile_option *option = &match->options.list[i];

		err = get_condition(option, &condition, error);
		if (err || condition->subject != subject)
			continue;
		err = match_one(profile, option, condition, facts, &holds,
				error);
		*matches &= !err && holds;
	}
	return err;
}

static int match_regex(const struct profile *profile,
		       const struct profile_option *option, const char *text,
		       bool *matches, struct profile_error *error)
{
	struct profile_place place = option_place(option, error);
	char message[REGEX_MESSAGE];
	struct expansion value;
	bool found = false;
	int err;

	if (!option->value)
		return 0;
	err = option_expand(profile, option, &value, error);
	if (!err && !value.note && text)
		err = regex_search(value.text, text, true, &found, message);
	if (err == -EINVAL && text && value.text && !*error->text)
		profile_fail_at(&place, "'%s': %s", value.text, message);
	*matches &= found;
	expansion_free(&value);
	return err;
}

/**
 * match_machine - is a unit for this machine?
 * @profile: its profile
 * @unit: the unit
 * @machine: the machine
 * @matches: set to the answer
 * @error: told what is wrong with its conditions
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int match_machine(const struct profile *profile, const struct unit *unit,
		  const struct tune_machine *machine, bool *matches,
		  struct profile_error *error)
{
	const struct facts facts = { .machine = machine };
	int err;

	*error = (struct profile_error){ 0 };
	err = match_conditions(profile, unit, OF_MACHINE, &facts, matches,
			       error);
	return err ?:
	       match_regex(profile, &unit->keys[UNIT_CPUINFO_REGEX],
			   machine->cpuinfo, matches, error) ?:
	       match_regex(profile, &unit->keys[UNIT_UNAME_REGEX],
			   machine->uname, matches, error);
}

/* A pattern in a list of devices: of names as in tuned, and as device.c has. */
static bool fits(const char *pattern, const void *arg)
{
	const struct tune_device *device = arg;

	return strchr(pattern, ':') ? tune_device_matches(device, pattern) :
				      glob_text(pattern, device->nic.ifname);
}

static bool is_spelled_out(const char *list, const char *name)
{
	for (size_t len; *list; list += len + !!list[len]) {
		len = strcspn(list, " \t\n,");
		if (len == strlen(name) && !strncmp(list, name, len))
			return true;
	}
	return false;
}

/* Of a virtual device only its very name counts. */
static bool is_listed(const char *list, const struct tune_device *device)
{
	return glob_list(list, fits, device) &&
	       (!device->is_virtual ||
		is_spelled_out(list, device->nic.ifname));
}

/* What the list of devices says of one. */
static int match_names(const struct profile *profile, const struct unit *unit,
		       const struct tune_device *device, bool *matches,
		       struct profile_error *error)
{
	const struct profile_option *option = &unit->keys[UNIT_DEVICES];
	struct expansion value;
	int err;

	*matches = !device->is_virtual;
	if (!option->value)
		return 0;
	err = option_expand(profile, option, &value, error);
	if (!err)
		*matches = !value.note && is_listed(value.text, device);
	expansion_free(&value);
	return err;
}

/**
 * match_device - is a unit for this device?
 * @profile: its profile
 * @unit: the unit
 * @device: the device; a virtual one only counts where its name is spelled out
 * @matches: set to the answer
 * @error: told what is wrong with its conditions
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int match_device(const struct profile *profile, const struct unit *unit,
		 const struct tune_device *device, bool *matches,
		 struct profile_error *error)
{
	const struct profile_option *regex = &unit->keys[UNIT_UDEV_REGEX];
	const struct facts facts = { .device = device };
	bool holds;
	int err;

	*error = (struct profile_error){ 0 };
	if (regex->value) {
		/* tuned leaves the names alone then. */
		*matches = !device->is_virtual;
		err = match_regex(profile, regex, device->udev ?: "", matches,
				  error);
	} else {
		err = match_names(profile, unit, device, matches, error);
	}
	err = err ?: match_conditions(profile, unit, OF_DEVICE, &facts, &holds,
				      error);
	*matches &= !err && holds;
	return err;
}

/**
 * match_needs_device - does a unit only count where a device is of some kind?
 * @profile: its profile
 * @unit: the unit
 */
bool match_needs_device(const struct profile *profile, const struct unit *unit)
{
	const struct unit *match = find_match(profile, unit);
	const struct condition *condition;

	for (size_t i = 0; match && i < match->options.count; i++) {
		condition = find_condition(match->options.list[i].key);
		if (condition && condition->subject == OF_DEVICE)
			return true;
	}
	return false;
}
