// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Changes captures so that half of them are JSON afterwards: values are
 * replaced, doubled, moved and removed. The others have bytes changed anywhere.
 */
#include "capture_fuzz.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "../../fuzz/random.h"
#include "array.h"

#define CHANGES_MAX	4
#define TEXT_MAX	128

static const char *const texts[] = {
	"", "0.0.0.0", "127.0.0.1", "192.0.2.7", "::", "::1", "2001:db8::1",
	"::ffff:10.0.0.1", "10.0.0.256", "nginx", "a name of 15 B.", "lo",
	"eth0", "a device that has a long name", "/", "/a", "/a/b c", "@",
	"\033[31mred", "line\nbreak", "\177", "\302\233", "\xff\xfe", "\"\\",
	"%s%n", "0 0 0", "4096 131072 6291456", "1 2", "-1", "module", "diag",
	"18446744073709551616", "\346\274\242\345\255\227", "off", "fq_codel",
};

static struct json_object *random_text(void)
{
	char text[TEXT_MAX] = "";
	size_t len;

	if (random_below(3))
		return json_object_new_string(texts[random_below(ARRAY_SIZE(texts))]);
	len = LLVMFuzzerMutate((uint8_t *)text, 0, sizeof(text) - 1);
	return json_object_new_string_len(text, len);
}

static struct json_object *random_number(void)
{
	static const int64_t edges[] = {
		0, 1, 2, 4, 6, 10, 17, 255, 256, 65535, 65536, INT32_MAX,
		INT32_MAX + 1LL, UINT32_MAX, UINT32_MAX + 1LL, INT64_MAX,
		INT64_MIN, INT32_MIN, -1, -2, 1000000000,
	};

	switch (random_below(4)) {
	case 0:
		return json_object_new_uint64(UINT64_MAX - random_below(2));
	case 1:
		return json_object_new_int64(random_below(1U << random_below(32)));
	default:
		return json_object_new_int64(edges[random_below(ARRAY_SIZE(edges))]);
	}
}

/* A number is often one that is near: what grows between two samples. */
static struct json_object *change(struct json_object *value)
{
	int64_t number;

	if (json_object_is_type(value, json_type_int) && random_below(3)) {
		number = json_object_get_int64(value);
		return json_object_new_int64(number +
					     (uint64_t)random_below(1U << random_below(20)));
	}
	if (json_object_is_type(value, json_type_int))
		return random_number();
	if (json_object_is_type(value, json_type_string))
		return random_text();
	if (json_object_is_type(value, json_type_boolean))
		return json_object_new_boolean(random_below(2));
	return NULL;
}

static struct json_object *random_value(void)
{
	switch (random_below(7)) {
	case 0:
		return NULL;
	case 1:
		return json_object_new_array();
	case 2:
		return json_object_new_object();
	case 3:
		return json_object_new_boolean(random_below(2));
	case 4:
		return json_object_new_double(random_below(1000) / 7.0);
	case 5:
		return random_text();
	default:
		return random_number();
	}
}

/**
 * struct place - where a value stands
 * @parent: object or array that it is in
 * @key: of an object, the parent's own
 * @at: of an array
 * @value: what is there
 */
struct place {
	struct json_object	*parent;
	const char		*key;
	size_t			at;
	struct json_object	*value;
};

/* Each place of the tree with the same chance, in one walk. */
struct pick {
	struct place	place;
	uint32_t	seen;
};

static void walk(struct json_object *value, struct pick *pick);

static void consider(const struct place *place, struct pick *pick)
{
	if (!random_below(++pick->seen))
		pick->place = *place;
	walk(place->value, pick);
}

static void walk(struct json_object *value, struct pick *pick)
{
	struct place place = { .parent = value };

	if (json_object_is_type(value, json_type_array)) {
		for (; place.at < json_object_array_length(value); place.at++) {
			place.value = json_object_array_get_idx(value, place.at);
			consider(&place, pick);
		}
	} else if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member) {
			place.key = key;
			place.value = member;
			consider(&place, pick);
		}
	}
}

static struct place pick_place(struct json_object *root)
{
	struct pick pick = { 0 };

	walk(root, &pick);
	return pick.place;
}

static void put(const struct place *place, struct json_object *value)
{
	if (!place->key)
		json_object_array_put_idx(place->parent, place->at, value);
	else
		json_object_object_add(place->parent, place->key, value);
}

static struct json_object *copy_of(struct json_object *value)
{
	struct json_object *copy = NULL;

	if (value)
		json_object_deep_copy(value, &copy, NULL);
	return copy;
}

static void remove_at(const struct place *place)
{
	if (place->key)
		json_object_object_del(place->parent, place->key);
	else
		json_object_array_del_idx(place->parent, place->at, 1);
}

static void change_tree(struct json_object *root)
{
	struct place place = pick_place(root), other;

	if (!place.parent)
		return;
	switch (random_below(10)) {
	case 0:
		put(&place, random_value());
		break;
	case 1:
		remove_at(&place);
		break;
	case 2:
		if (!place.key)
			json_object_array_add(place.parent,
					      copy_of(place.value));
		break;
	case 3:
		other = pick_place(root);
		put(&place, copy_of(other.value));
		break;
	default:
		if (json_object_is_type(place.value, json_type_array) ||
		    json_object_is_type(place.value, json_type_object))
			return;
		put(&place, change(place.value));
	}
}

/* Return: bytes of the changed JSON, 0 = it is none, or too long. */
static size_t change_json(uint8_t *data, size_t size, size_t max_size)
{
	struct json_tokener *tokener = json_tokener_new();
	const int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
	struct json_object *root;
	const char *text;
	size_t len = 0;

	if (!tokener)
		return 0;
	root = json_tokener_parse_ex(tokener, (const char *)data, size);
	if (json_tokener_get_error(tokener) == json_tokener_success) {
		for (uint32_t n = 1 + random_below(CHANGES_MAX); n; n--)
			change_tree(root);
		text = json_object_to_json_string_length(root, flags, &len);
		if (!text || len > max_size)
			len = 0;
		else
			memcpy(data, text, len);
	}
	json_object_put(root);
	json_tokener_free(tokener);
	return len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned int seed)
{
	size_t len = 0;

	random_seed(seed);
	if (size < 2)
		return LLVMFuzzerMutate(data, size, max_size);
	/* The first byte is the command line. */
	if (!random_below(8))
		data[0] = random_below(256);
	if (random_below(2))
		len = change_json(data + 1, size - 1, max_size - 1);
	if (!len)
		len = LLVMFuzzerMutate(data + 1, size - 1, max_size - 1);
	return len + 1;
}
