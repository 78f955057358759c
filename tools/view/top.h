/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the live screen looks: a page of lines that are drawn on a terminal, or
 * printed. Only top_screen.c knows of terminals.
 */
#ifndef VIEW_TOP_H
#define VIEW_TOP_H

#include "model/screen.h"
#include "model/snapshot.h"
#include "view/view.h"

/* How a part of a line looks. */
enum top_attr {
	TOP_PLAIN,
	TOP_TITLE,
	TOP_HEADING,
	TOP_SORTED,	/* heading of what the rows are ordered by */
	TOP_WARM,
	TOP_FULL,
	TOP_FAINT,
	TOP_NOTE,
	TOP_ATTRS,
};

#define TOP_LINE_BYTES	4096
#define TOP_SPANS	64

/* Terminals are not larger than this; what is goes unused. */
#define TOP_ROWS_MAX	500
#define TOP_COLUMNS_MAX	1000

/**
 * struct top_span - a part of a line
 * @begin: its first byte
 * @end: the byte behind its last
 * @attr: how it looks
 */
struct top_span {
	unsigned int	begin;
	unsigned int	end;
	enum top_attr	attr;
};

/**
 * struct top_line - a line, never wider than the page
 * @text: only characters that take one or two columns, or none
 * @len: bytes of @text
 * @columns: columns that it takes
 * @spans: parts that are not plain, in their order
 * @nr_spans: how many
 */
struct top_line {
	char		text[TOP_LINE_BYTES];
	unsigned int	len;
	unsigned int	columns;
	struct top_span	spans[TOP_SPANS];
	unsigned int	nr_spans;
};

/**
 * struct top_page - all lines
 * @rows: lines that there are
 * @columns: columns that there are
 * @utf8: may characters be used that ASCII does not have?
 * @live: is it drawn anew again and again, and do keys change it?
 * @used: lines begun so far
 * @cursor: column of the cursor in the last line, -1 = it is not shown
 * @lines: @rows of them
 */
struct top_page {
	unsigned int	rows;
	unsigned int	columns;
	bool		utf8;
	bool		live;
	unsigned int	used;
	int		cursor;
	struct top_line	*lines;
};

/**
 * struct top_data - what is known
 * @known: false = nothing yet
 * @machine: what is looked at; may hold anything
 * @when: when that was, in words
 * @note: what is not as it should be, "" = nothing; may hold anything
 * @took: how long the look took, seconds
 * @stages: the stages
 * @socks: sockets, the highest first
 * @groups: or groups, the highest first
 * @nr_groups: how many
 * @grouped: are there groups, not sockets?
 */
struct top_data {
	bool				known;
	char				machine[256];
	char				when[64];
	char				note[256];
	double				took;
	struct model_stage_row		stages[MODEL_STAGES];
	struct model_socks		socks;
	struct model_group		*groups;
	size_t				nr_groups;
	bool				grouped;
};

/* top_line.c */
int top_page_init(struct top_page *page, unsigned int rows,
		  unsigned int columns, bool utf8);
void top_page_free(struct top_page *page);
void top_page_clear(struct top_page *page);
struct top_line *top_page_line(struct top_page *page);
void top_put(const struct top_page *page, struct top_line *line,
	     const char *text, enum top_attr attr);
void top_put_cell(const struct top_page *page, struct top_line *line,
		  const char *text, unsigned int width, bool right,
		  enum top_attr attr);
void top_put_blanks(const struct top_page *page, struct top_line *line,
		    unsigned int column);

/* top_stages.c */
void top_stages(struct top_page *page, const struct model_stage_row *rows,
		unsigned int room);

/* top_list.c */
void top_list(struct top_page *page, const struct screen *screen,
	      const struct top_data *data, unsigned int room);

/* top_page.c */
void top_page_make(struct top_page *page, const struct screen *screen,
		   const struct top_data *data);
int top_page_print(const struct top_page *page, FILE *out, bool colored);

/* top_screen.c */
enum top_wait {
	TOP_WAIT_TIME,		/* the time is over */
	TOP_WAIT_KEY,
	TOP_WAIT_RESIZED,
	TOP_WAIT_OVER,		/* the terminal is gone, or a signal came */
};

int top_screen_open(bool colored);
int top_screen_close(void);
void top_screen_size(unsigned int *rows, unsigned int *columns);
void top_screen_draw(const struct top_page *page);
enum top_wait top_screen_wait(double seconds, int *key);

#endif
