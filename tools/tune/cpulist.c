// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of CPUs as tuned reads and writes them. */
#include "tune/cpulist.h"

#include <ctype.h>
#include <string.h>

/* One number with nothing but blanks around it. */
static bool parse_number(const char *text, const char *end, unsigned int *cpu)
{
	while (text < end && isspace((unsigned char)*text))
		text++;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (text == end)
		return false;
	for (*cpu = 0; text < end; text++) {
		if (!isdigit((unsigned char)*text))
			return false;
		*cpu = *cpu * 10 + (*text - '0');
		if (*cpu >= CPULIST_CPUS)
			return false;
	}
	return true;
}

/* "3" or "0-3" */
static bool parse_range(struct cpulist *list, const char *text, const char *end,
			bool has)
{
	const char *dash = memchr(text, '-', end - text);
	unsigned int first, last;

	if (!parse_number(text, dash ?: end, &first))
		return false;
	last = first;
	if (dash && !parse_number(dash + 1, end, &last))
		return false;
	for (unsigned int cpu = first; cpu <= last; cpu++)
		list->has[cpu] = has;
	return true;
}

static int hex_digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* Adds the CPUs of a mask, which commas may divide; false = it is none. */
static bool add_mask(struct cpulist *list, const char *text, const char *end)
{
	unsigned int cpu = 0;

	if (end - text > 2 && text[0] == '0' && tolower((unsigned char)text[1]) == 'x')
		text += 2;
	while (end > text) {
		int digit = hex_digit(*--end);

		if (*end == ',')
			continue;
		if (digit < 0 || (digit && cpu > CPULIST_CPUS - 4))
			return false;
		for (int bit = 0; bit < 4; bit++)
			if (digit & 1 << bit)
				list->has[cpu + bit] = true;
		cpu += 4;
	}
	return cpu > 0;
}

/**
 * cpulist_parse_mask - the CPUs of a hexadecimal mask
 * @list: set to them; to none if it is no mask
 * @text: "ff", "0xff", "1,00000000"
 */
void cpulist_parse_mask(struct cpulist *list, const char *text)
{
	memset(list, 0, sizeof(*list));
	if (!add_mask(list, text, text + strlen(text)))
		memset(list, 0, sizeof(*list));
}

/* The end of an element: of a mask that is the next empty one. */
static const char *element_end(const char *text, const char *end)
{
	const char *at = text;

	if (end - text < 2 || text[0] != '0' || tolower((unsigned char)text[1]) != 'x') {
		at = memchr(text, ',', end - text);
		return at ?: end;
	}
	while (at < end && !(at[0] == ',' && at + 1 < end && at[1] == ','))
		at++;
	return at;
}

/* Those that are left out, and then, by @negated, those that are in it. */
static bool parse_elements(struct cpulist *list, const char *text,
			   const char *end, bool negated)
{
	for (const char *next; text < end; text = next + 1) {
		bool is_negated = *text == '^' || *text == '!';

		next = element_end(text, end);
		if (next == text || is_negated != negated)
			continue;
		if (text[0] == '0' && next - text > 1 && tolower((unsigned char)text[1]) == 'x') {
			if (!add_mask(list, text, next))
				return false;
		} else if (!parse_range(list, text + is_negated, next,
					!negated)) {
			return false;
		}
	}
	return true;
}

/**
 * cpulist_parse - the CPUs of a list
 * @list: set to them; to none if it is no list, as tuned does
 * @text: numbers, ranges, "^3" for one that is not in it, masks ("0xff") up to
 *	the next ",,"; quotes around it don't count
 */
void cpulist_parse(struct cpulist *list, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end && strchr("'\"", *text))
		text++;
	while (end > text && strchr("'\"", end[-1]))
		end--;
	memset(list, 0, sizeof(*list));
	if (!parse_elements(list, text, end, false) ||
	    !parse_elements(list, text, end, true))
		memset(list, 0, sizeof(*list));
}

/**
 * cpulist_print - the numbers, one by one: "0,1,2,3,5"
 * @list: the CPUs
 * @out: gets them
 *
 * Return: as tune_text_add().
 */
int cpulist_print(const struct cpulist *list, struct tune_text *out)
{
	const char *comma = "";
	int err = 0;

	for (unsigned int cpu = 0; !err && cpu < CPULIST_CPUS; cpu++) {
		if (!list->has[cpu])
			continue;
		err = tune_text_format(out, "%s%u", comma, cpu);
		comma = ",";
	}
	return err;
}

/**
 * cpulist_print_ranges - likewise, in short: "0-3,5"
 * @list: the CPUs
 * @out: gets them
 *
 * Return: as tune_text_add().
 */
int cpulist_print_ranges(const struct cpulist *list, struct tune_text *out)
{
	const char *comma = "";
	int err = 0;

	for (unsigned int cpu = 0; !err && cpu < CPULIST_CPUS; cpu++) {
		unsigned int first = cpu;

		if (!list->has[cpu])
			continue;
		while (cpu + 1 < CPULIST_CPUS && list->has[cpu + 1])
			cpu++;
		err = tune_text_format(out, "%s%u", comma, first);
		if (!err && cpu > first)
			err = tune_text_format(out, "-%u", cpu);
		comma = ",";
	}
	return err;
}

/**
 * cpulist_print_mask - as a mask, by 32 CPUs: "00000001,0000000f"
 * @list: the CPUs
 * @out: gets it
 *
 * Return: as tune_text_add().
 */
int cpulist_print_mask(const struct cpulist *list, struct tune_text *out)
{
	int word = CPULIST_CPUS / 32 - 1, err = 0;
	unsigned int mask;
	bool begun = false;

	for (; !err && word >= 0; word--) {
		mask = 0;
		for (int bit = 0; bit < 32; bit++)
			if (list->has[32 * word + bit])
				mask |= 1U << bit;
		if (!mask && !begun && word)
			continue;
		err = tune_text_format(out, "%s%08x", begun ? "," : "", mask);
		begun = true;
	}
	return err;
}
