# include gate.mk, and run `make gate`. ARTICLES is the folder to check, AUDITOR the command.
ARTICLES ?= articles
AUDITOR ?= auditor
GATE_REPORT ?= audit-report

.PHONY: gate
gate:
	$(AUDITOR) gate --report "$(GATE_REPORT)" -- "$(ARTICLES)"
