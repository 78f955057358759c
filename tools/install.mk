# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is installed, and where to. PREFIX and the folders may be given on the
# command line, with DESTDIR before all of them; the command is told where its
# profiles are. What is applied at boot is listed in /etc/nettune, and what was
# changed in /var/lib/nettune, wherever the rest is.

PREFIX ?= /usr/local
sbindir ?= $(PREFIX)/sbin
datadir ?= $(PREFIX)/share
mandir ?= $(datadir)/man
docdir ?= $(datadir)/doc/nettune
sysconfdir ?= /etc
unitdir ?= $(PREFIX)/lib/systemd/system
udevdir ?= $(PREFIX)/lib/udev/rules.d
bashcompdir ?= $(datadir)/bash-completion/completions
zshcompdir ?= $(datadir)/zsh/site-functions

pkgdatadir := $(datadir)/nettune

# Built anew with other folders.
PATHS := $(sysconfdir)/nettune/profiles $(pkgdatadir)/profiles
PATHS_OBJS := $(OBJ)/tune/find.o $(OBJ)/cmd/profiles.o

$(PATHS_OBJS): CPPFLAGS += -DPROFILES_LOCAL='"$(word 1,$(PATHS))"' \
			   -DPROFILES_SHIPPED='"$(word 2,$(PATHS))"'
$(PATHS_OBJS): $(OBJ)/paths

$(OBJ)/paths: FORCE
	@mkdir -p $(@D)
	@echo '$(PATHS)' | cmp -s - $@ || echo '$(PATHS)' >$@

# Each is MODE:SOURCE:TARGET; in those of mode "text" paths are what they are here.
each = $(foreach file,$(wildcard $2),$1:$(file):$3/$(notdir $(file)))

INSTALLED := \
	0755:$(BIN):$(sbindir)/nettune \
	$(call each,0644,profiles/*.conf,$(pkgdatadir)/profiles) \
	$(call each,0644,schema/*.json,$(pkgdatadir)/schema) \
	$(call each,0644,prometheus/*.rules.yml prometheus/*.json,$(pkgdatadir)/prometheus) \
	$(call each,text,systemd/*.service systemd/*.timer,$(unitdir)) \
	$(call each,text,systemd/*.rules,$(udevdir)) \
	$(foreach section,1 4 5 7 8,$(call \
		each,text,man/*.$(section),$(mandir)/man$(section))) \
	text:completion/nettune.bash:$(bashcompdir)/nettune \
	text:completion/_nettune:$(zshcompdir)/_nettune \
	0644:../README.md:$(docdir)/README.md

# Folders of nettune's own; those of the administrator stay if they are in use.
FOLDERS := $(pkgdatadir)/profiles $(pkgdatadir)/schema $(pkgdatadir)/prometheus \
	   $(pkgdatadir) $(docdir) $(sysconfdir)/nettune/profiles $(sysconfdir)/nettune

TEXT := s|/usr/sbin/nettune|$(sbindir)/nettune|g; \
	s|/usr/share/nettune|$(pkgdatadir)|g; \
	s|/etc/nettune/profiles|$(sysconfdir)/nettune/profiles|g

# For a machine that is running, not for an image of one.
RELOAD := [ -n "$(DESTDIR)" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload

install: $(BIN)
	@set -e; for item in $(INSTALLED); do \
		mode=$${item%%:*}; item=$${item#*:}; \
		from=$${item%%:*}; to="$(DESTDIR)$${item#*:}"; \
		echo "  INSTALL $$to"; \
		if [ $$mode = text ]; then \
			install -D -m 0644 /dev/null "$$to"; \
			sed '$(TEXT)' "$$from" >"$$to"; \
		else \
			install -D -m $$mode "$$from" "$$to"; \
		fi; \
	done
	@install -d "$(DESTDIR)$(sysconfdir)/nettune/profiles"
	@$(RELOAD)

uninstall:
	@[ ! -e "$(DESTDIR)/etc/nettune/persist.conf" ] || { \
		echo "nettune: profiles are applied at boot:" \
			"'nettune revert --persist' ends that; then uninstall" >&2; \
		exit 1; \
	}
	@set -e; for item in $(INSTALLED); do \
		rm -f "$(DESTDIR)$${item##*:}"; \
	done
	@for folder in $(FOLDERS); do \
		[ ! -d "$(DESTDIR)$$folder" ] || \
			rmdir --ignore-fail-on-non-empty "$(DESTDIR)$$folder"; \
	done
	@[ ! -d "$(DESTDIR)/var/lib/nettune" ] || \
		echo "nettune: kept: $(DESTDIR)/var/lib/nettune, what was changed when"
	@$(RELOAD)

FORCE:

.PHONY: install uninstall FORCE
